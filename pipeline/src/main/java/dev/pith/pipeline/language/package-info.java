/** What a language model says of records. */
@NullMarked
package dev.pith.pipeline.language;

import org.jspecify.annotations.NullMarked;

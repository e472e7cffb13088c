/** The step {@code finetune}: a language model learns the answers of records. */
@NullMarked
package dev.pith.pipeline.finetune;

import org.jspecify.annotations.NullMarked;

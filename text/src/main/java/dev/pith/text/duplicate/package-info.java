/** Records that repeat others: word for word, nearly, or in meaning. */
@NullMarked
package dev.pith.text.duplicate;

import org.jspecify.annotations.NullMarked;

/**
 * Language models of the shapes that people use, opened and saved as Hugging Face's libraries write them; what they
 * learn from records of tokens, and what they say.
 */
@NullMarked
package dev.pith.torch.language;

import org.jspecify.annotations.NullMarked;

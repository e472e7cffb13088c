/** How many tokens a text has for a language model. */
@NullMarked
package dev.pith.text.token;

import org.jspecify.annotations.NullMarked;

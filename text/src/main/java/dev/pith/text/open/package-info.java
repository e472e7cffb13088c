/** Opens an embedder by its name. */
@NullMarked
package dev.pith.text.open;

import org.jspecify.annotations.NullMarked;

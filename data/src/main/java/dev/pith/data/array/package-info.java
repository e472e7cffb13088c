/** Features of the user's own: {@code .npy} files, whole or as the two factors of gradients. */
@NullMarked
package dev.pith.data.array;

import org.jspecify.annotations.NullMarked;

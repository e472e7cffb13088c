/** Reading and writing NumPy's {@code .npy} files, whole or memory-mapped. */
@NullMarked
package dev.pith.npy;

import org.jspecify.annotations.NullMarked;

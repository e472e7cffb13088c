/**
 * Reading and writing NumPy's {@code .npy} files, whole or memory-mapped, and of the arrays in {@code .npz} archives,
 * which are copied.
 *
 * <p>Formats 1.0, 2.0 and 3.0 are read, of any boolean, integer or real type of up to 64 bits, either byte order, C or
 * Fortran order; 1.0 is written. Structured types and Python objects are refused: nothing is ever unpickled. Each
 * reader says how many dimensions it takes and refuses the others; a file that is not as its header says is refused
 * before anything is allocated for it.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
@NullMarked
package dev.pith.npy;

import org.jspecify.annotations.NullMarked;

/**
 * IDX files, the form in which MNIST and its relatives are published: big-endian, a magic number, the sizes, the bytes.
 */
@NullMarked
package dev.pith.data.idx;

import org.jspecify.annotations.NullMarked;

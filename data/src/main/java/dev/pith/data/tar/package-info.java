/**
 * WebDataset archives as sources of images or records: {@code .tar} files whose members are grouped into samples by
 * their names. Nothing is ever extracted; members are read from where they lie.
 */
@NullMarked
package dev.pith.data.tar;

import org.jspecify.annotations.NullMarked;

/** Images: decoding files, folders of them, and images that a source holds as raw pixels. */
@NullMarked
package dev.pith.data.image;

import org.jspecify.annotations.NullMarked;

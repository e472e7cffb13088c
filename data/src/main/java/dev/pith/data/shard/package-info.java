/**
 * Sources of several files, and of compressed ones: a layer over the sources of single plain files. Which files a
 * folder or a pattern means is decided here; what is in them, the readers of the other packages know.
 */
@NullMarked
package dev.pith.data.shard;

import org.jspecify.annotations.NullMarked;

/** Runs: a directory with a manifest, written whole or not at all, that can be resumed. */
@NullMarked
package dev.pith.run;

import org.jspecify.annotations.NullMarked;

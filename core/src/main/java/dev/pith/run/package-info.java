/**
 * Runs: a directory with a manifest, written whole or not at all, that can be resumed.
 *
 * <p>A {@link dev.pith.run.Run} performs {@linkplain dev.pith.run.Step steps}. A step writes its files beside their
 * final names; when all are whole they are renamed and the {@link dev.pith.run.Manifest} takes the step up with the
 * SHA-256 of each. So a killed command leaves whole files or none, and the same command goes on after the last finished
 * step. May depend on no other package but {@code dev.pith}.
 */
@NullMarked
package dev.pith.run;

import org.jspecify.annotations.NullMarked;

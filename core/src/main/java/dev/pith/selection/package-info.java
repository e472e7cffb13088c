/**
 * How to rank and how to bin, as data: settings that a program, a command line or a cluster reads, and what
 * carries them out.
 *
 * <p>{@link dev.pith.selection.RankingSettings} decides one ranking, {@link dev.pith.selection.BinningSettings} all
 * bins. Both check what they are given and know their form in a manifest.
 */
@NullMarked
package dev.pith.selection;

import org.jspecify.annotations.NullMarked;

/**
 * The patch archive: the kept patches of selected images, really stored smaller.
 * {@link dev.pith.data.patch.PatchArchiveWriter} makes the file, {@link dev.pith.data.patch.PatchArchive} reads it as a
 * source; docs/patch-archive.md has every byte. What it saves and what it costs is told by
 * {@link dev.pith.data.patch.ArchiveBytes} and {@link dev.pith.data.patch.ImageQuality}.
 */
@NullMarked
package dev.pith.data.patch;

import org.jspecify.annotations.NullMarked;

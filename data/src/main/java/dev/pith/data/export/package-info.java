/**
 * Exports: a selection of a source's samples as files for trainers that know nothing of Pith. Each form is a record
 * that says how it is to be written; {@link dev.pith.data.export.ExportFolder} writes it whole or not at all.
 */
@NullMarked
package dev.pith.data.export;

import org.jspecify.annotations.NullMarked;

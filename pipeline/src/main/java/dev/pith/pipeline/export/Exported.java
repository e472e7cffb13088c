package dev.pith.pipeline.export;

import dev.pith.data.export.ExportForm;
import java.nio.file.Path;

/**
 * A selection as files.
 *
 * @param folder that holds them
 * @param samples how many they hold
 */
public record Exported(Path folder, ExportForm form, int samples) {}

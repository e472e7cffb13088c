package dev.pith.data.export;

import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The selected positions in draw order, {@code int64}, as {@code indices.npy} and under the name that the published
 * code of Dataset Quantization looks for, {@code select_indices_<source>_<keep>.npy}; weights, if
 * any, as {@code weights.npy}.
 *
 * @param order what the positions count
 * @param keep the kept share as it is to stand in the file name, such as {@code 0.125}
 */
public record IndexExport(IndexOrder order, String keep) implements Export {
    /** Checks that {@code keep} can stand in a file name. */
    public IndexExport {
        if (!keep.matches("[A-Za-z0-9.%_-]+")) {
            throw new IllegalArgumentException("keep must be a word for a file name, got '" + keep + "'");
        }
    }

    @Override
    public ExportForm form() {
        return ExportForm.INDICES;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        Path indices = folder.resolve("indices.npy");
        Npy.write(indices, order.of(selection.ids(), source));
        Files.copy(indices, folder.resolve("select_indices_" + shortName(source) + "_" + keep + ".npy"));
        float[] weights = selection.weights();
        if (weights != null) {
            Npy.write(folder.resolve("weights.npy"), weights);
        }
        progress.onStep(selection.size(), selection.size());
    }

    /** Returns the last part of the source's path without its extension, and without the signs of a pattern. */
    private static String shortName(Source source) {
        String path = source.name().replace('\\', '/').replaceFirst("/+$", "");
        String last = path.substring(path.lastIndexOf('/') + 1)
                .replaceFirst("(?<=.)\\.[A-Za-z0-9]+$", "")
                .replaceAll("[-_.]*[*?{}]+", "");
        return last.isEmpty() || last.equals(".") || last.equals("..") ? "source" : last;
    }
}

package dev.pith.djl;

import ai.djl.training.dataset.RandomAccessDataset;
import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Opens selections as datasets of DJL's. */
public final class Selections {
    private static final String SELECTION = "selection.npy";

    private Selections() {}

    /**
     * Returns the selected samples of a dataset, in draw order, with the dataset's sampler and pipelines.
     *
     * @param dataset of the samples that were selected from, in the order of the source: a {@link SourceDataset}, or
     *     one of the user's own
     * @param selection the directory of a run, or an {@code .npy} file of ids
     * @throws PithException naming the file when there is no selection, or it is not of this dataset
     */
    public static RandomAccessDataset open(RandomAccessDataset dataset, Path selection) {
        Path file = Files.isDirectory(selection) ? file(selection, dataset.size()) : selection;
        List<Long> ids = Arrays.stream(Npy.readLongs(file)).boxed().toList();
        if (ids.isEmpty()) {
            throw new PithException(file + ": holds no id");
        }
        for (long id : ids) {
            if (id < 0 || id >= dataset.size()) {
                throw new PithException(file + ": names id " + id + ", but the ids of this dataset go from 0 to "
                        + (dataset.size() - 1) + "; open it on the samples it was made from");
            }
        }
        return dataset.subDataset(ids);
    }

    private static Path file(Path run, long size) {
        Manifest.Samples samples = Manifest.read(run).source();
        Path file = run.resolve(SELECTION);
        if (samples == null || !Files.exists(file)) {
            throw new PithException(run + ": has selected nothing yet; make it do so with pith sample " + run);
        }
        if (samples.n() != size) {
            throw new PithException(run + ": selects from " + samples.name() + ", which has " + samples.n()
                    + " samples, but this dataset has " + size + "; open it on the samples it was made from");
        }
        return file;
    }
}

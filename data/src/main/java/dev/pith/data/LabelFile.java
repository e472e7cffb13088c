package dev.pith.data;

import dev.pith.PithException;
import dev.pith.data.idx.Idx;
import dev.pith.npy.Npy;
import java.nio.file.Path;

/** Reads labels that lie in a file of their own: {@code .npy} of any integer type, else IDX. */
public final class LabelFile {
    private LabelFile() {}

    /**
     * Reads labels.
     *
     * @param size of the source
     * @param source what messages call the source
     * @throws PithException when the file cannot be read or holds another number of labels
     */
    public static long[] read(Path file, int size, String source) {
        boolean npy = file.getFileName().toString().endsWith(".npy");
        long[] labels = npy ? Npy.readLongs(file) : Idx.labels(file);
        if (labels.length != size) {
            throw new PithException(file + ": holds " + labels.length + " labels, but " + source + " has " + size
                    + " samples; give the labels of this source");
        }
        return labels;
    }
}

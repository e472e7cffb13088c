package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;
import java.util.List;

/** Rebuilds the patches that were dropped. */
public interface Filling extends AutoCloseable {
    /**
     * Returns each image with all its pixels, of the same size and channels; what it makes of visible patches
     * is not used.
     *
     * <p>It is called by one thread at a time, and always with the same neighbours together (images 0 to 63 of the
     * archive, 64 to 127, ...; those with nothing dropped are left out), so that an image does not depend on who is
     * asked for before.
     */
    List<Image> fill(PatchGrid grid, List<MaskedImage> images);

    /** Returns what fills, in a form that changes when its results do, such as a checkpoint's name and SHA-256. */
    String name();

    /** Frees what it holds; the archive that it fills does so when it is closed. Closing it again does nothing. */
    @Override
    default void close() {
        // Most hold nothing.
    }
}

package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;

/**
 * An image of which only some patches are known.
 *
 * @param id in the source that the archive was made from
 * @param key in that source
 * @param image all its pixels; those of dropped patches are filled in plainly from their visible neighbours
 * @param kept {@code boolean[L]}, whether a patch is known; not copied
 */
public record MaskedImage(int id, String key, Image image, boolean[] kept) {
    /** Returns whether any patch was dropped. */
    boolean hasGaps() {
        for (boolean patch : kept) {
            if (!patch) {
                return true;
            }
        }
        return false;
    }
}

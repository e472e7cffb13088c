package dev.pith.data.patch;

import dev.pith.data.image.ImageDecoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all images of an archive share.
 *
 * @param grid the size that images are stored in, and its patches
 * @param quality of a lossy codec, 1 to 100; means nothing to others
 * @param labelled whether every image has a label
 * @param classes the name of class c at position c; empty when labels have no names
 * @param facts whatever else a reader may want to know (source, method, share dropped, ...), by name
 */
public record PatchFormat(
        PatchGrid grid,
        PatchCodec codec,
        int quality,
        boolean labelled,
        List<String> classes,
        Map<String, String> facts) {

    /** Checks the ranges and copies. */
    public PatchFormat {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be in [1, 100], got " + quality);
        }
        if ((long) grid.width() * grid.height() > ImageDecoder.MAX_PIXELS) {
            throw new IllegalArgumentException("images must have at most " + ImageDecoder.MAX_PIXELS + " pixels, got "
                    + grid.width() + " x " + grid.height());
        }
        classes = List.copyOf(classes);
        facts = Map.copyOf(new TreeMap<>(facts));
    }
}

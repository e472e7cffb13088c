package dev.pith.torch.image;

import java.util.BitSet;
import java.util.stream.IntStream;

/** The images of a source and their masks. */
public record SegmentedSet(ImageSet images, MaskSet masks) {
    /** Returns the ids of which both can be read, ascending. */
    public int[] readable() {
        BitSet excluded = new BitSet();
        images.unreadable().forEach(image -> excluded.set(image.id()));
        masks.unreadable().forEach(mask -> excluded.set(mask.id()));
        return IntStream.range(0, images.size()).filter(id -> !excluded.get(id)).toArray();
    }
}

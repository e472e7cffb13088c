package dev.pith.bench;

import dev.pith.torch.image.ImageSet;
import java.util.stream.IntStream;

/** What synthetic images start as, here and in the peers: the first images of each class, class by class. */
final class FirstImages {
    private FirstImages() {}

    static float[] of(ImageSet images, int perClass) {
        int[] labels = images.labels();
        int[] first = IntStream.range(0, images.classes())
                .flatMap(label -> IntStream.range(0, labels.length)
                        .filter(id -> labels[id] == label)
                        .limit(perClass))
                .toArray();
        float[] start = new float[first.length * images.shape().numbers()];
        images.read(first, start);
        return start;
    }
}

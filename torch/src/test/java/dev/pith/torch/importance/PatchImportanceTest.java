package dev.pith.torch.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.image.FakeImages;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What patches matter does not depend on what else is in the batch. */
class PatchImportanceTest {
    private static final int IMAGES = 37;

    @Test
    void threadsDoNotMatterAndBatchesHardly() {
        int[] ids = IntStream.range(0, IMAGES).toArray();
        try (Threads one = new Threads(1);
                Threads three = new Threads(3)) {
            ImageSet images = images(labels(10), one);
            try (Network network = Networks.create("convnet-width32", images.shape(), 10, 1)) {
                PatchImportance importance = new PatchImportance(network, images, ImportanceMethod.GRADCAMPP, true);
                float[][] all = importance.of(ids, 4, 4, one, Progress.NONE);
                assertThat(importance.of(ids, 4, 4, three, Progress.NONE)).isDeepEqualTo(all);
                for (int id : ids) {
                    float[] alone = importance.of(new int[] {id}, 4, 4, one, Progress.NONE)[0];
                    for (int patch = 0; patch < 16; patch++) {
                        assertThat(all[id][patch]).isBetween(0f, 1f).isCloseTo(alone[patch], within(1e-4f));
                    }
                }
                long before = Pointer.totalCount();
                for (int i = 0; i < 30; i++) {
                    importance.of(ids, 4, 4, one, Progress.NONE);
                }
                // Not "equal": the collector frees what earlier tests left whenever it likes.
                assertThat(Pointer.totalCount()).as("native").isLessThanOrEqualTo(before);
            }
        }
    }

    @Test
    void anotherNumberOfClassesIsRefused() {
        try (Threads threads = new Threads(1)) {
            ImageSet images = images(labels(10), threads);
            try (Network network = Networks.create("convnet-width32", images.shape(), 4, 1)) {
                assertThatThrownBy(() -> new PatchImportance(network, images, ImportanceMethod.GRADCAM, true))
                        .isInstanceOf(PithException.class)
                        .hasMessageContaining(": has 10 classes, but the network is of 4; use a network made for");
            }
            ImageSet bare = images(null, threads);
            try (Network network = Networks.create("convnet-width32", bare.shape(), 4, 1)) {
                assertThatThrownBy(() -> new PatchImportance(network, bare, ImportanceMethod.GRADCAM, true))
                        .isInstanceOf(PithException.class)
                        .hasMessageContaining("has no labels");
                assertThat(new PatchImportance(network, bare, ImportanceMethod.GRADCAM, false)
                                .of(new int[] {0}, 4, 4, threads, Progress.NONE)[0])
                        .hasSize(16);
            }
        }
    }

    @Test
    void randomImportanceFollowsFromIdAndSeed() {
        float[][] all = PatchImportance.random(new int[] {3, 5, 9}, 16, 1);
        assertThat(PatchImportance.random(new int[] {5}, 16, 1)[0]).containsExactly(all[1]);
        assertThat(PatchImportance.random(new int[] {5}, 16, 2)[0]).isNotEqualTo(all[1]);
    }

    private static long[] labels(int classes) {
        return IntStream.range(0, IMAGES).mapToLong(i -> i % classes).toArray();
    }

    private static ImageSet images(long @Nullable [] labels, Threads threads) {
        FakeImages fakes = FakeImages.random(IMAGES, 16, 16, 1, 4);
        return ImageSet.open(
                new FakeImages(labels, fakes.images()), ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
    }
}

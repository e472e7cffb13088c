package dev.pith.pipeline.condense;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.condense.RealClasses;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.LabelledImages;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CondenseStartTest {
    private static final int NUMBERS = 2 * 3 * 3; // of two images

    @TempDir
    Path folder;

    @Test
    void noiseIsAClassesOwnInWhicheverGroup() {
        Path file = folder.resolve("images.npy");
        Path labels = folder.resolve("labels.npy");
        Npy.write(file, new float[3 * 9], 3, 1, 3, 3);
        Npy.write(labels, new int[] {0, 1, 2});
        try (Threads threads = new Threads(1);
                var source = Sources.open(
                        file.toString(), SourceOptions.builder().labels(labels).build())) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            RealClasses real = new RealClasses(LabelledImages.of(images));
            CondenseStart start = CondenseStart.parse("noise");
            float[] all = start.images(images, real, new int[] {0, 1, 2}, 2, 1, 7);
            float[] last = start.images(images, real, new int[] {2}, 2, 1, 7);
            assertThat(last).isEqualTo(Arrays.copyOfRange(all, 2 * NUMBERS, 3 * NUMBERS));
            assertThat(last).isNotEqualTo(Arrays.copyOf(all, NUMBERS));
            assertThat(start.images(images, real, new int[] {2}, 2, 1, 8)).isNotEqualTo(last);
        }
    }
}

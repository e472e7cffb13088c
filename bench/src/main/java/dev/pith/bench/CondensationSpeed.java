package dev.pith.bench;

import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Condenser;
import dev.pith.torch.condense.NetworkCondenser;
import dev.pith.torch.condense.RealClasses;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.LabelledImages;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Seconds and distance of every iteration of gradient matching with one image per class of Fashion-MNIST: a line each.
 */
final class CondensationSpeed {
    private CondensationSpeed() {}

    /** Arguments: NETWORK REAL-BATCH ITERATIONS. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        int iterations = Integer.parseInt(arguments[2]);
        try (Source source =
                        Sources.open("fashion-mnist", SourceOptions.builder().build(), Progress.NONE);
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            RealClasses real = new RealClasses(LabelledImages.of(images));
            int[] classes = IntStream.range(0, images.classes()).toArray();
            float[] start = FirstImages.of(images, 1); // as the peer starts
            Condensation condensation = Condensation.usual(CondensationMethod.DC, arguments[0], 1, 0)
                    .but()
                    .realBatch(Integer.parseInt(arguments[1]))
                    .iterations(iterations)
                    .build();
            Condenser condenser = new NetworkCondenser(condensation, real, classes, start, threads);
            for (int i = 0; i < iterations; i++) {
                long started = System.nanoTime();
                double distance = condenser.next();
                System.out.printf(Locale.ROOT, "%.3f %.4f%n", (System.nanoTime() - started) / 1e9, distance);
            }
        }
    }
}

package dev.pith.bench;

import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Condenser;
import dev.pith.torch.condense.Experts;
import dev.pith.torch.condense.Trajectories;
import dev.pith.torch.condense.TrajectoryCondenser;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Seconds and loss of every iteration of trajectory matching on Fashion-MNIST, a line each; the last line is the most
 * memory that was held, in MiB. Students start before the expert's training and see all synthetic images in every step,
 * without augmentation, so that the losses are the peer's.
 */
final class TrajectorySpeed {
    private TrajectorySpeed() {}

    /** Arguments: EXPERT NETWORK IMAGES-PER-CLASS STUDENT-STEPS EXPERT-EPOCHS ITERATIONS RATE IMAGE-RATE. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int perClass = Integer.parseInt(arguments[2]);
        int epochs = Integer.parseInt(arguments[4]);
        int iterations = Integer.parseInt(arguments[5]);
        try (Source source =
                        Sources.open("fashion-mnist", SourceOptions.builder().build(), Progress.NONE);
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            Trajectories how = new Trajectories(Integer.parseInt(arguments[3]), epochs, 0, 1, false, 0, 0, 0, 0);
            Condensation condensation = Condensation.usual(CondensationMethod.MTT, arguments[1], perClass, 0)
                    .but()
                    .trajectories(how)
                    .augmentation(null)
                    .networkRate(Double.parseDouble(arguments[6]))
                    .imageRate(Double.parseDouble(arguments[7]))
                    .iterations(iterations)
                    .build();
            Experts experts =
                    new Experts(List.of(Path.of(arguments[0])), arguments[1], images.shape(), images.classes(), epochs);
            Condenser condenser = new TrajectoryCondenser(
                    condensation,
                    images.shape(),
                    images.classes(),
                    IntStream.range(0, images.classes()).toArray(),
                    FirstImages.of(images, perClass),
                    experts,
                    threads);
            for (int i = 0; i < iterations; i++) {
                long started = System.nanoTime();
                double loss = condenser.next();
                System.out.printf(Locale.ROOT, "%.3f %.6f%n", (System.nanoTime() - started) / 1e9, loss);
            }
        }
        System.out.println(mostHeld());
    }

    private static long mostHeld() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}

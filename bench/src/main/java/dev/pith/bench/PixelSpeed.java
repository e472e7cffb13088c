package dev.pith.bench;

import dev.pith.data.ImageSource.Image;
import dev.pith.data.patch.MaskedImage;
import dev.pith.data.patch.PatchGrid;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.importance.PatchChoice;
import dev.pith.torch.importance.PatchImportance;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Weights;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Images a second whose patches are weighed, and that are rebuilt, in batches and one by one. Median of five
 * repeats after one.
 */
final class PixelSpeed {
    private static final int REPEATS = 5;
    private static final int RUN = 64; // as an archive asks

    private PixelSpeed() {}

    /** Arguments: SIDE CHANNELS NETWORK AUTOENCODER IMAGES. */
    public static void main(String[] arguments) throws IOException {
        int side = Integer.parseInt(arguments[0]);
        int channels = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[4]);
        RandomImages source = new RandomImages(count, channels, side);
        AutoencoderSize size = AutoencoderSize.of(arguments[3]);
        PatchGrid grid = PatchGrid.of(side, side, size.patch());
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            weigh(source, grid, arguments[2], threads);
            rebuild(source, grid, size, threads);
        }
    }

    private static void weigh(RandomImages source, PatchGrid grid, String name, Threads threads) {
        ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
        int[] ids = IntStream.range(0, source.size()).toArray();
        try (Network network = Networks.create(name, images.shape(), images.classes(), 0)) {
            PatchImportance importance = new PatchImportance(network, images, ImportanceMethod.GRADCAMPP, true);
            print(
                    "Grad-CAM++ of " + name + ", in batches",
                    ids.length,
                    () -> importance.of(ids, grid.rows(), grid.columns(), threads, Progress.NONE));
            print("Grad-CAM++ of " + name + ", one by one", ids.length, () -> {
                for (int id : ids) {
                    importance.of(new int[] {id}, grid.rows(), grid.columns(), threads, Progress.NONE);
                }
            });
        }
    }

    private static void rebuild(RandomImages source, PatchGrid grid, AutoencoderSize size, Threads threads)
            throws IOException {
        int[] ids = IntStream.range(0, source.size()).toArray();
        float[][] random = PatchImportance.random(ids, grid.size(), 0);
        PatchChoice choice = PatchChoice.dropping(0.25);
        List<MaskedImage> images = new ArrayList<>();
        for (int id : ids) {
            Image image = source.image(id);
            images.add(new MaskedImage(id, source.key(id), image, choice.kept(random[id])));
        }
        Path file = Files.createTempFile("mae", ".safetensors");
        try {
            float[] half = new float[source.channels()];
            Arrays.fill(half, 0.5f);
            InputShape input = new InputShape(source.channels(), grid.height(), grid.width());
            AutoencoderSpec spec = new AutoencoderSpec(size, input, half, half, false);
            try (MaskedAutoencoder autoencoder = spec.create(0)) {
                Weights.save(file, autoencoder, spec);
            }
            try (AutoencoderFilling filling = AutoencoderFilling.open(file, threads)) {
                for (int run : new int[] {RUN, 1}) {
                    print(
                            "rebuilt by " + size.name() + (run == 1 ? ", one by one" : ", in batches"),
                            ids.length,
                            () -> {
                                for (int from = 0; from < ids.length; from += run) {
                                    filling.fill(grid, images.subList(from, Math.min(ids.length, from + run)));
                                }
                            });
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String what, int images, Runnable work) {
        double[] seconds = new double[REPEATS];
        work.run();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            long started = System.nanoTime();
            work.run();
            seconds[repeat] = (System.nanoTime() - started) / 1e9;
        }
        Arrays.sort(seconds);
        System.out.printf(Locale.ROOT, "%-50s %,10.1f images/s%n", what, images / seconds[REPEATS / 2]);
    }
}

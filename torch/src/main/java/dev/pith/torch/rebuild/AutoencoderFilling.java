package dev.pith.torch.rebuild;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.patch.Filling;
import dev.pith.data.patch.MaskedImage;
import dev.pith.data.patch.PatchGrid;
import dev.pith.data.pixels.Resize;
import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.PatchOrder;
import dev.pith.torch.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Rebuilds dropped patches by a masked autoencoder, in batches of images with equally many patches.
 *
 * <p>An image of another size than the autoencoder takes is scaled for it, and the rebuilt patches are scaled back. A
 * grey image is shown to an autoencoder of color as color, and the result is made grey. Owns the autoencoder until it
 * is closed. For one thread at a time.
 */
public final class AutoencoderFilling implements Filling {
    private static final int RGB = 3;
    private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

    private final String file;
    private final String name;
    private final AutoencoderSpec spec;
    private final MaskedAutoencoder autoencoder;
    private final Threads threads;
    private final boolean ownsThreads;

    private AutoencoderFilling(
            String file,
            String name,
            AutoencoderSpec spec,
            MaskedAutoencoder autoencoder,
            Threads threads,
            boolean ownsThreads) {
        this.file = file;
        this.name = name;
        this.spec = spec;
        this.autoencoder = autoencoder;
        this.threads = threads;
        this.ownsThreads = ownsThreads;
    }

    /**
     * Opens a checkpoint.
     *
     * @param threads share the work; not closed
     * @throws PithException when it is none of a masked autoencoder, or of one that images cannot be had from
     */
    public static AutoencoderFilling open(Path file, Threads threads) {
        return open(file, threads, false);
    }

    /** Opens a checkpoint with threads of its own, one per processor; see {@link #open(Path, Threads)}. */
    public static AutoencoderFilling open(Path file) {
        Threads own = new Threads(Runtime.getRuntime().availableProcessors());
        try {
            return open(file, own, true);
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private static AutoencoderFilling open(Path file, Threads threads, boolean ownsThreads) {
        StateDict weights = Checkpoints.read(file);
        AutoencoderSpec spec = AutoencoderSpec.of(weights);
        if (spec.normalized()) {
            throw new PithException(
                    file + ": rebuilds pixels less the mean of their patch, by their standard deviation, and so no"
                            + " images: train one without `normalized-pixels`");
        }
        return new AutoencoderFilling(
                file.toString(),
                file.getFileName() + " " + Fingerprint.ofFiles(List.of(file)),
                spec,
                Weights.open(weights, spec),
                threads,
                ownsThreads);
    }

    /** Returns what it is. */
    public AutoencoderSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Returns the images whole, see {@link Filling}.
     *
     * @throws PithException when they are cut into other patches than those of the autoencoder, or are in color and it
     *     is not
     */
    @Override
    public List<Image> fill(PatchGrid grid, List<MaskedImage> images) {
        requireFits(grid);
        Image[] filled = new Image[images.size()];
        groups(images).forEach((kept, positions) -> {
            List<MaskedImage> group = positions.stream().map(images::get).toList();
            Slices.forEach(threads, group.size(), Slices.SIZE, (from, count) -> {
                Image[] slice = rebuilt(group.subList(from, from + count), kept);
                for (int i = 0; i < count; i++) {
                    filled[positions.get(from + i)] = slice[i];
                }
            });
        });
        return Arrays.asList(filled);
    }

    /**
     * Insists on the patches of the autoencoder.
     *
     * @throws PithException when images are cut into others
     */
    public void requireFits(PatchGrid grid) {
        InputShape input = spec.input();
        int rows = input.height() / spec.size().patch();
        int columns = input.width() / spec.size().patch();
        if (grid.rows() != rows || grid.columns() != columns) {
            throw new PithException(
                    file + ": takes images of " + rows + " x " + columns + " patches, these have " + grid.rows() + " x "
                            + grid.columns() + ": rebuild with the masked autoencoder that the archive was made for");
        }
    }

    /** Returns the positions of images by how many of their patches are kept. */
    private static Map<Integer, List<Integer>> groups(List<MaskedImage> images) {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < images.size(); i++) {
            int kept = 0;
            for (boolean patch : images.get(i).kept()) {
                kept += patch ? 1 : 0;
            }
            groups.computeIfAbsent(kept, count -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    private Image[] rebuilt(List<MaskedImage> images, int kept) {
        InputShape input = spec.input();
        int numbers = input.numbers();
        float[] values = new float[images.size() * numbers];
        for (int i = 0; i < images.size(); i++) {
            read(images.get(i), values, i * numbers);
        }
        try (NoGradGuard noGradients = new NoGradGuard()) {
            Tensor x = Tensors.of(values, 0, images.size(), input.channels(), input.height(), input.width());
            Tensor order = PatchOrder.of(images.stream().map(MaskedImage::kept).toArray(boolean[][]::new))
                    .tensor();
            values = Tensors.floats(autoencoder.join(autoencoder.decode(autoencoder.encode(x, order, kept), order)));
        }
        Image[] rebuilt = new Image[images.size()];
        for (int i = 0; i < rebuilt.length; i++) {
            rebuilt[i] = image(values, i * numbers, images.get(i).image());
        }
        return rebuilt;
    }

    private void read(MaskedImage masked, float[] out, int at) {
        InputShape input = spec.input();
        Image image = masked.image();
        int channels = image.channels();
        if (channels == RGB && input.channels() == 1) {
            throw new PithException(file + ": rebuilds grey images, but " + masked.key() + " is in color");
        }
        byte[] pixels = Resize.stretch(image, input.width(), input.height());
        int plane = input.height() * input.width();
        for (int c = 0; c < input.channels(); c++) {
            int from = channels == 1 ? 0 : c;
            for (int p = 0; p < plane; p++) {
                out[at + c * plane + p] =
                        ((pixels[p * channels + from] & 0xff) / 255f - spec.mean()[c]) / spec.std()[c];
            }
        }
    }

    /** Returns pixels of the size and channels of an image. */
    private Image image(float[] values, int at, Image like) {
        InputShape input = spec.input();
        int plane = input.height() * input.width();
        int channels = like.channels();
        byte[] pixels = new byte[plane * channels];
        for (int p = 0; p < plane; p++) {
            float grey = 0;
            for (int c = 0; c < input.channels(); c++) {
                float value = (values[at + c * plane + p] * spec.std()[c] + spec.mean()[c]) * 255f;
                if (channels == input.channels()) {
                    pixels[p * channels + c] = rounded(value);
                }
                grey += LUMINANCE[c] * value;
            }
            if (channels < input.channels()) {
                pixels[p] = rounded(grey);
            }
        }
        Image whole = new Image(input.width(), input.height(), channels, pixels);
        return new Image(like.width(), like.height(), channels, Resize.stretch(whole, like.width(), like.height()));
    }

    private static byte rounded(float value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    @Override
    public void close() {
        autoencoder.close();
        if (ownsThreads) {
            threads.close();
        }
    }
}

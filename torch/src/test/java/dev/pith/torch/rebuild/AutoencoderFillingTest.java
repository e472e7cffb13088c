package dev.pith.torch.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.patch.MaskedImage;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.patch.PatchArchiveWriter;
import dev.pith.data.patch.PatchCodec;
import dev.pith.data.patch.PatchFormat;
import dev.pith.data.patch.PatchGrid;
import dev.pith.parallel.Threads;
import dev.pith.torch.image.FakeImages;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dropped patches are rebuilt by a masked autoencoder with random weights. */
class AutoencoderFillingTest {
    private static final int SIDE = 16;
    private static final int IMAGES = 37;

    @TempDir
    private Path folder;

    @Test
    void anyNumberOfThreadsRebuildsTheSame() {
        Path file = autoencoder(3);
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        List<MaskedImage> images = masked(grid, 3);
        try (Threads one = new Threads(1);
                AutoencoderFilling alone = AutoencoderFilling.open(file, one);
                AutoencoderFilling shared = AutoencoderFilling.open(file)) {
            List<Image> expected = alone.fill(grid, images);
            List<Image> rebuilt = shared.fill(grid, images);
            assertThat(rebuilt).hasSize(IMAGES);
            for (int i = 0; i < IMAGES; i++) {
                assertThat(rebuilt.get(i).pixels())
                        .as("image %d", i)
                        .isEqualTo(expected.get(i).pixels());
            }
        }
    }

    /** A patch that is dropped must not show through, or the quality that is measured is not that of what is stored. */
    @Test
    void droppedPixelsAreNotLookedAt() {
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        List<MaskedImage> images = masked(grid, 3);
        List<MaskedImage> others = images.stream()
                .map(image -> {
                    byte[] pixels = image.image().pixels().clone();
                    for (int i = 0; i < pixels.length; i++) {
                        if (!image.kept()[grid.patch(i / 3 % SIDE, i / 3 / SIDE)]) {
                            pixels[i] = 77;
                        }
                    }
                    return new MaskedImage(image.id(), image.key(), new Image(SIDE, SIDE, 3, pixels), image.kept());
                })
                .toList();
        try (AutoencoderFilling filling = AutoencoderFilling.open(autoencoder(3))) {
            List<Image> first = filling.fill(grid, images);
            List<Image> second = filling.fill(grid, others);
            for (int i = 0; i < IMAGES; i++) {
                assertThat(second.get(i).pixels()).isEqualTo(first.get(i).pixels());
            }
        }
    }

    @Test
    void greyImagesGoThroughAnAutoencoderOfColor() {
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        try (AutoencoderFilling filling = AutoencoderFilling.open(autoencoder(3))) {
            for (Image image : filling.fill(grid, masked(grid, 1))) {
                assertThat(image.channels()).isEqualTo(1);
                assertThat(image.pixels()).hasSize(SIDE * SIDE);
            }
        }
    }

    @Test
    void imagesOfAnotherSizeAreScaledForItAndBack() {
        PatchGrid grid = new PatchGrid(11, 9, 4, 4);
        List<MaskedImage> images = new ArrayList<>();
        FakeImages fakes = FakeImages.random(3, 11, 9, 3, 5);
        for (int i = 0; i < 3; i++) {
            images.add(new MaskedImage(i, fakes.key(i), fakes.image(i), kept(grid, i)));
        }
        try (AutoencoderFilling filling = AutoencoderFilling.open(autoencoder(3))) {
            assertThat(filling.fill(grid, images))
                    .allSatisfy(image -> assertThat(List.of(image.width(), image.height(), image.channels()))
                            .isEqualTo(List.of(11, 9, 3)));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        try (AutoencoderFilling grey = AutoencoderFilling.open(autoencoder(1))) {
            assertThatThrownBy(() -> grey.fill(grid, masked(grid, 3)))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("mae-1.safetensors: rebuilds grey images, but 0.png is in color");
            PatchGrid others = PatchGrid.of(SIDE, SIDE, 8);
            assertThatThrownBy(() -> grey.requireFits(others))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("takes images of 4 x 4 patches, these have 2 x 2");
        }
    }

    @Test
    void anArchiveGivesVisiblePatchesBackExactlyAndClosesWhatFillsIt() {
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        List<MaskedImage> images = masked(grid, 3);
        Path file = folder.resolve("archive.pith");
        PatchFormat format = new PatchFormat(grid, PatchCodec.LOSSLESS, 100, false, List.of(), Map.of());
        PatchArchiveWriter.write(file, format, out -> {
            for (MaskedImage image : images) {
                out.add(image.id(), image.key(), 0, image.kept(), image.image(), 0);
            }
        });
        AutoencoderFilling filling = AutoencoderFilling.open(autoencoder(3));
        try (PatchArchive plain = PatchArchive.open("plain", file);
                PatchArchive archive = PatchArchive.open("rebuilt", file).filledBy(filling)) {
            int different = 0;
            for (int i = 0; i < IMAGES; i++) {
                byte[] rebuilt = archive.image(i).pixels();
                byte[] original = images.get(i).image().pixels();
                for (int p = 0; p < rebuilt.length; p++) {
                    if (images.get(i).kept()[grid.patch(p / 3 % SIDE, p / 3 / SIDE)]) {
                        assertThat(rebuilt[p]).isEqualTo(original[p]);
                    }
                }
                different += Arrays.equals(rebuilt, plain.image(i).pixels()) ? 0 : 1;
            }
            assertThat(different).isPositive();
            assertThat(archive.fingerprint()).isNotEqualTo(plain.fingerprint());
        }
        filling.close(); // again, which does nothing
    }

    @Test
    void nothingNativeIsLeftBehind() {
        PatchGrid grid = PatchGrid.of(SIDE, SIDE, 4);
        List<MaskedImage> images = masked(grid, 3);
        try (Threads threads = new Threads(1);
                AutoencoderFilling filling = AutoencoderFilling.open(autoencoder(3), threads)) {
            filling.fill(grid, images);
            long before = Pointer.totalCount();
            for (int i = 0; i < 100; i++) {
                filling.fill(grid, images);
            }
            // Not "equal": the collector frees what earlier tests left whenever it likes.
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }

    private Path autoencoder(int channels) {
        Path file = folder.resolve("mae-" + channels + ".safetensors");
        float[] mean = new float[channels];
        float[] std = new float[channels];
        Arrays.fill(mean, 0.5f);
        Arrays.fill(std, 0.25f);
        AutoencoderSpec spec = new AutoencoderSpec(
                AutoencoderSize.of(AutoencoderSize.DEFAULT), new InputShape(channels, SIDE, SIDE), mean, std, false);
        try (MaskedAutoencoder autoencoder = spec.create(3)) {
            Weights.save(file, autoencoder, spec);
        }
        return file;
    }

    private static List<MaskedImage> masked(PatchGrid grid, int channels) {
        FakeImages fakes = FakeImages.random(IMAGES, SIDE, SIDE, channels, 1);
        List<MaskedImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(new MaskedImage(i, fakes.key(i), fakes.image(i), kept(grid, i)));
        }
        return images;
    }

    /** Keeps another number of patches in every image, so that batches of several sizes are made. */
    private static boolean[] kept(PatchGrid grid, int i) {
        boolean[] kept = new boolean[grid.size()];
        for (int k = 0; k <= i % (grid.size() - 1); k++) {
            kept[(5 * k + i) % grid.size()] = true;
        }
        return kept;
    }
}

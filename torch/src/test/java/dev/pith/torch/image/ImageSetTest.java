package dev.pith.torch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Source;
import dev.pith.data.array.TensorSource;
import dev.pith.data.pixels.Unreadable;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSetTest {
    private final Threads threads = new Threads(2);
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    @Test
    void normalizesChannelByChannelInFloat32() {
        Image image = new Image(2, 1, 3, new byte[] {0, 10, 20, (byte) 255, (byte) 200, 100});
        float[] mean = {0.5f, 0.25f, 0.125f};
        float[] std = {0.5f, 0.25f, 0.2f};
        ImageSet images = open(new FakeImages(null, image), ImageOptions.DEFAULT.normalization(mean, std));

        float[] expected = {
            (0 / 255f - 0.5f) / 0.5f, (255 / 255f - 0.5f) / 0.5f,
            (10 / 255f - 0.25f) / 0.25f, (200 / 255f - 0.25f) / 0.25f,
            (20 / 255f - 0.125f) / 0.2f, (100 / 255f - 0.125f) / 0.2f
        };
        assertThat(read(images, 0)).isEqualTo(expected);
        try (PointerScope scope = new PointerScope()) {
            Tensor batch = images.batch(new int[] {0, 0});
            assertThat(batch.shape()).containsExactly(2, 3, 1, 2);
            assertThat(Tensors.floats(batch)).startsWith(expected).endsWith(expected);
        }
    }

    @Test
    void measuresMeanAndDeviationOverTheSource() {
        FakeImages source = FakeImages.random(40, 7, 5, 3, 1);
        double[] sums = new double[3];
        double[] squares = new double[3];
        for (Image image : source.images()) {
            for (int i = 0; i < image.pixels().length; i++) {
                double value = (image.pixels()[i] & 0xff) / 255.0;
                sums[i % 3] += value;
                squares[i % 3] += value * value;
            }
        }
        ImageSet images = open(source, ImageOptions.DEFAULT);

        for (int c = 0; c < 3; c++) {
            double mean = sums[c] / (40 * 35);
            assertThat(images.mean()[c]).isCloseTo((float) mean, within(1e-6f));
            assertThat(images.std()[c])
                    .isCloseTo((float) Math.sqrt(squares[c] / (40 * 35) - mean * mean), within(1e-6f));
        }
    }

    @Test
    void greyImagesAmongColorHaveThreeEqualChannels() {
        Image grey = new Image(2, 1, 1, new byte[] {3, 9});
        Image color = new Image(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});
        ImageSet images = open(
                new FakeImages(null, grey, color),
                ImageOptions.DEFAULT.normalization(new float[3], new float[] {1, 1, 1}));

        assertThat(images.shape()).isEqualTo(new InputShape(3, 1, 2));
        assertThat(read(images, 0)).containsExactly(3 / 255f, 9 / 255f, 3 / 255f, 9 / 255f, 3 / 255f, 9 / 255f);
    }

    @Test
    void colorBecomesGreyByLumaWhereGreyIsAsked() {
        Image color = new Image(1, 1, 3, new byte[] {100, (byte) 200, 50});
        ImageSet images = open(
                new FakeImages(null, color),
                ImageOptions.DEFAULT.shape(1, 0, 0).normalization(new float[1], new float[] {1}));

        assertThat(read(images, 0)).containsExactly(Math.round(0.299f * 100 + 0.587f * 200 + 0.114f * 50) / 255f);
    }

    @Test
    void otherSizesAreCutToTheCommonestAndSaidOnce() {
        byte[] wide = new byte[8 * 2]; // 8 x 2: the middle 2 x 2 stays
        Arrays.fill(wide, (byte) 77);
        wide[3] = 10;
        wide[4] = 20;
        wide[11] = 30;
        wide[12] = 40;
        Image small = new Image(2, 2, 1, new byte[] {1, 2, 3, 4});
        ImageSet images = open(
                new FakeImages(null, new Image(8, 2, 1, wide), small, small, new Image(4, 4, 1, new byte[16])),
                ImageOptions.DEFAULT.normalization(new float[1], new float[] {1}));

        assertThat(images.shape()).isEqualTo(new InputShape(1, 2, 2));
        assertThat(read(images, 0)).containsExactly(10 / 255f, 20 / 255f, 30 / 255f, 40 / 255f);
        assertThat(read(images, 2)).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f);
        assertThat(notes).hasSize(1);
        assertThat(notes.get(0)).contains("fakes: images of other sizes than 2 x 2");
    }

    @ParameterizedTest
    @CsvSource({"30, 20, 30, 20", "65, 20, 20, 20", "500, 375, 64, 64", "4, 9, 8, 8", "4, 100, 8, 8"})
    void sidesOutOfRangeBecomeSquares(int width, int height, int newWidth, int newHeight) {
        ImageSet images = open(FakeImages.random(2, width, height, 1, 1), ImageOptions.DEFAULT.sides(8, 64));

        assertThat(images.shape()).isEqualTo(new InputShape(1, newHeight, newWidth));
        assertThat(notes).hasSize(width == newWidth ? 0 : 1);
    }

    @Test
    void decodingAnewGivesWhatTheCacheGives() {
        FakeImages source = FakeImages.random(9, 6, 4, 3, 2);
        ImageSet cached = open(source, ImageOptions.DEFAULT);
        ImageSet decoded = open(source, ImageOptions.DEFAULT.cacheBytes(0));

        int[] ids = {8, 0, 3, 3};
        float[] one = new float[4 * 72];
        float[] other = new float[4 * 72];
        cached.read(ids, one);
        decoded.read(ids, other);

        assertThat(other).isEqualTo(one);
    }

    @Test
    void anotherSourceCanBeTreatedAlike() {
        ImageSet train = open(FakeImages.random(5, 6, 6, 1, 3), ImageOptions.DEFAULT);
        ImageSet test = open(FakeImages.random(5, 9, 8, 3, 4), ImageOptions.like(train));

        assertThat(test.shape()).isEqualTo(train.shape());
        assertThat(test.mean()).isEqualTo(train.mean());
        assertThat(test.std()).isEqualTo(train.std());
    }

    @Test
    void labelsOutsideTheRangeAreNamed() {
        FakeImages source = labelled(0, 1, -1);
        assertThatThrownBy(() -> open(source, ImageOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("fakes: label -1 of sample 2 (2.png) is outside the range 0 to ");
        assertThatThrownBy(() -> open(labelled(0, 10), ImageOptions.DEFAULT.classes(10)))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("fakes: label 10 of sample 1 (1.png) is outside the range 0 to 9");
    }

    @Test
    void trainingInsistsOnASampleInEveryClass() {
        ImageSet images = open(labelled(0, 3, 1), ImageOptions.DEFAULT);

        assertThat(images.classes()).isEqualTo(4);
        assertThat(images.labels()).containsExactly(0, 3, 1);
        assertThatThrownBy(images::requireEveryClass)
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("fakes: no sample is of class 2, of 4 classes");
        assertThatThrownBy(open(FakeImages.random(1, 2, 2, 1, 1), ImageOptions.DEFAULT)::requireEveryClass)
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("fakes: has no labels");
    }

    @Test
    void unreadableImagesStopTheWorkOrAreListed() {
        Image image = new Image(1, 1, 1, new byte[1]);
        FakeImages source = new FakeImages(null, image, null, image);

        assertThatThrownBy(() -> open(source, ImageOptions.DEFAULT))
                .hasMessage("fakes/1.png: broken; repair or remove it, or leave it out with `on-error skip`");
        assertThat(open(source, ImageOptions.DEFAULT.skipUnreadable(true)).unreadable())
                .containsExactly(new Unreadable(1, "1.png", "fakes/1.png: broken"));
    }

    @Test
    void readyTensorsAreTakenAsTheyAre(@TempDir Path folder) {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Npy.write(folder.resolve("x.npy"), values, 2, 3, 1, 2);
        try (Source source = TensorSource.open("x.npy", folder.resolve("x.npy"), null)) {
            ImageSet images = open(source, ImageOptions.DEFAULT);

            assertThat(images.shape()).isEqualTo(new InputShape(3, 1, 2));
            assertThat(read(images, 1)).containsExactly(7, 8, 9, 10, 11, 12);
            assertThat(images.mean()).containsOnly(0);
            assertThat(images.std()).containsOnly(1);
            assertThatThrownBy(() -> open(source, ImageOptions.DEFAULT.shape(1, 0, 0)))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("holds tensors of 3 x 1 x 2");
        }
    }

    private static FakeImages labelled(long... labels) {
        return new FakeImages(
                labels, FakeImages.random(labels.length, 2, 2, 1, 5).images());
    }

    private ImageSet open(Source source, ImageOptions options) {
        return ImageSet.open(source, options, threads, Progress.NONE, notes::add);
    }

    private static float[] read(ImageSet images, int id) {
        InputShape shape = images.shape();
        float[] out = new float[shape.channels() * shape.height() * shape.width()];
        images.read(new int[] {id}, out);
        return out;
    }
}

package dev.pith.data.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelsTest {
    private static final int PIXELS = Pixels.SIDE * Pixels.SIDE;

    @Test
    void standardizesEachChannelOverTheSource() {
        ImageSource source = new FakeImages(flat(0, 51, 102), flat(102, 51, 0));

        Pixels pixels = scan(source, 1, Progress.NONE);

        assertThat(pixels.mean()).containsExactly(0.2, 0.2, 0.2);
        assertThat(pixels.deviation()).containsExactly(new double[] {0.2, 0, 0.2}, within(1e-15));
        List<float[]> rows = rows(pixels);
        assertThat(rows.get(0)).hasSize(3 * PIXELS).startsWith(-1, 0, 1, -1, 0, 1);
        assertThat(rows.get(1)).startsWith(1, 0, -1, 1, 0, -1);
    }

    @Test
    void keepsGreySourcesAtOneChannel() {
        Pixels pixels = scan(new FakeImages(flat(0), flat(255)), 2, Progress.NONE);

        assertThat(pixels.dimension()).isEqualTo(PIXELS);
        assertThat(rows(pixels).get(1)).containsOnly(1f);
    }

    @Test
    void readsGreyAmongColorsAsThreeEqualChannels() {
        Pixels mixed = scan(new FakeImages(flat(9), flat(1, 2, 3)), 1, Progress.NONE);
        Pixels color = scan(new FakeImages(flat(9, 9, 9), flat(1, 2, 3)), 1, Progress.NONE);

        assertThat(mixed.dimension()).isEqualTo(3 * PIXELS);
        assertThat(rows(mixed)).usingRecursiveComparison().isEqualTo(rows(color));
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        ImageSource source = (ImageSource) Sources.open("fashion-mnist-mini", SourceOptions.DEFAULT);

        List<float[]> one = rows(scan(source, 1, Progress.NONE));
        List<float[]> three = rows(scan(source, 3, Progress.NONE));

        assertThat(one).hasSize(6000);
        for (int id = 0; id < one.size(); id++) {
            assertThat(three.get(id)).isEqualTo(one.get(id));
        }
    }

    @Test
    void reportsProgressOfBothPasses() {
        List<Long> heard = new ArrayList<>();
        Pixels pixels = scan(new FakeImages(flat(1), flat(2)), 1, (done, total) -> heard.add(done * 10 + total));
        pixels.write(row -> {}, (done, total) -> heard.add(done * 10 + total));

        assertThat(heard).containsExactly(12L, 22L, 12L, 22L);
    }

    @Test
    void listsUnreadableImagesAndMakesTheirRowsNaN() {
        Pixels pixels = scan(new FakeImages(flat(0), null, flat(255)), 2, Progress.NONE);

        assertThat(pixels.unreadable()).containsExactly(new Unreadable(1, "1.png", "fakes/1.png: broken"));
        assertThat(pixels.mean()).containsExactly(0.5);
        assertThat(rows(pixels).get(1)).containsOnly(Float.NaN);
        assertThatThrownBy(pixels::requireAllReadable)
                .isInstanceOf(PithException.class)
                .hasMessage("fakes/1.png: broken; repair or remove, or leave out with `on-error skip`");
    }

    @Test
    void namesTheFirstUnreadableImageAndTheirNumber() {
        Pixels pixels = scan(new FakeImages(null, flat(1), null), 1, Progress.NONE);

        assertThatThrownBy(pixels::requireAllReadable)
                .hasMessage(
                        "fakes/0.png: broken (the first of 2 unreadable images); repair or remove, or leave out with"
                                + " `on-error skip`");
    }

    @Test
    void refusesASourceWithoutAnyReadableImage() {
        assertThatThrownBy(() -> scan(new FakeImages(null, null), 1, Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessage("fakes: none of its 2 images can be read; the first: fakes/0.png: broken");
    }

    private static Pixels scan(ImageSource source, int threadCount, Progress progress) {
        // Kept open: the second pass decodes what the first did not keep.
        return Pixels.scan(source, new Threads(threadCount), progress);
    }

    private static List<float[]> rows(Pixels pixels) {
        List<float[]> rows = new ArrayList<>();
        pixels.write(row -> rows.add(row.clone()), Progress.NONE);
        return rows;
    }

    /** A 2 x 2 image of one color; one number for grey, three for RGB. */
    private static Image flat(int... color) {
        byte[] pixels = new byte[4 * color.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) color[i % color.length];
        }
        return new Image(2, 2, color.length, pixels);
    }
}

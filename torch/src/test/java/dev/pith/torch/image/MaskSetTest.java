package dev.pith.torch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.pixels.Resize;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.network.InputShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaskSetTest {
    private static final InputShape HALF = new InputShape(3, 1, 2);
    private static final byte NONE = (byte) MaskSource.IGNORED;

    private final Threads threads = new Threads(2);

    @AfterEach
    void close() {
        threads.close();
    }

    /** Masks of 2 x 2 pixels; an empty one cannot be read. */
    private record Squares(List<String> classNames, byte[]... masks) implements MaskSource {
        @Override
        public Mask mask(int id) {
            if (masks[id].length == 0) {
                throw new PithException("m" + id + ".png: is damaged");
            }
            return new Mask(2, 2, masks[id].clone());
        }

        @Override
        public Path maskFile(int id) {
            return Path.of(maskKey(id));
        }

        @Override
        public String maskKey(int id) {
            return "m" + id + ".png";
        }

        @Override
        public Image image(int id) {
            return new Image(2, 2, 1, new byte[4]);
        }

        @Override
        public Encoded encoded(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Path> file(int id) {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "squares";
        }

        @Override
        public int size() {
            return masks.length;
        }

        @Override
        public String key(int id) {
            return "i" + id + ".png";
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.empty();
        }

        @Override
        public String fingerprint() {
            return "squares";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private MaskSet open(MaskSource source, MaskSet.Known known, long cacheBytes, boolean skip) {
        return MaskSet.open(source, HALF, known, cacheBytes, skip, threads, Progress.NONE);
    }

    private static Squares of(byte[]... masks) {
        return new Squares(List.of(), masks);
    }

    @Test
    void classesAreThoseThatMasksShow() {
        for (long cache : new long[] {0, 1000}) {
            Squares source = of(new byte[] {0, 2, NONE, 0}, new byte[] {1, 1, NONE, NONE});
            MaskSet masks = open(source, MaskSet.Known.of(source), cache, false);
            assertThat(masks.classes()).isEqualTo(3);
            assertThat(masks.classNames()).containsExactly("0", "1", "2");
            assertThat(masks.shown(0)).containsExactly(0, 2);
            assertThat(masks.bag(0)).containsExactly(2, 0, 1);
            assertThat(masks.bag(1)).containsExactly(0, 2);
        }
    }

    /** A mask of 4 x 2 that is to cover 2 x 1: the label at the middle of each half. */
    @Test
    void labelsAreTheNearestWhereAMaskIsScaled() {
        byte[] labels = {0, 0, 1, 1, 2, 2, 3, 3};
        assertThat(Resize.coverNearest(labels, 4, 2, 2, 1)).containsExactly(2, 3);
        assertThat(Resize.coverNearest(labels, 4, 2, 2, 2)).containsExactly(0, 1, 2, 3);
        assertThat(Resize.coverNearest(labels, 4, 2, 4, 2)).isSameAs(labels);
    }

    @Test
    void classesThatNoMaskShowsNeedNames() {
        Squares source = of(new byte[] {0, 2, NONE, 0});
        assertThatThrownBy(() -> open(source, MaskSet.Known.of(source), 0, false))
                .isInstanceOf(PithException.class)
                .hasMessage("squares: no mask shows class 1, of 3 classes; number them from 0 without gaps, or name all"
                        + " labels in a file classes.txt, one a line");
        Squares named = new Squares(List.of("a", "b", "c"), source.masks);
        assertThat(open(named, MaskSet.Known.of(named), 0, false).classNames()).containsExactly("a", "b", "c");
    }

    @Test
    void oneClassIsNothingToTellApart() {
        Squares source = of(new byte[] {0, 0, NONE, NONE});
        assertThatThrownBy(() -> open(source, MaskSet.Known.of(source), 0, false))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "squares: its masks show class 0 alone, and a network needs two to tell apart; classes count"
                                + " from 0, and 255 is not counted");
    }

    @Test
    void aClassBeyondThoseOfTheTrainingIsNamedWithTheFile() {
        Squares source = of(new byte[] {0, 1, 0, 0});
        MaskSet masks = open(source, MaskSet.Known.of(source), 0, false);
        assertThatThrownBy(() -> open(of(new byte[] {0, 1, 4, 0}), MaskSet.Known.of(masks), 0, false))
                .isInstanceOf(PithException.class)
                .hasMessage("m0.png: shows class 4, beyond the 2 classes that are trained on; give masks of the same"
                        + " classes");
    }

    @Test
    void wrongMasksStopTheWorkOrAreLeftOut() {
        Squares source = of(new byte[] {0, 1, 0, 0}, new byte[0]);
        assertThatThrownBy(() -> open(source, MaskSet.Known.of(source), 0, false))
                .isInstanceOf(PithException.class)
                .hasMessage("m1.png: is damaged");
        MaskSet masks = open(source, MaskSet.Known.of(source), 0, true);
        assertThat(masks.unreadable()).singleElement().satisfies(mask -> {
            assertThat(mask.id()).isEqualTo(1);
            assertThat(mask.reason()).isEqualTo("m1.png: is damaged");
        });
    }
}

package dev.pith.torch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownClassesTest {
    private static final String COMPOSED = "Caf\u00e9";
    private static final String DECOMPOSED = "Cafe\u0301";

    private static long[] labels(List<String> known, List<String> names, long... values) {
        return KnownClasses.labels(FakeImages.random(1, 1, 1, 1, 0), new Labels(values, names), known);
    }

    private static void assertRefused(List<String> known, List<String> names, String message) {
        assertThatThrownBy(() -> labels(known, names, 1, 0, 1))
                .isInstanceOf(PithException.class)
                .hasMessage("fakes: has images of " + message);
    }

    @Test
    void aPartThatLacksAClassKeepsTheOthers() {
        assertThat(labels(List.of("a", "b", "c"), List.of("a", "c"), 0, 1, 1)).containsExactly(0, 2, 2);
        assertThat(labels(List.of("a", "b", "c"), List.of("c", "b", "a"), 0, 1, 2))
                .containsExactly(2, 1, 0);
    }

    @Test
    void numbersStayWhereEitherHasNoNames() {
        assertThat(labels(List.of(), List.of("a", "c"), 0, 1)).containsExactly(0, 1);
        assertThat(labels(List.of("a", "b", "c"), List.of(), 2, 1)).containsExactly(2, 1);
    }

    @Test
    void aClassWithoutImagesMayBeUnknown() {
        assertThat(labels(List.of("a", "b"), List.of("other", "b"), 1, 1)).containsExactly(1, 1);
    }

    @Test
    void anUnknownClassIsNamed() {
        assertRefused(
                List.of("a", "b"),
                List.of("a", "c"),
                "c, which is not among the classes that are trained on, a, b; give images of those classes, named alike");
        assertRefused(
                List.of("1", "2", "3", "4", "5", "6", "7"),
                List.of("x", "y"),
                "x, y, which are not among the classes that are trained on, 1, 2, 3, 4, 5 and 2 more; give images of"
                        + " those classes, named alike");
    }

    @Test
    void anotherUnicodeFormIsCalledByItsName() {
        assertRefused(
                List.of("Bar", COMPOSED),
                List.of("Bar", DECOMPOSED),
                DECOMPOSED + ", which is not among the classes that are trained on, Bar, " + COMPOSED + " ("
                        + DECOMPOSED
                        + " is there in another Unicode form: composed (NFC) there, decomposed (NFD) here); give images"
                        + " of those classes, named alike");
    }
}

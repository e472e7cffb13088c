package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Labels;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownClassesTest {
    @Test
    void anImageGoesByTheClassThatTheFewestShow() {
        // 0 is shown by three, 1 and 2 by two each, of which the first counts
        int[][] shown = {{0, 1}, {0}, {2, 1}, {2, 0}, {}};
        Labels groups = ShownClasses.byRarest(5, id -> IntStream.of(shown[id]), List.of("a", "b", "c"));
        assertThat(groups.values()).containsExactly(1, 0, 1, 2, 3);
        assertThat(groups.names()).containsExactly("a", "b", "c", "none");
    }
}

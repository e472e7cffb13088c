package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictMatchTest {
    private static StateDict checkpoint(String... names) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, TensorData.of(new float[6], 2, 3));
        }
        return new StateDict(Path.of("w.pth"), tensors, Map.of(), List.of());
    }

    private static Map<String, long[]> expected(String... names) {
        Map<String, long[]> expected = new LinkedHashMap<>();
        for (String name : names) {
            expected.put(name, new long[] {2, 3});
        }
        return expected;
    }

    @Test
    void whatNetworksComputeMayBeAbsentOnEitherSide() {
        StateDictMatch match = StateDictMatch.of(
                checkpoint("w", "bn.num_batches_tracked", "a.attn_mask"),
                expected("w", "b.relative_position_index", "c.attn_mask"));
        assertThat(match).isEqualTo(new StateDictMatch(List.of(), List.of(), List.of()));
        assertThat(match.fits()).isTrue();
    }

    @Test
    void everyMisfitIsInOneLine() {
        Map<String, long[]> expected = expected("a", "b", "c");
        expected.put("a", new long[] {3, 2});
        assertThatThrownBy(() -> StateDictMatch.require(checkpoint("a", "b", "x\ny"), "mlp", expected))
                .isInstanceOf(PithException.class)
                .hasMessage("w.pth: does not fit mlp: 1 missing (c); 1 unexpected (x?y); 1 of another shape"
                        + " (a [2, 3] instead of [3, 2]): choose the network that it was made for");
    }

    /** A list that is cut would hide whether a part of a network fails to match, or all of it. */
    @Test
    void longListsAreNotCut() {
        String[] names = new String[40];
        for (int i = 0; i < names.length; i++) {
            names[i] = "layer" + i;
        }
        assertThatThrownBy(() -> StateDictMatch.require(checkpoint(names), "mlp", expected()))
                .hasMessageContaining("40 unexpected (" + String.join(", ", names) + "):");
    }
}

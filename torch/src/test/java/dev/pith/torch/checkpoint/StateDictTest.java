package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictTest {
    private static final Set<String> NETWORK = Set.of("conv.weight", "block.conv.weight", "fc.weight", "fc.bias");

    private static StateDict of(String... names) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, TensorData.of(new float[1], 1));
        }
        return new StateDict(Path.of("w.pth"), tensors, Map.of(), List.of());
    }

    @Test
    void aTensorThatIsNotThereIsNamedWithItsFile() {
        StateDict weights = of("conv.weight");
        assertThat(weights.tensor("conv.weight").count()).isEqualTo(1);
        assertThatThrownBy(() -> weights.tensor("conv.bias"))
                .isInstanceOf(PithException.class)
                .hasMessage("w.pth: has no tensor conv.bias; bring the file back as it was written, or make it anew");
    }

    @ParameterizedTest
    @CsvSource({"model.", "net.", "module.model.", "backbone.", "module.encoder_q."})
    void aPartIsFoundByItsNames(String prefix) {
        StateDict part = of("loss.weight", prefix + "conv.weight", prefix + "block.conv.weight", prefix + "extra")
                .partOf(NETWORK);
        assertThat(part.tensors()).containsOnlyKeys("conv.weight", "block.conv.weight", "extra");
        assertThat(part.notes())
                .containsExactly("the weights were taken from the names that begin with " + prefix
                        + "; left out: 1 others (loss.weight)");
    }

    @ParameterizedTest
    @CsvSource({"student., teacher., teacher.", "online_model., ema_model., ema_model.", "a., b., a."})
    void ofPairsTheAveragedIsTaken(String one, String other, String taken) {
        StateDict pair =
                of(one + "conv.weight", one + "block.conv.weight", other + "conv.weight", other + "block.conv.weight");
        StateDict part = pair.partOf(NETWORK);
        assertThat(part.tensors()).containsOnlyKeys("conv.weight", "block.conv.weight");
        assertThat(part.notes().get(0)).contains("begin with " + taken + "; left out: 2 others");
    }

    @Test
    void namesThatFitAsTheyAreStay() {
        StateDict whole = of("conv.weight", "block.conv.weight", "a.conv.weight", "a.block.conv.weight");
        assertThat(whole.partOf(NETWORK)).isSameAs(whole);
    }

    /** A block of another network holds a few of the names by chance. */
    @Test
    void lessThanHalfIsNoPart() {
        StateDict other = of("layer.1.conv.weight", "layer.2.conv.weight", "head.bias");
        assertThat(other.partOf(NETWORK)).isSameAs(other);
    }
}

package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.SafeTensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CondensationStateTest {
    @TempDir
    Path folder;

    @Test
    void aLogOfManyLinesIsReadAgain() {
        Path file = folder.resolve("checkpoint.safetensors");
        CondensationState state = new CondensationState(new float[] {1, 2, 3});
        state.advance(0.5);
        state.descend(new float[] {1, 1, 1}, 0.25, 0);
        byte[] log = "{\"iteration\":1,\"distance\":0.123456789,\"seconds\":0.0123456789}\n"
                .repeat(300_000)
                .getBytes(StandardCharsets.UTF_8); // 20 MB, more than a header may take
        state.save(file, log, Map.of("a", "note"));

        CondensationState again = new CondensationState(new float[3]);
        assertThat(again.restore(file)).isEqualTo(log);
        assertThat(again.images()).containsExactly(0.75f, 1.75f, 2.75f);
        assertThat(again.losses()).containsExactly(0.5);
        assertThat(Checkpoints.read(file).metadata()).containsEntry("a", "note");
    }

    @Test
    void imagesOfAnotherCondensationAreRefused() {
        Path file = folder.resolve("checkpoint.safetensors");
        new CondensationState(new float[] {1, 2, 3}).save(file, new byte[0], Map.of());
        assertThatThrownBy(() -> new CondensationState(new float[4]).restore(file))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("images.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 9})
    void anArrayIsStoredInPiecesAndPutTogetherAgain(int length) {
        Pieces pieces = new Pieces(4);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i + 1;
        }
        Path file = folder.resolve("pieces.safetensors");
        SafeTensors.write(file, pieces.of("images", values), Map.of());
        assertThat(pieces.shapes("images", length)).hasSize(Math.max(1, (length + 3) / 4));
        float[] again = new float[length];
        pieces.read(Checkpoints.read(file), "images", again);
        assertThat(again).isEqualTo(values);
    }

    @Test
    void aHeaderThatNobodyWouldReadIsNotWritten() {
        Path file = folder.resolve("long.safetensors");
        assertThatThrownBy(() -> SafeTensors.write(file, Map.of(), Map.of("log", "x".repeat(1 << 24))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("long metadata belongs into a tensor");
        assertThat(file).doesNotExist();
    }
}

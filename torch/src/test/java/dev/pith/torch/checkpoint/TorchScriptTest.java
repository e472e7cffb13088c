package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptTest {
    private static final long[] SHAPE = {2, 3, 32, 32};

    @TempDir
    Path folder;

    private static Path golden(String name) {
        return Golden.folder("checkpoints").resolve(name);
    }

    private static float[] run(TorchScript script, long... shape) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor output = script.embed(Tensors.of(FillRule.values("input", 2, 0, shape), 0, shape));
            assertThat(output.size(0)).isEqualTo(shape[0]);
            return Tensors.floats(output);
        }
    }

    @Test
    void outputIsThatOfPyTorch() {
        try (PointerScope outer = new PointerScope();
                TorchScript script = TorchScript.load(golden("convnet.torchscript.pt"));
                FloatMatrix expected = Npy.mapFloats(golden("output.npy"))) {
            float[] actual = run(script, SHAPE);
            assertThat(actual).hasSize((int) expected.rows() * expected.columns());
            float[] row = new float[expected.columns()];
            for (int i = 0; i < expected.rows(); i++) {
                expected.row(i, row);
                for (int j = 0; j < row.length; j++) {
                    assertThat(actual[i * row.length + j])
                            .isCloseTo(row[j], org.assertj.core.data.Offset.offset(1e-4f));
                }
            }
        }
    }

    @Test
    void nothingIsLeftBehind() {
        try (TorchScript script = TorchScript.load(golden("convnet.torchscript.pt"))) {
            run(script, SHAPE);
            long before = Pointer.totalCount();
            for (int i = 0; i < 20; i++) {
                run(script, SHAPE);
            }
            // Not "equal": the collector frees what earlier tests left whenever it likes.
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void imagesOfAnotherKind() {
        Path file = golden("convnet.torchscript.pt");
        try (TorchScript script = TorchScript.load(file)) {
            assertThatThrownBy(() -> run(script, 2, 1, 32, 32))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith(file + ": fails on images of 1 x 32 x 32 (")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Test
    void filesThatAreNone() throws IOException {
        Path weights = golden("convnet.pth");
        assertThatThrownBy(() -> TorchScript.load(weights))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        weights + ": is no TorchScript: export the network with torch.jit.script(model).save(file)");
        byte[] whole = Files.readAllBytes(golden("convnet.torchscript.pt"));
        Path cut = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> TorchScript.load(cut))
                .hasMessage(cut + ": is truncated, its zip directory is missing: copy or download it again");
    }
}

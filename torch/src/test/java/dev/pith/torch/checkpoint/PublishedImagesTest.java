package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.Whitening;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Condensed images in the files that others save; written and read by PyTorch itself, too. */
class PublishedImagesTest {
    private static final InputShape SHAPE = new InputShape(1, 2, 2);
    private static final float[] PIXELS = {1, 2, 3, 4, 5, 6, 7, 8};

    @TempDir
    Path folder;

    /** Saves a tensor by PyTorch. */
    private Path saved(String name, Tensor tensor) throws IOException {
        return Files.write(
                folder.resolve(name), torch.pickle_save(new IValue(tensor)).get());
    }

    private Path images() throws IOException {
        return saved("images_best.pt", Tensor.create(PIXELS, 2, 1, 2, 2));
    }

    @Test
    void trajectoryMatchingSavesThreeFiles() throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Path file = images();
            saved("labels_best.pt", Tensor.create(new long[] {1, 0}));
            SyntheticSet set = SyntheticSet.read(file, 2);
            assertThat(set.shape()).isEqualTo(SHAPE);
            assertThat(set.pixels()).containsExactly(PIXELS);
            assertThat(set.labels()).containsExactly(1, 0);
            assertThat(set.rate()).isNaN();
            assertThat(set.soft()).isEmpty();
            assertThat(set.mean()).isEmpty();
            assertThat(set.black()).containsExactly(0);
            saved("lr.pt", torch.scalar_tensor(new Scalar(0.25f)));
            assertThat(SyntheticSet.read(file, 2).rate()).isEqualTo(0.25);
        }
    }

    @Test
    void logitsOfClassesAreLabels() throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Path file = images();
            saved("labels_best.pt", Tensor.create(new float[] {0, (float) Math.log(3), 0.75f, 0.25f}, 2, 2));
            SyntheticSet set = SyntheticSet.read(file, 2);
            assertThat(set.labels()).containsExactly(1, 0);
            assertThat(set.soft()).containsExactly(0.25f, 0.75f, 0.75f, 0.25f);
        }
    }

    /** {@code {'data': [[images, labels]], 'accs_all_exps': {}}}. */
    @Test
    void gradientMatchingSavesAListOfPairs() throws IOException {
        byte[] pickle = new PickleBytes()
                .op(0x80, 2, '}', '(')
                .text("data")
                .op(']', ']', '(')
                .tensor("FloatStorage", "0", 0, new long[] {2, 1, 2, 2}, new long[] {4, 4, 2, 1})
                .tensor("LongStorage", "1", 0, new long[] {2}, new long[] {1})
                .op('e', 'a')
                .text("accs_all_exps")
                .op('}', 'u', '.')
                .bytes();
        ByteBuffer pixels = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        pixels.asFloatBuffer().put(PIXELS);
        ByteBuffer labels = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        labels.asLongBuffer().put(new long[] {0, 1});
        Path file = Files.write(
                folder.resolve("res_DC_2ipc.pt"),
                PthBytes.zip(pickle, Map.of("0", pixels.array(), "1", labels.array())));
        SyntheticSet set = SyntheticSet.read(file, 2);
        assertThat(set.pixels()).containsExactly(PIXELS);
        assertThat(set.labels()).containsExactly(0, 1);
    }

    @Test
    void whatIsWrittenIsReadByPyTorchAndHere() throws IOException {
        SyntheticSet set = SyntheticSet.labelled(
                        SHAPE, 2, PIXELS, new long[] {1, 0}, new float[] {0.5f}, new float[] {0.5f})
                .rate(0.125);
        set.writePublished(folder);
        Path file = folder.resolve("images_best.pt");
        try (PointerScope scope = new PointerScope()) {
            Tensor read =
                    torch.pickle_load(new ByteVector(Files.readAllBytes(file))).toTensor();
            assertThat(read.shape()).containsExactly(2, 1, 2, 2);
            assertThat(Tensors.floats(read)).containsExactly(PIXELS);
        }
        byte[] first = Files.readAllBytes(file);
        set.writePublished(folder);
        assertThat(file).hasBinaryContent(first);
        assertThat(SyntheticSet.read(file, 2).labels()).containsExactly(1, 0);
        assertThat(SyntheticSet.read(file, 2).rate()).isEqualTo(0.125);
        set.soft(new float[] {0.25f, 0.75f, 1, 0}).writePublished(folder);
        assertThat(SyntheticSet.read(file, 2).soft()).containsExactly(0.25f, 0.75f, 1, 0);
    }

    @Test
    void faultsAreOneLine() throws IOException {
        try (PointerScope scope = new PointerScope()) {
            Path file = images();
            assertThatThrownBy(() -> SyntheticSet.read(file, 2))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("labels_best.pt: no such file");
            saved("labels_best.pt", Tensor.create(new long[] {1, 0, 1}));
            assertThatThrownBy(() -> SyntheticSet.read(file, 2))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("images_best.pt: has 2 images, and 3 numbers of labels");
            saved("labels_best.pt", Tensor.create(new long[] {1, 2}));
            assertThatThrownBy(() -> SyntheticSet.read(file, 2)).hasMessageContaining("label 2 of image 1 is outside");
            Path flat = saved("images_flat.pt", Tensor.create(PIXELS, 2, 4));
            saved("labels_flat.pt", Tensor.create(new long[] {1, 0}));
            assertThatThrownBy(() -> SyntheticSet.read(flat, 2)).hasMessageContaining("have 2 dimensions, expected");
            Path other = saved("model.pt", Tensor.create(PIXELS, 2, 1, 2, 2));
            assertThatThrownBy(() -> SyntheticSet.read(other, 2)).hasMessageContaining("is a tensor without labels");
        }
    }

    @Test
    void whiteningIsKept() throws IOException {
        float[] matrix = new float[16];
        for (int i = 0; i < 4; i++) {
            matrix[5 * i] = 2;
        }
        SyntheticSet set = SyntheticSet.labelled(
                        SHAPE, 2, PIXELS, new long[] {1, 0}, new float[] {0.5f}, new float[] {0.5f})
                .whitened(new Whitening(new float[] {1, 1, 1, 1}, matrix));
        Path file = folder.resolve("white.npz");
        set.write(file);
        SyntheticSet read = SyntheticSet.read(file, 2);
        Whitening whitening = Objects.requireNonNull(read.whitening());
        assertThat(whitening.matrix()).containsExactly(matrix);
        assertThat(whitening.identity())
                .isEqualTo(Objects.requireNonNull(set.whitening()).identity());
        assertThat(read.unwhitened().pixels()).containsExactly(1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5);
        assertThat(read.unwhitened().whitening()).isNull();
        assertThat(read.part(1).whitening()).isNotNull();
        try (FileSystem archive = FileSystems.newFileSystem(file)) {
            Files.delete(archive.getPath("zca.npy"));
            Npy.write(archive.getPath("zca.npy"), new float[4], 2, 2);
        }
        assertThatThrownBy(() -> SyntheticSet.read(file, 2))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("zca and zca_mean must hold d x d and d numbers, d = 4");
    }
}

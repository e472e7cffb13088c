package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights as training programs save them, among much else. */
class WrappedWeightsTest {
    private static final long[] TWO = {2};
    private static final long[] ONE = {1};

    @TempDir
    Path folder;

    private Path write(PickleBytes pickle) throws IOException {
        byte[] numbers = new byte[2 * Float.BYTES];
        return Files.write(folder.resolve("c.pth"), PthBytes.zip(pickle.end(), Map.of("0", numbers)));
    }

    private StateDict read(PickleBytes pickle) throws IOException {
        return Bounded.read(write(pickle));
    }

    private static PickleBytes start() {
        return PickleBytes.start().op('}');
    }

    private static PickleBytes tensor(PickleBytes pickle, String name) {
        return pickle.text(name).tensor("FloatStorage", "0", 0, TWO, ONE).op('s');
    }

    private static PickleBytes entry(PickleBytes pickle, String wrapper, String name) {
        return tensor(pickle.text(wrapper).op('}'), name).op('s');
    }

    /**
     * Settings are of classes of the user's program: dictionaries of its own, lists, enumerations, objects
     * with a state.
     */
    @Test
    void lightningWithSettingsOfForeignClasses() throws IOException {
        PickleBytes pickle = start().text("hyper_parameters");
        pickle.global("lightning.fabric.utilities.data", "AttributeDict")
                .op(')', 0x81, '(')
                .text("lr")
                .op('N')
                .text("net")
                .global("mylib.models", "Net")
                .op(')', '}', 0x92, '}')
                .text("state")
                .op('N', 's', 'b', 'u', 's');
        pickle.text("list").global("omegaconf", "ListConfig").op(')', 'R', '(', 'N', 'N', 'e', 's');
        pickle.text("mode")
                .global("__builtin__", "getattr")
                .global("mylib", "Mode")
                .text("FAST")
                .op(0x86, 'R', 's');
        StateDict read = read(entry(pickle, "state_dict", "model.w"));
        assertThat(read.tensors()).containsOnlyKeys("model.w");
        assertThat(read.notes())
                .containsExactly(
                        "the weights were taken from the entry state_dict",
                        "left out unread what is of other classes: lightning.fabric.utilities.data.AttributeDict,"
                                + " mylib.models.Net, omegaconf.ListConfig, __builtin__.getattr, mylib.Mode");
    }

    @ParameterizedTest
    @CsvSource({"state_dict_ema, state_dict", "model_ema, model", "ema_state_dict, model_state_dict", "ema, net"})
    void averagedWeightsGoFirst(String averaged, String plain) throws IOException {
        StateDict read = read(entry(entry(start(), plain, "plain"), averaged, "module.averaged"));
        assertThat(read.tensors()).containsOnlyKeys("averaged");
        assertThat(read.notes())
                .startsWith(
                        "the weights were taken from the entry " + averaged,
                        "other weights in the file were not looked at: " + plain);
    }

    /** Optimizers hold tensors, too, but deeper; states of random numbers lie beside. */
    @Test
    void theOnlyEntryWithTensorsIsTaken() throws IOException {
        StateDict read = read(tensor(entry(start(), "backbone", "w"), "rng_state"));
        assertThat(read.tensors()).containsOnlyKeys("w");
        assertThat(read.notes()).containsExactly("the weights were taken from the entry backbone");
    }

    @Test
    void severalThatMayBeMeantAreRefused() throws IOException {
        Path file = write(entry(entry(start(), "student", "w"), "teacher", "w"));
        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": holds several state dicts (student, teacher): save the one that is meant alone,"
                        + " torch.save(torch.load(file)['student'], other_file)");
    }

    @Test
    void compiledPartsAreFoundByTheirNames() throws IOException {
        StateDict read = read(tensor(tensor(start(), "net._orig_mod.a.w"), "module.head._orig_mod.w"));
        assertThat(read.tensors()).containsOnlyKeys("net.a.w", "module.head.w");
        assertThat(read.notes()).containsExactly("_orig_mod. was taken out of the names");
    }

    @Test
    void namesThatWouldBecomeOneStay() throws IOException {
        StateDict read = read(tensor(tensor(start(), "_orig_mod.w"), "w"));
        assertThat(read.tensors()).containsOnlyKeys("_orig_mod.w", "w");
    }

    @Test
    void foreignObjectsAmongWeightsAreRefused() throws IOException {
        Path file = write(tensor(start(), "w").text("x").global("lib", "Thing").op(')', 'R', 's'));
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessageStartingWith(file + ": refused lib.Thing; nothing was executed. Weights have no need of it");
    }

    @Test
    void wholeModulesAreNamed() throws IOException {
        PickleBytes pickle = start().text("model").global("ultralytics.nn.tasks", "DetectionModel");
        pickle.op(')', 0x81, '}')
                .text("_parameters")
                .op('}', 's')
                .text("_modules")
                .op('}', 's', 'b', 's');
        Path file = write(pickle);
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessage(
                        file + ": refused ultralytics.nn.tasks.DetectionModel; nothing was executed. It holds a whole"
                                + " pickled module, which is code: save the weights alone, torch.save(model.state_dict(), file)");
    }

    @ParameterizedTest
    @CsvSource({"torch.float8_e4m3fn", "torch.uint16"})
    void typesThatAreNotReadAreNamed(String type) throws IOException {
        PickleBytes pickle = tensor(start(), "v").text("w").global("torch._utils", "_rebuild_tensor_v3");
        pickle.op('(', '(').text("storage").global("torch.storage", "UntypedStorage");
        pickle.text("0")
                .text("cpu")
                .number(2)
                .op('t', 'Q')
                .number(0)
                .tuple(2)
                .tuple(1)
                .op(0x89, '}');
        pickle.global("torch", type.substring("torch.".length())).op('N', 't', 'R', 's');
        Path file = write(pickle);
        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        file + ": holds w as " + type + ", which is not read: save it as float32, with tensor.float()");
    }
}

package dev.pith.torch.checkpoint;

import dev.pith.PithException;
import dev.pith.torch.NativeLibraries;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that PyTorch exported together with its program, for features of images. It is a program: what
 * {@link Checkpoints} says of files that are only read does not hold here.
 *
 * <p>Owns its memory until it is closed. Several threads may use it at once.
 */
public final class TorchScript implements AutoCloseable {
    static {
        NativeLibraries.load();
    }

    private final Path file;
    private final JitModule module;

    private TorchScript(Path file, JitModule module) {
        this.file = file;
        this.module = module;
    }

    /**
     * Loads a file that {@code torch.jit.script} or {@code torch.jit.trace} made, for the processor,
     * in evaluation mode.
     *
     * @throws PithException with one line that names the file, when it is no TorchScript or cannot be loaded
     */
    public static TorchScript load(Path file) {
        if (!Checkpoints.isTorchScript(file)) {
            throw new PithException(
                    file + ": is no TorchScript: export the network with torch.jit.script(model).save(file)");
        }
        try (PointerScope scope = new PointerScope()) {
            JitModule module = torch.import_ir_module(
                    new CompilationUnit(), file.toString(), new DeviceOptional(new Device("cpu")), false);
            module.eval();
            module.retainReference(); // detaching gives up the scope's own
            scope.detach(module);
            return new TorchScript(file, module);
        } catch (RuntimeException e) {
            throw new PithException(file + ": cannot be loaded (" + firstLine(e) + "): export it again", e);
        }
    }

    /**
     * Returns the network's output for each image: {@code float32 (B, C, H, W) -> (B, d)}.
     *
     * @throws PithException when the network fails on such images, or gives anything but one tensor with a
     *     row per image
     */
    public Tensor embed(Tensor x) {
        IValue result = forward(x);
        if (!result.isTensor()) {
            throw new PithException(file + ": gives no tensor: export a network that returns one, (images, features)");
        }
        Tensor output = result.toTensor();
        if (output.dim() == 0 || output.size(0) != x.size(0)) {
            throw new PithException(
                    file + ": gives no row per image: export a network that returns (images, features)");
        }
        return output.reshape(x.size(0), -1);
    }

    private IValue forward(Tensor x) {
        try {
            return module.forward(new IValueVector(new IValue(x)));
        } catch (RuntimeException e) {
            throw new PithException(
                    file + ": fails on images of " + x.size(1) + " x " + x.size(2) + " x " + x.size(3) + " ("
                            + firstLine(e) + "): give it images as it was made for",
                    e);
        }
    }

    /** The native library's messages go on with the program's lines and a stack of calls. */
    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return Names.shown(message.lines().findFirst().orElse(""));
    }

    @Override
    public void close() {
        module.close();
    }
}

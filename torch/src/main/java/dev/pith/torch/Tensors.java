package dev.pith.torch;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Java arrays to tensors and back. Always copies; the scope that is open owns the tensors. */
public final class Tensors {
    static {
        NativeLibraries.load();
    }

    private Tensors() {}

    /**
     * Returns a float32 tensor that holds {@code values} from {@code offset} on, as many as the shape needs, row-major.
     */
    public static Tensor of(float[] values, int offset, long... shape) {
        Tensor tensor = torch.empty(shape);
        try (FloatPointer data = tensor.data_ptr_float()) {
            data.put(values, offset, Math.toIntExact(tensor.numel()));
        }
        return tensor;
    }

    /** Returns an int64 tensor that holds {@code values}. */
    public static Tensor of(int... values) {
        return Tensor.create(Arrays.stream(values).asLongStream().toArray(), values.length);
    }

    /** Returns a tensor of unsigned bytes that holds the first of {@code values}, as many as the shape needs. */
    public static Tensor of(byte[] values, long... shape) {
        Tensor tensor = torch.empty(shape, new TensorOptions(ScalarType.Byte), new MemoryFormatOptional());
        new BytePointer(tensor.data_ptr()).put(values, 0, Math.toIntExact(tensor.numel()));
        return tensor;
    }

    /** Overwrites a contiguous float32 tensor; the number of values must agree. */
    public static void write(Tensor tensor, float[] values) {
        if (tensor.numel() != values.length) {
            throw new IllegalArgumentException("the tensor holds " + tensor.numel() + " values, got " + values.length);
        }
        try (FloatPointer data = tensor.data_ptr_float()) {
            data.put(values);
        }
    }

    /** Returns the values of a tensor of any type and layout as float32, row-major. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        try (Tensor detached = tensor.detach();
                Tensor cast = detached.to(ScalarType.Float);
                Tensor rows = cast.contiguous();
                FloatPointer data = rows.data_ptr_float()) {
            data.get(values);
        }
        return values;
    }

    /** Returns the tensor as an argument that might be absent. */
    public static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    /** Returns a tensor that belongs to nobody's scope: whoever asks closes it. */
    public static Tensor owned(Supplier<Tensor> made) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = made.get();
            tensor.retainReference(); // detaching gives up the scope's own
            scope.detach(tensor);
            return tensor;
        }
    }

    /**
     * Returns a tensor that belongs to the scope that is open, and frees what was made on the way to it, unless a
     * gradient needs it. What is made must be new.
     */
    public static Tensor tidy(Supplier<Tensor> made) {
        PointerScope outer = PointerScope.getInnerScope();
        try (PointerScope inner = new PointerScope()) {
            Tensor tensor = made.get();
            if (outer == null) {
                tensor.retainReference();
            } else {
                outer.attach(tensor);
            }
            inner.detach(tensor); // after the other: a tensor without an owner is freed at once
            return tensor;
        }
    }
}

package dev.pith.torch.checkpoint;

import org.jspecify.annotations.Nullable;

/** How the numbers of a tensor are stored. */
public enum DType {
    /** IEEE 754 binary64. */
    FLOAT64("F64", "DoubleStorage", Double.BYTES),
    /** IEEE 754 binary32. */
    FLOAT32("F32", "FloatStorage", Float.BYTES),
    /** IEEE 754 binary16. */
    FLOAT16("F16", "HalfStorage", Short.BYTES),
    /** The upper half of a binary32. */
    BFLOAT16("BF16", "BFloat16Storage", Short.BYTES),
    /** 64 bits, signed. */
    INT64("I64", "LongStorage", Long.BYTES),
    /** 32 bits, signed. */
    INT32("I32", "IntStorage", Integer.BYTES),
    /** 16 bits, signed. */
    INT16("I16", "ShortStorage", Short.BYTES),
    /** 8 bits, signed. */
    INT8("I8", "CharStorage", Byte.BYTES),
    /** 8 bits, unsigned. */
    UINT8("U8", "ByteStorage", Byte.BYTES),
    /** A byte, false when zero. */
    BOOL("BOOL", "BoolStorage", Byte.BYTES);

    private final String safeTensorsName;
    private final String storageClass;
    private final int bytes;

    DType(String safeTensorsName, String storageClass, int bytes) {
        this.safeTensorsName = safeTensorsName;
        this.storageClass = storageClass;
        this.bytes = bytes;
    }

    /** Returns the bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether the numbers are whole, booleans being 0 and 1. */
    public boolean isInteger() {
        return switch (this) {
            case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> false;
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> true;
        };
    }

    /** Returns what {@code .safetensors} headers call it. */
    String safeTensorsName() {
        return safeTensorsName;
    }

    /** Returns the class of PyTorch's {@code torch} module that stores it. */
    String storageClass() {
        return storageClass;
    }

    static @Nullable DType ofSafeTensors(String name) {
        for (DType type : values()) {
            if (type.safeTensorsName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}

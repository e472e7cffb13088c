package dev.pith.torch;

import java.nio.charset.StandardCharsets;

/** Weights and inputs that the golden values' makers computed by the same rule, so that none need be stored. */
public final class FillRule {
    private FillRule() {}

    /** Returns the values of a tensor, scaled as its name and shape say. */
    public static float[] values(String name, long... shape) {
        double scale = 0.2;
        double shift = 0;
        if (name.endsWith("running_var")) {
            scale = 0.5;
            shift = 1;
        } else if (name.endsWith("running_mean")) {
            scale = 0.2;
        } else if (shape.length >= 2) {
            double fanIn = 1;
            for (int i = 1; i < shape.length; i++) {
                fanIn *= shape[i];
            }
            scale = Math.sqrt(12 / fanIn);
        } else if (name.endsWith("weight") || name.endsWith("gamma")) {
            shift = 1;
        }
        return values(name, scale, shift, shape);
    }

    /** Returns {@code u * scale + shift} with u in [-0.5, 0.5) by the hash of name and position. */
    public static float[] values(String name, double scale, double shift, long... shape) {
        int count = 1;
        for (long size : shape) {
            count = Math.toIntExact(count * size);
        }
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        float[] values = new float[count];
        for (int j = 0; j < count; j++) {
            long z = hash + j + 0x9e3779b97f4a7c15L;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            z ^= z >>> 31;
            double u = (z >>> 40) / (double) (1 << 24) - 0.5;
            values[j] = (float) (u * scale + shift);
        }
        return values;
    }
}

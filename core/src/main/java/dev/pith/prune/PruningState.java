package dev.pith.prune;

import dev.pith.PithException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A pruning as bytes, big-endian: {@value #MAGIC}, length and UTF-8 of the configuration, the columns, the epoch (-1
 * before the first), then of its plan size, ids, weights and mean score; last the CRC-32 of everything before it.
 *
 * @param columns {@code float[columns][samples]}
 * @param plan of the epoch under way
 */
record PruningState(String configuration, float[][] columns, @Nullable EpochPlan plan) {
    /** "PPS1". */
    private static final int MAGIC = 0x50505331;

    byte[] toBytes() {
        byte[] name = configuration.getBytes(StandardCharsets.UTF_8);
        int samples = columns[0].length;
        long size = 3L * Integer.BYTES + name.length + (long) columns.length * samples * Float.BYTES + Integer.BYTES;
        if (plan != null) {
            size += Integer.BYTES + (long) plan.size() * (Integer.BYTES + Float.BYTES) + Double.BYTES;
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
        buffer.putInt(MAGIC).putInt(name.length).put(name);
        for (float[] column : columns) {
            put(buffer, column);
        }
        buffer.putInt(plan == null ? -1 : plan.epoch());
        if (plan != null) {
            buffer.putInt(plan.size());
            buffer.asIntBuffer().put(plan.order());
            buffer.position(buffer.position() + plan.size() * Integer.BYTES);
            put(buffer, plan.weights());
            buffer.putDouble(plan.meanScore());
        }
        return buffer.putInt(checksum(buffer.array())).array();
    }

    /**
     * Reads a state.
     *
     * @throws PithException if the bytes are damaged or of another configuration
     */
    static PruningState of(byte[] bytes, String configuration, int columnCount, int samples) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < 2 * Integer.BYTES
                || buffer.getInt() != MAGIC
                || buffer.getInt(bytes.length - Integer.BYTES) != checksum(bytes)) {
            throw new PithException("the state of the pruning is damaged: take an older checkpoint");
        }
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        String saved = new String(name, StandardCharsets.UTF_8);
        if (!saved.equals(configuration)) {
            throw new PithException("the state is of " + saved + ", not of " + configuration
                    + ": go on with the configuration it was saved with");
        }
        float[][] columns = new float[columnCount][];
        for (int c = 0; c < columnCount; c++) {
            columns[c] = floats(buffer, samples);
        }
        int epoch = buffer.getInt();
        return new PruningState(saved, columns, epoch < 0 ? null : plan(buffer, epoch, samples));
    }

    private static EpochPlan plan(ByteBuffer buffer, int epoch, int samples) {
        int[] order = new int[buffer.getInt()];
        buffer.asIntBuffer().get(order);
        buffer.position(buffer.position() + order.length * Integer.BYTES);
        float[] weights = floats(buffer, order.length);
        return new EpochPlan(epoch, order, weights, samples, buffer.getDouble());
    }

    private static void put(ByteBuffer buffer, float[] values) {
        buffer.asFloatBuffer().put(values);
        buffer.position(buffer.position() + values.length * Float.BYTES);
    }

    private static float[] floats(ByteBuffer buffer, int count) {
        float[] values = new float[count];
        buffer.asFloatBuffer().get(values);
        buffer.position(buffer.position() + count * Float.BYTES);
        return values;
    }

    /** Returns the CRC-32 of all but the last four bytes. */
    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}

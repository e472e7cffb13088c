package dev.pith.data.cifar;

import dev.pith.PithException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Images and labels collected from the files of a split. */
final class Records {
    static final int SIDE = 32;
    private static final int AREA = SIDE * SIDE;

    final List<byte[]> pixels = new ArrayList<>();
    final List<Integer> labels = new ArrayList<>();

    /**
     * Reads a file to its end.
     *
     * @param name what messages call it
     */
    static Records read(InputStream in, int labelBytes, String name) throws IOException {
        Records records = new Records();
        byte[] record = in.readNBytes(labelBytes + 3 * AREA);
        while (record.length == labelBytes + 3 * AREA) {
            records.labels.add(record[labelBytes - 1] & 0xff);
            records.pixels.add(interleaved(record, labelBytes));
            record = in.readNBytes(labelBytes + 3 * AREA);
        }
        if (record.length > 0 || records.pixels.isEmpty()) {
            throw new PithException(name + ": truncated, record " + records.pixels.size() + " has " + record.length
                    + " of " + (labelBytes + 3 * AREA) + " bytes; get the file again");
        }
        return records;
    }

    void add(Records more) {
        pixels.addAll(more.pixels);
        labels.addAll(more.labels);
    }

    /** Turns three planes into pixels of three bytes. */
    private static byte[] interleaved(byte[] record, int from) {
        byte[] pixels = new byte[3 * AREA];
        for (int i = 0; i < AREA; i++) {
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = record[from + c * AREA + i];
            }
        }
        return pixels;
    }
}

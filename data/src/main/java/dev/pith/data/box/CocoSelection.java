package dev.pith.data.box;

import dev.pith.data.box.CocoFile.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Copies a COCO file without the images that are not kept and their annotations. */
final class CocoSelection {
    private static final byte[] BETWEEN = ",\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 16;

    private final Set<Long> kept = new HashSet<>();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private long position;
    private boolean first;

    private CocoSelection(InputStream in, OutputStream out, long[] imageIds, BitSet ids) {
        this.in = in;
        this.out = out;
        ids.stream().forEach(id -> kept.add(imageIds[id]));
    }

    /**
     * Writes a selection.
     *
     * @param imageIds the id in the file of each image
     * @param ids of the images that are kept, from 0
     */
    static void write(Path file, long[] imageIds, BitSet ids, Path target) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
            CocoSelection selection = new CocoSelection(in, out, imageIds, ids);
            CocoFile.walk(file, selection::entry);
            in.transferTo(out);
        }
    }

    /** What stands around the lists is copied; what stands between two entries goes with the latter. */
    private void entry(Entry entry) throws IOException {
        if (entry.position() == 0) {
            copyTo(entry.start());
            first = true;
        }
        if (keeps(entry)) {
            if (!first) {
                out.write(BETWEEN);
            }
            first = false;
            skipTo(entry.start());
            copyTo(entry.end());
        } else {
            skipTo(entry.end());
        }
    }

    private boolean keeps(Entry entry) {
        return switch (entry.list()) {
            case CocoFile.IMAGES -> kept.contains(entry.requireId());
            case CocoFile.ANNOTATIONS -> kept.contains(entry.require(entry.image(), "image_id"));
            default -> true;
        };
    }

    private void skipTo(long end) throws IOException {
        in.skipNBytes(end - position);
        position = end;
    }

    private void copyTo(long end) throws IOException {
        while (position < end) {
            int read = in.readNBytes(buffer, 0, (int) Math.min(BUFFER, end - position));
            if (read == 0) {
                throw new IOException("the file became shorter while it was read");
            }
            out.write(buffer, 0, read);
            position += read;
        }
    }
}

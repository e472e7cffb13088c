package dev.pith.data.patch;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.run.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a patch archive, image by image: the whole file or none. Memory does not grow with the number of images, but
 * for some 25 bytes of each. For one thread.
 */
public final class PatchArchiveWriter {
    private static final int BUFFER_BYTES = 1 << 16;
    /** What the codec shares is made from the first images: that many, or that many bytes of pixels. */
    private static final int FIRST_IMAGES = 1024;

    private static final long FIRST_BYTES = 32L << 20;

    private final Path file;
    private final PatchFormat format;
    private final OutputStream out;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Bytes index = new Bytes();
    private long waitingBytes;
    private @Nullable PixelCodec codec;
    private long position;
    private int lastId;
    private long lastLabel;
    private long keptPatches;
    private int count;
    private int[] originalOf = new int[1024];
    private int[] wholeOf = new int[1024];
    private int[] recordOf = new int[1024];

    /** Hands images to a writer. */
    @FunctionalInterface
    public interface Content {
        /** Calls {@link PatchArchiveWriter#add} for every image. */
        void writeTo(PatchArchiveWriter out) throws IOException;
    }

    private record Waiting(int id, String key, long label, boolean[] kept, Image image) {}

    private PatchArchiveWriter(Path file, PatchFormat format, OutputStream out) {
        this.file = file;
        this.format = format;
        this.out = out;
    }

    /**
     * Writes an archive, replacing any file of that name.
     *
     * @param file its final name; its folder exists
     * @throws PithException naming the file when it cannot be written, or when there is no image; an older file of that
     *     name is then untouched
     */
    public static ArchiveBytes write(Path file, PatchFormat format, Content content) {
        ArchiveBytes[] bytes = new ArchiveBytes[1];
        AtomicFile.make(file, part -> {
            try (RandomAccessFile target = new RandomAccessFile(part.toFile(), "rw");
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(target.getChannel()), BUFFER_BYTES)) {
                PatchArchiveWriter writer = new PatchArchiveWriter(file, format, out);
                content.writeTo(writer);
                bytes[0] = writer.finish(target);
            }
        });
        return bytes[0];
    }

    /**
     * Adds an image.
     *
     * @param id in the source
     * @param key in the source
     * @param label as the source has it; not looked at where the format has no labels
     * @param kept {@code boolean[L]}, whether a patch is stored; at least one is; not copied
     * @param image of the grid's size; not copied
     * @param originalBytes what it takes where it lies
     * @throws IllegalArgumentException when image or mask have another size, or nothing is kept
     */
    public void add(int id, String key, long label, boolean[] kept, Image image, long originalBytes)
            throws IOException {
        PatchGrid grid = format.grid();
        if (image.width() != grid.width() || image.height() != grid.height()) {
            throw new IllegalArgumentException("image must have " + grid.width() + " x " + grid.height()
                    + " pixels, got " + image.width() + " x " + image.height() + " (" + key + ")");
        }
        if (kept.length != grid.size()) {
            throw new IllegalArgumentException("kept must say of " + grid.size() + " patches, got " + kept.length);
        }
        int keptHere = 0;
        for (boolean patch : kept) {
            keptHere += patch ? 1 : 0;
        }
        if (keptHere == 0) {
            throw new IllegalArgumentException("kept must hold at least one patch, got none (" + key + ")");
        }
        int place = count + waiting.size();
        if (place == recordOf.length) {
            originalOf = Arrays.copyOf(originalOf, place * 2);
            wholeOf = Arrays.copyOf(wholeOf, place * 2);
            recordOf = Arrays.copyOf(recordOf, place * 2);
        }
        originalOf[place] = Math.toIntExact(originalBytes);
        keptPatches += keptHere;
        waiting.add(new Waiting(id, key, label, kept, image));
        waitingBytes += image.pixels().length;
        if (codec != null || waiting.size() == FIRST_IMAGES || waitingBytes >= FIRST_BYTES) {
            writeWaiting();
        }
    }

    private PixelCodec writeWaiting() throws IOException {
        PixelCodec used = codec == null ? start() : codec;
        for (Waiting image : waiting) {
            write(image, used);
        }
        waiting.clear();
        return used;
    }

    private PixelCodec start() throws IOException {
        codec = codec();
        byte[] bytes = new Header(format, codec.shared(), 0, 0).encoded();
        out.write(bytes); // with count and place of the index still open
        position = bytes.length;
        return codec;
    }

    private PixelCodec codec() throws IOException {
        return switch (format.codec()) {
            case LOSSLESS -> LosslessCodec.trained(
                    format.grid(),
                    waiting.stream().map(Waiting::image).toList(),
                    waiting.stream().map(Waiting::kept).toList());
            case JPEG -> JpegCodec.forImages(
                    format,
                    waiting.stream().anyMatch(image -> image.image.channels() == 1),
                    waiting.stream().anyMatch(image -> image.image.channels() == 3));
            case WEBP -> new WebpCodec(format);
        };
    }

    private void write(Waiting image, PixelCodec used) throws IOException {
        ImageRecord stored = record(image, image.kept, used);
        byte[] bytes = stored.encoded(format);
        if (bytes.length > ImageRecord.mostBytes(format)) {
            throw new IllegalArgumentException("key must be a name, got one of " + image.key.length() + " letters");
        }
        out.write(bytes);
        index.varint(bytes.length).signed((long) image.id - lastId);
        lastId = image.id;
        if (format.labelled()) {
            index.signed(image.label - lastLabel);
            lastLabel = image.label;
        }
        position += bytes.length;
        recordOf[count] = bytes.length;
        wholeOf[count] = stored.keptCount() == stored.kept().length
                ? bytes.length
                : record(image, allKept(), used).encoded(format).length;
        count++;
    }

    private static ImageRecord record(Waiting image, boolean[] kept, PixelCodec used) throws IOException {
        return new ImageRecord(
                image.id, image.key, image.label, image.image.channels(), kept, used.encode(image.image, kept));
    }

    private boolean[] allKept() {
        boolean[] kept = new boolean[format.grid().size()];
        Arrays.fill(kept, true);
        return kept;
    }

    private ArchiveBytes finish(RandomAccessFile target) throws IOException {
        if (count + waiting.size() == 0) {
            throw new PithException(file + ": no image to store");
        }
        PixelCodec used = writeWaiting();
        byte[] headerBytes = new Header(format, used.shared(), count, position).encoded();
        byte[] indexBytes = index.checksum().written();
        out.write(indexBytes);
        out.write(headerBytes);
        out.write(new Bytes().u32(headerBytes.length).written());
        out.flush();
        target.seek(0);
        target.write(headerBytes);
        long records = Arrays.stream(recordOf, 0, count).asLongStream().sum();
        long length = target.length();
        return new ArchiveBytes(
                Arrays.stream(originalOf, 0, count).asLongStream().sum(),
                length
                        - records
                        + Arrays.stream(wholeOf, 0, count).asLongStream().sum(),
                length,
                keptPatches,
                (long) count * format.grid().size(),
                Arrays.copyOf(originalOf, count),
                Arrays.copyOf(wholeOf, count),
                Arrays.copyOf(recordOf, count));
    }
}

package dev.pith.data.patch;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A patch archive as a source of images: position in the archive is id, the key is that of the source it was made from.
 * Visible pixels are what was stored; dropped ones come from a {@link Filling}, or else are filled in plainly
 * from their neighbours.
 *
 * <p>What is damaged is named and does not keep anybody from the rest: a damaged image fails when it is asked for, a
 * damaged header is read from its copy, a damaged index is made up for, and of a file that is cut off there is
 * what there is.
 */
public final class PatchArchive implements ImageSource {
    private static final Logger log = LoggerFactory.getLogger(PatchArchive.class);
    private static final int FAULTS_LOGGED = 5;

    private final String name;
    private final ArchiveFile file;
    private final PatchFormat format;
    private final PixelCodec codec;
    private final Index index;
    private final List<String> faults;
    private final @Nullable RebuiltImages rebuilt;
    private final @Nullable Filling filling;
    private final AtomicBoolean saidFilled = new AtomicBoolean();

    private PatchArchive(
            String name, ArchiveFile file, PatchFormat format, PixelCodec codec, Index index, List<String> faults) {
        this.name = name;
        this.file = file;
        this.format = format;
        this.codec = codec;
        this.index = index;
        this.faults = List.copyOf(faults);
        this.rebuilt = null;
        this.filling = null;
    }

    private PatchArchive(PatchArchive other, Filling filling) {
        this.name = other.name;
        this.file = other.file;
        this.format = other.format;
        this.codec = other.codec;
        this.index = other.index;
        this.faults = other.faults;
        this.rebuilt = new RebuiltImages(format.grid(), other.size(), other::masked, filling);
        this.filling = filling;
    }

    /**
     * Opens an archive, whose dropped patches will be filled in from their visible neighbours.
     *
     * @param name what the user called it
     * @throws PithException when it cannot be read, is no patch archive, or is damaged so that no image of it is left
     */
    public static PatchArchive open(String name, Path path) {
        ArchiveFile file = new ArchiveFile(path);
        try {
            List<String> faults = new ArrayList<>();
            byte[] bytes = header(file, faults);
            Header header = Header.decoded(bytes);
            Index index = Index.of(file, header, bytes.length);
            faults.addAll(index.faults());
            if (index.size() == 0) {
                throw new IOException("no image of " + header.count() + " is left");
            }
            PatchArchive archive = new PatchArchive(
                    name, file, header.format(), PixelCodec.of(header.format(), header.shared()), index, faults);
            archive.logFaults();
            return archive;
        } catch (IOException e) {
            file.close();
            throw new PithException(
                    path + ": cannot be read as a patch archive: " + e.getMessage()
                            + "; make it again with pith pixels",
                    e);
        }
    }

    /** Returns the bytes of the header, or of its copy. */
    private static byte[] header(ArchiveFile file, List<String> faults) throws IOException {
        byte[] first = headerAt(file, 0);
        if (first.length > 0) {
            return first;
        }
        long end = file.length() - Integer.BYTES;
        if (end > 0) {
            long length = new Bytes(file.read(end, Integer.BYTES), 0).u32() & 0xffffffffL;
            byte[] copy = headerAt(file, end - length);
            if (copy.length > 0) {
                faults.add("the header at its beginning is damaged; the copy at its end is read");
                return copy;
            }
        }
        throw new IOException(
                "it does not begin as one, or its header is damaged, and so is the copy of that at its end");
    }

    private static byte[] headerAt(ArchiveFile file, long at) throws IOException {
        if (at < 0) {
            return new byte[0];
        }
        int length = Header.length(file.upTo(at, Header.FIXED_BYTES));
        if (length < 0 || at + length > file.length()) {
            return new byte[0];
        }
        byte[] bytes = file.read(at, length);
        return Header.isWhole(bytes) ? bytes : new byte[0];
    }

    private void logFaults() {
        for (String fault : faults.subList(0, Math.min(FAULTS_LOGGED, faults.size()))) {
            log.warn("{}: {}", file.path(), fault);
        }
        if (faults.size() > FAULTS_LOGGED) {
            log.warn("{}: and {} more such faults", file.path(), faults.size() - FAULTS_LOGGED);
        }
    }

    /** Returns the same archive with its dropped patches rebuilt; closing it closes the filling and this. */
    public PatchArchive filledBy(Filling filling) {
        return new PatchArchive(this, filling);
    }

    /** Returns what all images share. */
    public PatchFormat format() {
        return format;
    }

    /**
     * Returns what was found damaged when the archive was opened, one line each; single images are looked at
     * when asked for.
     */
    public List<String> faults() {
        return faults;
    }

    /** Returns the id of an image in the source that the archive was made from. */
    public int sourceId(int id) {
        return index.id(id);
    }

    /**
     * Returns an image as it is stored, its dropped patches filled in plainly from their neighbours.
     *
     * @throws PithException naming the image when it is damaged
     */
    public MaskedImage masked(int id) {
        try {
            ImageRecord stored = record(id);
            byte[] pixels = codec.decode(stored.payload(), stored.channels(), stored.kept());
            PatchGrid grid = format.grid();
            PlainFilling.fill(pixels, grid.pixels(stored.kept()), grid.width(), stored.channels());
            return new MaskedImage(
                    stored.id(),
                    stored.key(),
                    new Image(grid.width(), grid.height(), stored.channels(), pixels),
                    stored.kept());
        } catch (IOException | PithException e) {
            throw damaged(id, e);
        }
    }

    private ImageRecord record(int id) throws IOException {
        byte[] bytes = file.read(index.offset(id), index.length(id));
        if (!Index.isWhole(bytes)) {
            throw new IOException("its checksum is wrong");
        }
        ImageRecord stored = ImageRecord.decoded(bytes, format);
        if (stored.keptCount() == 0) {
            throw new IOException("it has no patch");
        }
        return stored;
    }

    private PithException damaged(int id, Exception failure) {
        String label = format.labelled() ? ", label " + index.label(id) : "";
        return new PithException(
                String.format(
                        Locale.ROOT,
                        "%s: image %d of the archive (id %d of its source%s, bytes %,d to %,d) is damaged: %s",
                        file.path(),
                        id,
                        index.id(id),
                        label,
                        index.offset(id),
                        index.offset(id) + index.length(id) - 1,
                        failure.getMessage()),
                failure);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return index.size();
    }

    /** Returns the key in the source the archive was made from; of a damaged image, its id there. */
    @Override
    public String key(int id) {
        try {
            return record(id).key();
        } catch (IOException e) {
            return "damaged-" + index.id(id);
        }
    }

    @Override
    public Optional<Labels> labels() {
        return format.labelled() ? Optional.of(new Labels(index.labels(), format.classes())) : Optional.empty();
    }

    @Override
    public Image image(int id) {
        if (rebuilt != null) {
            return rebuilt.image(id);
        }
        MaskedImage masked = masked(id);
        if (masked.hasGaps() && saidFilled.compareAndSet(false, true)) {
            log.warn(
                    "{}: dropped patches are filled in from their visible neighbours; a masked autoencoder does that better",
                    name);
        }
        return masked.image();
    }

    @Override
    public Encoded encoded(int id) {
        return new Encoded(Png.encode(image(id)), "png");
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public long storedBytes(int id) {
        return index.length(id);
    }

    @Override
    public String fingerprint() {
        return new Fingerprint()
                .file(file.path())
                .text(filling == null ? "neighbours" : filling.name())
                .hex();
    }

    @Override
    public void close() {
        if (filling != null) {
            filling.close();
        }
        file.close();
    }
}

package dev.pith.data.tar;

import dev.pith.KeyIndex;
import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks once over an archive's headers and notes which members make up each sample, by WebDataset's rule: a sample's
 * key is its members' path up to the first dot of the file name, a member's field what follows that dot, in lower case.
 */
final class TarIndexer {
    private static final int BLOCK = 512;
    private static final int LONGEST_LABEL = 4096;

    private final Path file;
    private final String labelField;
    private final TarSamples samples = new TarSamples();
    private final KeyIndex ids = new KeyIndex(samples::key);

    private TarIndexer(Path file, String labelField) {
        this.file = file;
        this.labelField = labelField;
    }

    /**
     * Returns the samples in the order in which they first appear.
     *
     * @param labelField the members that are read on the way, as labels
     */
    static List<TarSample> index(Path file, String labelField) throws IOException {
        return new TarIndexer(file, labelField).index();
    }

    private List<TarSample> index() throws IOException {
        long size = Files.size(file);
        long end = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 14);
                TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                long start = tar.getBytesRead();
                if (size - start < entry.getSize()) {
                    throw cutOff(entry.getName(), null);
                }
                end = start + (entry.getSize() + BLOCK - 1) / BLOCK * BLOCK;
                add(entry, start, tar);
            }
        } catch (IOException e) {
            if (e instanceof EOFException || String.valueOf(e.getMessage()).startsWith("Truncated")) {
                throw cutOff(lastName(), e);
            }
            throw e;
        }
        if (size < end + BLOCK) {
            throw cutOff(lastName(), null);
        }
        if (samples.isEmpty()) {
            throw new EmptyFileException(
                    file + " holds no samples; a sample is a group of files such as a.jpg and a.cls");
        }
        return samples;
    }

    private void add(TarArchiveEntry entry, long start, InputStream content) throws IOException {
        refuseUnsafe(entry);
        String name = plain(entry.getName());
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        int dot = fileName.indexOf('.');
        // As WebDataset does: what has no extension, or nothing before it, belongs to no sample, nor do files about the
        // archive.
        if (entry.isDirectory() || dot <= 0 || name.matches("__[^/]*__/.*")) {
            return;
        }
        if (entry.getSize() > Integer.MAX_VALUE) {
            throw new PithException(file + ": entry '" + name + "' is larger than 2 GiB; leave it out");
        }
        String field = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        String key = name.substring(0, name.length() - fileName.length() + dot);
        TarSample sample = sample(key);
        if (!sample.add(new Member(field, start, (int) entry.getSize()))) {
            throw new PithException(file + ": entry '" + name + "' is there twice; make the archive anew");
        }
        if (field.equals(labelField)) {
            byte[] label = content.readNBytes((int) Math.min(entry.getSize(), LONGEST_LABEL));
            sample.label(new String(label, StandardCharsets.UTF_8).strip());
        }
    }

    /** Returns the sample that is called so, a new one where there is none. */
    private TarSample sample(String key) {
        int latest = samples.size() - 1; // the members of a sample follow each other as a rule
        if (latest >= 0 && samples.key(latest).equals(key)) {
            return samples.get(latest);
        }
        int known = ids.putIfAbsent(key, samples.size());
        return known == KeyIndex.NONE ? samples.addSample(key) : samples.get(known);
    }

    /** Takes out what does not change where a path leads: {@code tar -C folder .} puts {@code ./} before every name. */
    private static String plain(String name) {
        return name.replaceAll("/(\\.?/)+", "/").replaceFirst("^(\\./)+", "");
    }

    /** Nothing is extracted here, but keys become file names when a selection is exported. */
    private void refuseUnsafe(TarArchiveEntry entry) {
        String name = entry.getName();
        if (name.startsWith("/")
                || name.contains("\\")
                || Arrays.asList(name.split("/")).contains("..")) {
            throw new PithException(
                    file + ": entry '" + name + "' leads out of the archive; make the archive anew without it");
        }
        boolean device = entry.isFIFO() || entry.isBlockDevice() || entry.isCharacterDevice();
        if (device || entry.isLink() || entry.isSymbolicLink()) {
            throw new PithException(file + ": entry '" + name
                    + "' is no plain file but a link or device; make the archive anew without it");
        }
    }

    private String lastName() {
        return samples.isEmpty() ? "its first entry" : samples.key(samples.size() - 1);
    }

    private PithException cutOff(String where, @Nullable Throwable cause) {
        return new PithException(
                file + ": the archive ends early (at '" + where + "'); it was cut off, get it again", cause);
    }
}

package dev.pith.data.cifar;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Split;
import dev.pith.data.image.RawImages;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10 and CIFAR-100, binary version: images in the order of the files, fine labels, class names from the file that
 * comes with them.
 *
 * <p>Format: <a href="https://www.cs.toronto.edu/~kriz/cifar.html">www.cs.toronto.edu/~kriz/cifar.html</a>.
 */
public final class Cifar {
    private static final int FIRST_ENTRIES = 3;

    private Cifar() {}

    /** Tells whether a folder holds the files of CIFAR-10 or CIFAR-100. */
    public static boolean isFolder(Path folder) {
        return Form.ALL.stream().anyMatch(form -> holdsAny(folder, form));
    }

    /** Tells whether a folder holds files of a split of CIFAR-10 or CIFAR-100. */
    public static boolean holds(Path folder, Split split) {
        return Form.ALL.stream()
                .flatMap(form -> form.files(split).stream())
                .anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    /**
     * Reads a split from a folder.
     *
     * @param name what the user called the source
     * @throws PithException when a file of the split is missing or truncated
     */
    public static ImageSource openFolder(String name, Path folder, Split split) {
        Form form = Form.ALL.stream()
                .filter(candidate -> holdsAny(folder, candidate))
                .findFirst()
                .orElseThrow(() -> new PithException(folder + ": holds no CIFAR files"));
        Records records = new Records();
        List<Path> files = new ArrayList<>();
        for (String file : form.files(split)) {
            Path path = folder.resolve(file);
            files.add(path);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
                records.add(Records.read(in, form.labelBytes(), path.toString()));
            } catch (IOException e) {
                throw new PithException(path + ": cannot be read (" + e + "); get the file again", e);
            }
        }
        return source(
                name,
                records,
                classNames(folder.resolve(form.namesFile())),
                RawImages.fileBytes(files),
                Fingerprint.ofFiles(files));
    }

    /**
     * Tells whether a {@code .tar.gz} is such an archive, by the names of its first files; one that cannot be
     * read is none.
     */
    public static boolean isArchive(Path archive) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            TarArchiveEntry entry = tar.getNextEntry();
            for (int i = 0; i < FIRST_ENTRIES && entry != null; i++) {
                String name = entry.getName();
                if (name.startsWith("cifar-")
                        || Form.ofFile(name.substring(name.lastIndexOf('/') + 1))
                                .isPresent()) {
                    return true;
                }
                entry = tar.getNextEntry();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads a split from the archive, {@code cifar-10-binary.tar.gz} or {@code cifar-100-binary.tar.gz}.
     *
     * @param name what the user called the source
     * @throws PithException when it is no such archive, or a file of the split is missing or truncated in it
     */
    public static ImageSource openArchive(String name, Path archive, Split split) {
        Map<String, Records> byFile = new HashMap<>();
        List<String> names = List.of();
        Optional<Form> form = Optional.empty();
        long splitBytes = 0;
        long allBytes = 0;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String base = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                Optional<Form> own = Form.ofFile(base);
                allBytes += entry.getSize();
                if (own.isPresent() && own.get().files(split).contains(base)) {
                    form = own;
                    splitBytes += entry.getSize();
                    byFile.put(base, Records.read(tar, own.get().labelBytes(), archive + "!" + entry.getName()));
                } else if (Form.ALL.stream().anyMatch(f -> f.namesFile().equals(base))) {
                    names = lines(tar.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    archive + ": cannot be read as a .tar.gz (" + e.getMessage() + "); get the file again", e);
        }
        Form found = form.orElseThrow(() -> new PithException(
                archive + ": holds no CIFAR files (data_batch_1.bin or train.bin); the binary version is needed"));
        Records records = new Records();
        for (String file : found.files(split)) {
            if (!byFile.containsKey(file)) {
                throw new PithException(archive + ": lacks " + file + "; get the file again");
            }
            records.add(byFile.get(file));
        }
        // The whole is compressed in one piece, so a part takes its share of that.
        long bytes = RawImages.fileBytes(List.of(archive)) * splitBytes / allBytes;
        return source(name, records, names, bytes, Fingerprint.ofFiles(List.of(archive)));
    }

    private static boolean holdsAny(Path folder, Form form) {
        return Arrays.stream(Split.values())
                .flatMap(split -> form.files(split).stream())
                .anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    private static List<String> classNames(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return lines(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e + "); get the file again", e);
        }
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static ImageSource source(
            String name, Records records, List<String> classNames, long fileBytes, String fingerprint) {
        long[] labels = records.labels.stream().mapToLong(Integer::longValue).toArray();
        return new RawImages(
                name,
                Records.SIDE,
                Records.SIDE,
                records.pixels.toArray(byte[][]::new),
                new Labels(labels, classNames),
                fileBytes,
                fingerprint);
    }
}

package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.CodePointOrder;
import dev.pith.data.NaturalOrder;
import dev.pith.data.Split;
import dev.pith.data.image.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a source, in natural order, so that {@code part-2} comes before {@code part-10}.
 *
 * @param name what the user called the source
 * @param root the folder that all of them lie in
 * @param files at least one
 * @param note what the user should know about the choice; empty if all is as it looks
 */
public record ShardFiles(String name, Path root, List<Path> files, String note) {
    /** Of these a source may have several; files of other kinds are sources alone. */
    private static final Set<String> KINDS = Set.of("parquet", "csv", "tsv", "json", "jsonl", "txt", "tar");

    /** Kinds of files that lie beside images to say something about them. */
    private static final Set<String> BESIDE_IMAGES = Set.of("csv", "tsv", "json", "jsonl", "txt");

    private static final Set<String> IMAGES =
            Set.of("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp", "gif");
    private static final Set<String> DESCRIPTIONS = Set.of("dataset_info.json", "dataset_infos.json", "state.json");

    /** Makes files a source, as they are given. */
    public static ShardFiles of(String name, Path file) {
        return new ShardFiles(name, folder(file), List.of(file), "");
    }

    private static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        return Objects.requireNonNullElse(absolute.getParent(), absolute);
    }

    /** Tells whether a text is a pattern and no path. */
    public static boolean isPattern(String text) {
        return FilePattern.isPattern(text);
    }

    /**
     * Returns the files of a pattern.
     *
     * @throws PithException when there are none, or they are of several kinds or of one that has no shards
     */
    public static ShardFiles ofPattern(String pattern) {
        Collection<Path> files = FilePattern.files(pattern);
        Path root = folder(files.iterator().next());
        for (Path file : files) {
            while (!file.toAbsolutePath().startsWith(root)) {
                Path above = root.getParent();
                if (above == null) {
                    throw new PithException(pattern + ": names files that have no folder in common, such as " + file
                            + "; use a narrower pattern");
                }
                root = above;
            }
            if (!KINDS.contains(kind(file))) {
                throw new PithException(file + ": is no shard (Parquet, CSV, JSON, JSONL, text or tar), and " + pattern
                        + " names it; use a narrower pattern");
            }
        }
        requireOneKind(pattern, files);
        return new ShardFiles(pattern, root, sorted(root, files), "");
    }

    /**
     * Returns the files of a folder of shards: of a part, where their names begin as Hugging Face's do, with {@code
     * train}, {@code test} and {@code validation}. Nothing, when it is no such folder.
     *
     * @throws PithException when it is one and holds other things, too
     */
    public static Optional<ShardFiles> ofFolder(String name, Path folder, Split split) {
        List<Path> files = shards(name, folder);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<Path> chosen = sorted(folder, SplitNames.choose(name, files, split));
        return Optional.of(new ShardFiles(name, folder, chosen, SplitNames.note(files, chosen)));
    }

    /** Tells whether a folder holds shards of a training part and others of a test part. */
    public static boolean hasTestPart(String name, Path folder) {
        return SplitNames.hasTestPart(shards(name, folder));
    }

    /** Returns all shards in a folder; none when it has folders or images in it, or is a run. */
    private static List<Path> shards(String name, Path folder) {
        List<Path> entries = entries(folder);
        boolean folders = entries.stream().anyMatch(Files::isDirectory);
        List<Path> shards = entries.stream()
                .filter(entry -> Files.isRegularFile(entry) && KINDS.contains(kind(entry)))
                .toList();
        if (folders || Files.exists(folder.resolve("manifest.json"))) {
            return List.of();
        }
        refuseOtherTables(name, folder, entries);
        if (shards.isEmpty()) {
            return List.of();
        }
        Optional<Path> image =
                entries.stream().filter(entry -> IMAGES.contains(kind(entry))).findFirst();
        if (image.isPresent() && shards.stream().allMatch(shard -> BESIDE_IMAGES.contains(kind(shard)))) {
            return List.of();
        }
        Optional<Path> other =
                entries.stream().filter(entry -> !shards.contains(entry)).findFirst();
        if (other.isPresent()) {
            throw mixture(name, shards.get(0), other.get());
        }
        requireOneKind(name, shards);
        return shards;
    }

    private static void refuseOtherTables(String name, Path folder, List<Path> entries) {
        if (Files.isDirectory(folder.resolve("_delta_log"))) {
            throw new PithException(
                    name + ": is a Delta table, in which only the log tells which files count; write its"
                            + " rows as Parquet and name those");
        }
        if (entries.stream().anyMatch(entry -> kind(entry).equals("arrow"))) {
            throw new PithException(
                    name + ": holds Arrow files, as datasets keeps them; write them as Parquet, in Python:"
                            + " datasets.load_from_disk('" + folder + "').to_parquet('train.parquet')");
        }
    }

    /**
     * Refuses a folder whose files of records lie in folders of their own, where class folders would have images.
     *
     * @throws PithException naming the folder or the pattern that is meant
     */
    public static void refuseShardsBelow(String name, Path folder) {
        for (Path below : entries(folder)) {
            if (Files.isDirectory(below)) {
                List<Path> inside = entries(below);
                Optional<Path> shard = inside.stream()
                        .filter(entry -> KINDS.contains(kind(entry)) && Files.isRegularFile(entry))
                        .findFirst();
                boolean other =
                        inside.stream().anyMatch(entry -> Files.isDirectory(entry) || IMAGES.contains(kind(entry)));
                if (shard.isPresent() && !other) {
                    throw new PithException(name + ": is no folder of class folders, " + shard.get()
                            + " lies in it; name the folder " + below + ", or all below by the pattern '"
                            + folder.resolve("**").resolve("*." + kind(shard.get())) + "'");
                }
            }
        }
    }

    /** Returns what lies in a folder, without what only describes it. */
    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isDescription(entry)).sorted().toList();
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be listed (" + e + "); check its permissions", e);
        }
    }

    private static boolean isDescription(Path entry) {
        String name = entry.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        return name.startsWith(".") // .gitattributes, .cache
                || name.startsWith("_") // _SUCCESS, _metadata
                || lower.matches("(readme|licen[cs]e|citation|notice)(\\..*)?")
                || lower.matches(".*\\.(md|py|crc|md5|sha256)")
                || DESCRIPTIONS.contains(lower);
    }

    private static void requireOneKind(String name, Collection<Path> files) {
        Map<String, Path> byKind = new TreeMap<>();
        files.forEach(file -> byKind.putIfAbsent(kind(file), file));
        if (byKind.size() > 1) {
            List<Path> examples = new ArrayList<>(byKind.values());
            throw mixture(name, examples.get(0), examples.get(1));
        }
    }

    private static PithException mixture(String name, Path shard, Path other) {
        String ending = kind(shard);
        return new PithException(name + ": holds " + other.getFileName() + " beside " + shard.getFileName()
                + ", and a source is of one kind; name its files by a pattern, such as '"
                + shard.resolveSibling("*." + ending) + "'");
    }

    /** Returns the extension of a file, once unpacked, in lower case; {@code jsonl} for {@code ndjson}. */
    public static String kind(Path file) {
        String plain = Compression.plainName(file.getFileName().toString()).toLowerCase(Locale.ROOT);
        String extension = plain.substring(plain.lastIndexOf('.') + 1);
        return extension.equals("ndjson") ? "jsonl" : extension;
    }

    private static List<Path> sorted(Path root, Collection<Path> files) {
        return files.stream()
                .sorted(Comparator.comparing((Path file) -> NaturalOrder.key(key(root, file)), NaturalOrder::compare)
                        .thenComparing(file -> key(root, file), CodePointOrder.INSTANCE))
                .toList();
    }

    /** Returns what a file is called in keys: its path from the root, with {@code /} between folders. */
    String key(Path file) {
        return key(root, file);
    }

    private static String key(Path root, Path file) {
        return FileName.of(root.toAbsolutePath().relativize(file.toAbsolutePath()), root);
    }
}

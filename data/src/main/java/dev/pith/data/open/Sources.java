package dev.pith.data.open;

import dev.pith.PithException;
import dev.pith.data.GivenLabels;
import dev.pith.data.Labels;
import dev.pith.data.NearestName;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.array.ArraySource;
import dev.pith.data.array.PixelArray;
import dev.pith.data.array.TensorSource;
import dev.pith.data.box.CocoSource;
import dev.pith.data.box.YoloSource;
import dev.pith.data.builtin.Catalog;
import dev.pith.data.cifar.Cifar;
import dev.pith.data.idx.IdxPair;
import dev.pith.data.image.ImageFolder;
import dev.pith.data.image.MaskedFolder;
import dev.pith.data.label.LabelFile;
import dev.pith.data.shard.ShardFiles;
import dev.pith.npy.Npy;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens sources by path or name. */
public final class Sources {
    /** How many neighbours of a mistyped path are looked at. */
    private static final int NEIGHBOURS = 10_000;

    private Sources() {}

    /** Opens a source; see {@link #open(String, SourceOptions, Progress)}. */
    public static Source open(String spec, SourceOptions options) {
        return open(spec, options, Progress.NONE);
    }

    /**
     * Opens a source. What a file is, its name tells; what a folder is, the files in it.
     *
     * @param spec a path, a pattern such as {@code data/train-*.parquet}, or the name of a built-in data set; a name
     *     wins, so write {@code ./mnist} for a folder of that name
     * @param progress hears of bytes, if a built-in data set has to be fetched or a file to be unpacked
     * @throws PithException when there is no such source, or it cannot be read
     */
    public static Source open(String spec, SourceOptions options, Progress progress) {
        if (Catalog.isBuiltIn(spec)) {
            requireNoLabels(spec, options);
            return Catalog.of(options.dataDir()).open(spec, options.split(), progress);
        }
        Path path = path(spec);
        if (Files.isDirectory(path)) {
            return folder(spec, path, options, progress);
        }
        if (Files.exists(Npy.fileOf(path))) {
            return file(spec, path, options, progress);
        }
        if (ShardFiles.isPattern(spec)) {
            return withoutLabels(DataFiles.open(ShardFiles.ofPattern(spec), options, progress), options);
        }
        throw unknown(spec, path);
    }

    /**
     * Returns whether a source comes in a training and a test part, so that {@link SourceOptions#split}
     * chooses between them.
     *
     * @param spec as for {@link #open}
     */
    public static boolean hasTestPart(String spec) {
        if (Catalog.isBuiltIn(spec)) {
            return true;
        }
        Path path = path(spec);
        Optional<Path> yolo = YoloSource.find(path);
        if (yolo.isPresent()) {
            return YoloSource.hasTestPart(yolo.get());
        }
        return Files.isDirectory(path)
                ? IdxPair.holds(path, Split.TEST)
                        || Cifar.holds(path, Split.TEST)
                        || MaskedFolder.hasTestPart(path)
                        || ShardFiles.hasTestPart(spec, path)
                : isTarGz(spec) && Cifar.isArchive(path);
    }

    /**
     * Reads what a column or field of a source says of each sample, as {@link SourceOptions#labelColumn} is read.
     *
     * @param spec as for {@link #open}
     * @param options that open the source
     * @throws PithException when the source has no columns, or none of that name, or a sample has nothing there
     */
    public static Labels column(String spec, SourceOptions options, String column, Progress progress) {
        ShardFiles files = files(spec, options)
                .filter(some -> DataFiles.haveColumns(some, options))
                .orElseThrow(() -> new PithException(spec + ": has no columns or fields, so none is called " + column
                        + "; give groups in a file, with `group`"));
        try (Source source = DataFiles.open(files, options.labelledBy(column), progress)) {
            Labels labels = source.labels()
                    .orElseThrow(
                            () -> new PithException(spec + ": column '" + column + "' says nothing of any sample"));
            if (!labels.unlabelled().isEmpty()) {
                int id = labels.unlabelled().nextSetBit(0);
                throw new PithException(spec + ": column '" + column + "' says nothing of sample " + id + " ("
                        + source.key(id) + "); give it a group");
            }
            return labels;
        }
    }

    /** Returns the files of a source, if its samples lie in files whose names say how. */
    private static Optional<ShardFiles> files(String spec, SourceOptions options) {
        if (Catalog.isBuiltIn(spec)) {
            return Optional.empty();
        }
        Path path = path(spec);
        if (Files.isDirectory(path)) {
            return ShardFiles.ofFolder(spec, path, options.split());
        }
        return Files.exists(path) || !ShardFiles.isPattern(spec)
                ? Optional.of(ShardFiles.of(spec, path))
                : Optional.of(ShardFiles.ofPattern(spec));
    }

    private static boolean isTarGz(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
    }

    private static Source folder(String spec, Path folder, SourceOptions options, Progress progress) {
        Optional<IdxPair> idx = IdxPair.find(folder, options.split());
        if (idx.isPresent()) {
            return withLabels(idx.get(), options).open(spec, List.of());
        }
        if (Cifar.isFolder(folder)) {
            requireNoLabels(spec, options);
            return Cifar.openFolder(spec, folder, options.split());
        }
        if (ArraySource.isFolder(folder)) {
            return ArraySource.openFolder(spec, folder, options.labels());
        }
        Optional<Path> yolo = YoloSource.find(folder);
        if (yolo.isPresent()) {
            return YoloSource.open(spec, yolo.get(), options.split(), given(options));
        }
        if (MaskedFolder.isFolder(folder)) {
            requireNoLabels(spec, options);
            return MaskedFolder.open(spec, folder, options.split(), options.ignoreLabel());
        }
        Optional<ShardFiles> shards = ShardFiles.ofFolder(spec, folder, options.split());
        if (shards.isPresent()) {
            requireNoLabels(spec, options);
            return DataFiles.open(shards.get(), options, progress);
        }
        ShardFiles.refuseShardsBelow(spec, folder);
        return ImageFolder.open(spec, folder, given(options));
    }

    private static @Nullable GivenLabels given(SourceOptions options) {
        return options.labels() == null ? null : new LabelFile(options.labels());
    }

    private static Source file(String spec, Path file, SourceOptions options, Progress progress) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (IdxPair.isIdx(file)) {
            return withLabels(IdxPair.of(file), options).open(spec, List.of());
        }
        if (Npy.isArray(file)) {
            return array(spec, file, options.labels());
        }
        if (isTarGz(name) && Cifar.isArchive(file)) {
            requireNoLabels(spec, options);
            return Cifar.openArchive(spec, file, options.split());
        }
        if (YoloSource.find(file).isPresent()) {
            return YoloSource.open(spec, file, options.split(), given(options));
        }
        if (name.endsWith(".json") && CocoSource.is(file)) {
            return CocoSource.open(spec, file, given(options));
        }
        return withoutLabels(DataFiles.open(ShardFiles.of(spec, file), options, progress), options);
    }

    private static Source array(String spec, Path file, @Nullable Path labels) {
        if (PixelArray.is(file)) {
            return PixelArray.open(spec, file, labels);
        }
        return TensorSource.isTensor(file)
                ? TensorSource.open(spec, file, labels)
                : ArraySource.openMatrix(spec, file, labels);
    }

    private static IdxPair withLabels(IdxPair pair, SourceOptions options) {
        return options.labels() == null ? pair : new IdxPair(pair.images(), options.labels());
    }

    private static void requireNoLabels(String spec, SourceOptions options) {
        if (options.labels() != null) {
            throw new PithException(spec + ": brings its own labels; leave out " + options.labels());
        }
    }

    /** Returns a source that takes no file of labels. */
    private static Source withoutLabels(Source source, SourceOptions options) {
        if (options.labels() == null) {
            return source;
        }
        source.close();
        if (source.labels().isPresent()) {
            requireNoLabels(source.name(), options);
        }
        throw new PithException(
                source.name() + ": takes no file of labels; those of records are a field or column of theirs,"
                        + " named with `label-column`, so leave out " + options.labels());
    }

    private static Path path(String spec) {
        try {
            return Path.of(spec);
        } catch (InvalidPathException e) {
            throw new PithException(spec + ": is no path that this system can express; try LC_ALL=C.UTF-8", e);
        }
    }

    private static PithException unknown(String spec, Path path) {
        String name = path.getFileName() == null ? spec : path.getFileName().toString();
        Path parent = path.getParent();
        List<String> candidates = new ArrayList<>(parent == null ? Catalog.names() : List.of());
        candidates.addAll(entries(parent == null ? Path.of("") : parent));
        String hint = NearestName.of(name, candidates)
                .map(nearest -> "did you mean " + (parent == null ? nearest : parent.resolve(nearest)) + "?")
                .orElseGet(() -> "built in are " + String.join(", ", Catalog.names()));
        return new PithException(spec + ": no such file, folder or built-in data set; " + hint);
    }

    private static List<String> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.limit(NEIGHBOURS)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // Only a hint is lost.
            return List.of();
        }
    }
}

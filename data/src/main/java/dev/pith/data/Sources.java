package dev.pith.data;

import dev.pith.PithException;
import dev.pith.data.builtin.Catalog;
import dev.pith.data.idx.IdxPair;
import dev.pith.data.image.ImageFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens sources by path or name. */
public final class Sources {
    private Sources() {}

    /**
     * Opens a source.
     *
     * @param spec a path, or the name of a built-in data set; a name wins, so write {@code ./mnist} for a folder of that
     *     name
     * @throws PithException when there is no such source, or it cannot be read
     */
    public static Source open(String spec, SourceOptions options) {
        if (Catalog.isBuiltIn(spec)) {
            return Catalog.open(spec, options.split());
        }
        Path path = path(spec);
        if (Files.isDirectory(path)) {
            return folder(spec, path, options);
        }
        if (Files.exists(path)) {
            return file(spec, path, options);
        }
        throw unknown(spec);
    }

    private static Source folder(String spec, Path folder, SourceOptions options) {
        Optional<IdxPair> idx = IdxPair.find(folder, options.split());
        if (idx.isPresent()) {
            return withLabels(idx.get(), options).open(spec, List.of());
        }
        return ImageFolder.open(spec, folder);
    }

    private static Source file(String spec, Path file, SourceOptions options) {
        if (IdxPair.isIdx(file)) {
            return withLabels(IdxPair.of(file), options).open(spec, List.of());
        }
        return DataFiles.open(file, options)
                .orElseThrow(() -> new PithException(spec + ": is no file of a known kind"));
    }

    private static IdxPair withLabels(IdxPair pair, SourceOptions options) {
        return options.labels() == null ? pair : new IdxPair(pair.images(), options.labels());
    }

    private static Path path(String spec) {
        try {
            return Path.of(spec);
        } catch (InvalidPathException e) {
            throw new PithException(spec + ": is no path that this system knows; check the locale", e);
        }
    }

    private static PithException unknown(String spec) {
        return new PithException(spec + ": no such file, folder or built-in data set");
    }
}

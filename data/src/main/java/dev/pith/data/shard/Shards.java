package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import dev.pith.data.ImageSource;
import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.table.TableFeatures;
import dev.pith.data.table.TableRecords;
import dev.pith.run.Progress;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the files of a source as one. */
public final class Shards {
    /** Opens a plain file. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a file.
         *
         * @param file to read, called as its kind is
         * @param folder that paths in it are relative to
         */
        Source open(Path file, Path folder);
    }

    private final ShardFiles files;
    private final Opener opener;
    private final Progress progress;
    private final List<Shard<Source>> shards = new ArrayList<>();
    private @Nullable EmptyFileException empty;
    private long size;

    private Shards(ShardFiles files, Opener opener, Progress progress) {
        this.files = files;
        this.opener = opener;
        this.progress = progress;
    }

    /**
     * Opens files; those without samples are passed over where others have some.
     *
     * @param progress hears of compressed bytes, for each file that is compressed
     * @return the source of a single plain file as it is, else a {@link ShardedSource}
     * @throws PithException when a file cannot be read, or they do not belong together
     */
    public static Source open(ShardFiles files, Opener opener, Progress progress) {
        Shards shards = new Shards(files, opener, progress);
        try {
            files.files().forEach(shards::add);
            return shards.together();
        } catch (RuntimeException | Error e) {
            shards.shards.forEach(Shard::close);
            throw e;
        }
    }

    private void add(Path file) {
        Optional<Compression> compression = Compression.of(file.getFileName().toString());
        if (compression.isEmpty()) {
            requirePlain(file);
            add(file, null);
            return;
        }
        Unpacked unpacked = Unpacked.of(file, compression.get(), progress);
        try {
            add(file, unpacked);
        } catch (RuntimeException | Error e) {
            unpacked.close();
            throw e;
        }
    }

    private void add(Path file, @Nullable Unpacked unpacked) {
        Path readable = unpacked == null ? file : unpacked.file();
        Source source;
        try {
            source = Shard.named(file, unpacked, () -> opener.open(readable, file.resolveSibling("")));
        } catch (EmptyFileException e) {
            empty = e;
            if (unpacked != null) {
                unpacked.close();
            }
            return;
        }
        shards.add(new Shard<>(files.key(file), file, source, unpacked, (int) size));
        size += source.size();
        if (size > Integer.MAX_VALUE) {
            throw new PithException(files.name() + " holds more than " + Integer.MAX_VALUE + " samples; split it");
        }
    }

    private static void requirePlain(Path file) {
        Optional<Compression> compression;
        try {
            compression = Compression.ofContent(file);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
        compression.ifPresent(found -> {
            throw new PithException(file + ": is compressed by " + found
                    + ", though its name does not say so; rename it to " + file.getFileName() + found.extension());
        });
    }

    private Source together() {
        if (shards.isEmpty()) {
            throw empty == null ? new PithException(files.name() + " holds no files") : empty;
        }
        Shard<Source> first = shards.get(0);
        if (first.source() instanceof TableFeatures) {
            TableFeatures.requireAlike(sources(TableFeatures.class));
            return new ShardedFeatures(files, all(TableFeatures.class));
        }
        if (files.files().size() == 1 && first.unpacked() == null) {
            return first.source();
        }
        if (first.source() instanceof TableRecords) {
            TableRecords.requireAlike(sources(TableRecords.class));
        }
        boolean archives = first.source() instanceof MemberSource;
        if (first.source() instanceof ImageSource) {
            List<Shard<ImageSource>> images = all(ImageSource.class);
            return archives ? new ShardedImages.OfArchives(files, images) : new ShardedImages(files, images);
        }
        List<Shard<RecordSource>> records = all(RecordSource.class);
        return archives ? new ShardedRecords.OfArchives(files, records) : new ShardedRecords(files, records);
    }

    private <S extends Source> List<S> sources(Class<S> kind) {
        return all(kind).stream().map(Shard::source).toList();
    }

    /** Returns the shards as those of one kind. */
    private <S extends Source> List<Shard<S>> all(Class<S> kind) {
        List<Shard<S>> all = new ArrayList<>();
        for (Shard<Source> shard : shards) {
            if (!kind.isInstance(shard.source())) {
                throw new PithException(shard.file() + ": holds " + samples(shard.source()) + ", "
                        + shards.get(0).file() + " holds "
                        + samples(shards.get(0).source())
                        + "; name files of one kind by a pattern");
            }
            all.add(new Shard<>(shard.key(), shard.file(), kind.cast(shard.source()), shard.unpacked(), shard.start()));
        }
        return all;
    }

    private static String samples(Source source) {
        return source instanceof ImageSource ? "images" : "records";
    }
}

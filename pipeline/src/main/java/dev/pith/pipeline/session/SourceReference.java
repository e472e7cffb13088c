package dev.pith.pipeline.session;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.builtin.Catalog;
import dev.pith.data.open.Sources;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.shard.ShardFiles;
import dev.pith.data.shard.ShardedSource;
import dev.pith.run.Manifest;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source by its name, and how to open it. A run remembers it as a map, from which it can be opened again.
 *
 * @param name a path, or the name of a built-in data set
 * @param autoencoder a masked autoencoder that rebuilds the dropped patches of a patch archive, or null
 */
public record SourceReference(String name, SourceOptions options, @Nullable Path autoencoder) {
    private static final String DATA_DIR = "data-dir";
    private static final String SPLIT = "split";
    private static final String LABELS = "labels";
    private static final String IMAGE_COLUMN = "image-column";
    private static final String TEXT_COLUMN = "text-column";
    private static final String TEXT_TEMPLATE = "text-template";
    private static final String FEATURE_COLUMN = "feature-column";
    private static final String LABEL_COLUMN = "label-column";
    private static final String IGNORE_LABEL = "ignore-label";
    private static final String MAE = "mae";

    /** Returns a reference to a source that is opened as it is. */
    public static SourceReference of(String name) {
        return new SourceReference(name, SourceOptions.DEFAULT, null);
    }

    /** Returns a reference to the source of a run. */
    public static SourceReference of(Manifest.Samples samples) {
        Map<String, String> map = samples.options();
        SourceOptions options = SourceOptions.builder()
                .dataDir(path(map.get(DATA_DIR)))
                .split(Split.valueOf(map.getOrDefault(SPLIT, text(Split.TRAIN)).toUpperCase(Locale.ROOT)))
                .labels(path(map.get(LABELS)))
                .imageColumn(map.get(IMAGE_COLUMN))
                .textColumn(map.get(TEXT_COLUMN))
                .textTemplate(map.get(TEXT_TEMPLATE))
                .featureColumn(map.get(FEATURE_COLUMN))
                .labelColumn(map.get(LABEL_COLUMN))
                .ignoreLabel(map.containsKey(IGNORE_LABEL) ? Integer.valueOf(map.get(IGNORE_LABEL)) : null)
                .build();
        return new SourceReference(samples.name(), options, path(map.get(MAE)));
    }

    /** Returns a reference to another source that is opened as this one is, its test part if it has one. */
    public SourceReference beside(String other) {
        SourceOptions likewise = SourceOptions.builder()
                .dataDir(options.dataDir())
                .split(Split.TEST)
                .imageColumn(options.imageColumn())
                .textColumn(options.textColumn())
                .textTemplate(options.textTemplate())
                .featureColumn(options.featureColumn())
                .labelColumn(options.labelColumn())
                .ignoreLabel(options.ignoreLabel())
                .build();
        return new SourceReference(other, likewise, null);
    }

    /** Returns a reference to the test part, when this is the training part of a data set that comes in two. */
    public Optional<SourceReference> testPart() {
        return options.split() == Split.TRAIN && options.labels() == null && Sources.hasTestPart(name)
                ? Optional.of(beside(name))
                : Optional.empty();
    }

    /**
     * Returns a reference to what a network of this source is tested on: what is given, else the test part, if there is
     * one.
     */
    public Optional<SourceReference> test(@Nullable String given) {
        return given == null ? testPart() : Optional.of(beside(given));
    }

    /** Opens the source; a built-in data set that is nowhere to be found is fetched first. */
    public Source open(Messages messages) {
        try (TaskProgress progress = messages.progress("reading " + name)) {
            Source source = Sources.open(name, options, progress);
            if (source instanceof ShardedSource<?> sharded && !sharded.note().isEmpty()) {
                messages.note(name + ": " + sharded.note());
            }
            return rebuilt(source);
        }
    }

    /**
     * Reads what a column or field of the source says of each sample.
     *
     * @throws PithException when the source has no columns, or none of that name, or a sample has nothing there
     */
    public Labels column(String column, Messages messages) {
        try (TaskProgress progress = messages.progress("reading " + column + " of " + name)) {
            return Sources.column(name, options, column, progress);
        }
    }

    /**
     * Opens the source of a run again.
     *
     * @throws PithException when it is gone, saying how to tell the run where it lies now
     */
    public Source reopen(Messages messages) {
        try {
            return open(messages);
        } catch (PithException e) {
            if (Catalog.names().contains(name) || Files.exists(Path.of(name))) {
                throw e;
            }
            throw new PithException(
                    name
                            + ": the source of this run is not there any more; if it was moved, say once where it lies now, with"
                            + " pith report RUN `source SOURCE`",
                    e);
        }
    }

    /** Returns whether the features of a run are a column of its source. */
    public static boolean areColumn(Manifest.Samples samples) {
        return samples.options().containsKey(FEATURE_COLUMN);
    }

    /** Lets the masked autoencoder rebuild the images of a patch archive as they are read; closed with the source. */
    private Source rebuilt(Source source) {
        if (autoencoder == null) {
            return source;
        }
        try {
            if (!(source instanceof PatchArchive archive)) {
                throw new PithException(source.name() + ": is no patch archive (.pith), so `mae`"
                        + " has nothing to rebuild; leave it out");
            }
            if (!Files.isRegularFile(autoencoder)) {
                throw new PithException(autoencoder + ": no such file: check the path");
            }
            AutoencoderFilling filling = AutoencoderFilling.open(autoencoder);
            try {
                filling.requireFits(archive.format().grid());
            } catch (RuntimeException e) {
                filling.close();
                throw e;
            }
            return archive.filledBy(filling);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Returns the name that opens the source from any directory. */
    public String lastingName() {
        boolean path = Files.exists(Path.of(name)) || ShardFiles.isPattern(name);
        return Catalog.names().contains(name) || !path ? name : absolute(Path.of(name));
    }

    /**
     * Returns what a run must remember beside {@link #lastingName()} to open the source again: parameter name to value.
     */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        putPath(map, DATA_DIR, options.dataDir());
        map.put(SPLIT, text(options.split()));
        putPath(map, LABELS, options.labels());
        putIfGiven(map, IMAGE_COLUMN, options.imageColumn());
        putIfGiven(map, TEXT_COLUMN, options.textColumn());
        putIfGiven(map, TEXT_TEMPLATE, options.textTemplate());
        putIfGiven(map, FEATURE_COLUMN, options.featureColumn());
        putIfGiven(map, LABEL_COLUMN, options.labelColumn());
        putIfGiven(
                map,
                IGNORE_LABEL,
                options.ignoreLabel() == null ? null : options.ignoreLabel().toString());
        putPath(map, MAE, autoencoder);
        return map;
    }

    private static String text(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static void putIfGiven(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static void putPath(Map<String, String> map, String key, @Nullable Path path) {
        putIfGiven(map, key, path == null ? null : absolute(path));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}

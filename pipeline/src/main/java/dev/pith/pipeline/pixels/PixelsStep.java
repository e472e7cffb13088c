package dev.pith.pipeline.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.patch.ArchiveBytes;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.patch.PatchArchiveWriter;
import dev.pith.data.patch.PatchCodec;
import dev.pith.data.patch.PatchFormat;
import dev.pith.data.patch.PatchGrid;
import dev.pith.data.patch.SourceCodec;
import dev.pith.npy.NpyWriter;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.selection.Published;
import dev.pith.torch.feature.FeatureNetwork;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.CommonestSize;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.importance.PatchChoice;
import dev.pith.torch.importance.PatchImportance;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The step {@code pixels}: how much the patches of the selected images matter, and the archive of those that are kept.
 * Before it, if need be, the step {@code pretrain}.
 */
public final class PixelsStep {
    /** What the manifest calls the file that rebuilds. */
    static final String AUTOENCODER = "rebuilt by";

    private final Session session;
    private final ImageSource source;
    private final PixelsSettings configuration;

    /**
     * Prepares the step.
     *
     * @param source of the run
     * @throws PithException when the source holds no images
     */
    public PixelsStep(Session session, Source source, PixelsSettings configuration) {
        this.session = session;
        this.configuration = configuration;
        if (!(source instanceof ImageSource images)) {
            throw new PithException(
                    source.name() + ": holds no images with pixels of 8 bits, and only those are cut into patches");
        }
        this.source = images;
        configuration.requireFiles();
    }

    /** Makes the archive, unless it is made. */
    public Archived perform() {
        int[] ids = selection();
        Path autoencoder = autoencoder();
        Map<String, String> map = new LinkedHashMap<>(configuration.toMap(autoencoder));
        map.put("selection", String.format(Locale.ROOT, "%d samples, hash %08x", ids.length, Arrays.hashCode(ids)));
        map.putAll(session.samples().options());
        session.perform(Step.PIXELS, map, staging -> write(ids, autoencoder, staging));
        return Archived.of(session.run());
    }

    private int[] selection() {
        RunSamples.requireSelection(session.run());
        int[] ids = RunSamples.ids(session.run().file(RunFiles.SELECTION));
        Arrays.sort(ids);
        return ids;
    }

    /** Returns the file of the masked autoencoder, trained first if there is none. */
    private Path autoencoder() {
        Path given = configuration.mae();
        if (given != null) {
            return given;
        }
        if (session.run().manifest().step(Step.PRETRAIN).isEmpty()) {
            session.note("no `mae` is given: a small masked autoencoder is trained on the source");
            new PretrainStep(
                            session,
                            source,
                            null,
                            PretrainSettings.DEFAULT,
                            PruningSettings.DEFAULT,
                            OnError.SKIP,
                            configuration.seed())
                    .perform(null);
        }
        return session.run().file(RunFiles.AUTOENCODER);
    }

    private void write(int[] ids, Path autoencoder, Staging staging) throws IOException {
        Path folder = staging.folder(RunFiles.PATCHES);
        try (AutoencoderFilling filling = AutoencoderFilling.open(autoencoder, session.threads())) {
            PatchGrid grid = grid(filling.spec());
            float[][] importance = importance(ids, grid, folder);
            PatchChoice choice = configuration.choice();
            boolean[][] kept = Arrays.stream(importance).map(choice::kept).toArray(boolean[][]::new);
            try (NpyWriter rows = new NpyWriter(folder.resolve(RunFiles.IMPORTANCE), ids.length, grid.size())) {
                for (float[] row : importance) {
                    rows.append(row);
                }
            }
            ArchiveBytes bytes = archive(ids, grid, kept, filling, folder.resolve(RunFiles.ARCHIVE), staging);
            noteBytes(bytes, staging);
            writeBytes(bytes, ids, folder.resolve(RunFiles.BYTES));
            try (PatchArchive archive = PatchArchive.open(RunFiles.ARCHIVE, folder.resolve(RunFiles.ARCHIVE))
                            .filledBy(filling);
                    TaskProgress progress = session.progress("rebuilding")) {
                new RebuiltExamples(source, archive, grid, importance).evaluate(folder, staging, progress);
            }
            staging.note("masked autoencoder", filling.name());
            staging.note(AUTOENCODER, autoencoder.toAbsolutePath().toString());
        }
    }

    /**
     * Returns the size that images are stored in and the patches of the autoencoder laid over it: the source's
     * commonest size, or the size that the autoencoder takes where that is smaller, at its aspect ratio.
     */
    private PatchGrid grid(AutoencoderSpec spec) {
        InputShape input = spec.input();
        int[] size = CommonestSize.of(source, session.threads());
        int width = Math.min(size[0], input.width());
        int height = Math.min(size[1], input.height());
        if ((long) width * input.height() <= (long) height * input.width()) {
            height = Math.max(1, (int) ((long) width * input.height() / input.width()));
        } else {
            width = Math.max(1, (int) ((long) height * input.width() / input.height()));
        }
        int rows = input.height() / spec.size().patch();
        int columns = input.width() / spec.size().patch();
        if (rows > height || columns > width) {
            throw new PithException("images of " + width + " x " + height + " pixels cannot be cut into the " + columns
                    + " x " + rows + " patches of the masked autoencoder; use one of smaller images");
        }
        if (width != size[0] || height != size[1]) {
            session.note("images of " + size[0] + " x " + size[1] + " pixels are stored in " + width + " x " + height
                    + ", which is as much as the masked autoencoder sees");
        }
        return new PatchGrid(width, height, rows, columns);
    }

    private float[][] importance(int[] ids, PatchGrid grid, Path folder) {
        if (configuration.importance() == ImportanceMethod.RANDOM) {
            return PatchImportance.random(ids, grid.size(), configuration.seed());
        }
        try (FeatureNetwork network = network(folder)) {
            boolean ofLabel = configuration.compat() != Published.DQ_VISION;
            PatchImportance importance =
                    new PatchImportance(network.network(), network.images(), configuration.importance(), ofLabel);
            try (TaskProgress progress = session.progress("looking at images")) {
                return importance.of(ids, grid.rows(), grid.columns(), session.threads(), progress);
            }
        }
    }

    /** Returns the network that looks at the images: given, of the run's features, or trained now. */
    private FeatureNetwork network(Path folder) {
        Path weights = configuration.weights();
        if (weights != null) {
            return FeatureNetwork.open(weights, configuration.net(), this::open, session::note);
        }
        if (session.run().manifest().step(Step.NETWORK).isPresent()) {
            return FeatureNetwork.open(session.run().file(RunFiles.NETWORK), null, this::open, session::note);
        }
        ImageSet images = open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, FeatureTraining.MOST_SIDE));
        Path file = folder.resolve(RunFiles.NETWORK);
        try (TaskProgress progress = session.progress("training " + FeatureTraining.NETWORK)) {
            FeatureTraining.train(
                    FeatureTraining.NETWORK,
                    images,
                    FeatureTraining.EPOCHS,
                    configuration.seed(),
                    session.threads(),
                    progress,
                    file);
        }
        return FeatureNetwork.open(file, null, this::open, session::note);
    }

    private ImageSet open(ImageOptions options) {
        return Images.open(session, source, options, true);
    }

    private ArchiveBytes archive(
            int[] ids, PatchGrid grid, boolean[][] kept, AutoencoderFilling filling, Path file, Staging staging) {
        SourceCodec suits = configuration.dropsNothing()
                ? new SourceCodec(PatchCodec.LOSSLESS, 100, "nothing is dropped, and images come back exactly")
                : SourceCodec.of(source, ids);
        PatchCodec codec = configuration.codec() == null ? suits.codec() : configuration.codec();
        int quality = configuration.codec() == null ? suits.quality() : configuration.quality();
        Optional<Labels> labels = source.labels();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", session.samples().name());
        facts.put("importance", configuration.importance().toString());
        facts.put(
                configuration.threshold() == null ? "drop" : "threshold",
                configuration.threshold() == null
                        ? Double.toString(configuration.drop())
                        : configuration.threshold().toString());
        facts.put("masked autoencoder", filling.name());
        PatchFormat format = new PatchFormat(
                grid,
                codec,
                quality,
                labels.isPresent(),
                labels.map(Labels::names).orElse(List.of()),
                facts);
        staging.note("images", grid.width() + " x " + grid.height());
        staging.note("patches", grid.columns() + " x " + grid.rows());
        staging.note("codec", codec == PatchCodec.LOSSLESS ? codec.label() : codec.label() + " at quality " + quality);
        staging.note("codec because", configuration.codec() == null ? suits.reason() : "it was asked for");
        try (TaskProgress progress = session.progress("storing patches")) {
            return PatchArchiveWriter.write(file, format, out -> {
                for (int i = 0; i < ids.length; i++) {
                    int id = ids[i];
                    Image image = RebuiltExamples.sized(source.image(id), grid);
                    long label = labels.isPresent() ? labels.get().values()[id] : 0;
                    out.add(id, source.key(id), label, kept[i], image, source.storedBytes(id));
                    progress.onStep(i + 1L, ids.length);
                }
            });
        }
    }

    private static void writeBytes(ArchiveBytes bytes, int[] ids, Path file) throws IOException {
        StringBuilder csv = new StringBuilder("id,original,nothing_dropped,kept_patches\n");
        for (int i = 0; i < ids.length; i++) {
            csv.append(ids[i]).append(',').append(bytes.originalOf()[i]).append(',');
            csv.append(bytes.wholeOf()[i])
                    .append(',')
                    .append(bytes.recordOf()[i])
                    .append('\n');
        }
        Files.writeString(file, csv.toString());
    }

    private void noteBytes(ArchiveBytes bytes, Staging staging) {
        staging.note("patches kept", String.format(Locale.ROOT, "%.4f", bytes.patchKeep()));
        staging.note("kept in all", String.format(Locale.ROOT, "%.4f", bytes.keep(source.size())));
        staging.note("selected", Integer.toString(bytes.recordOf().length));
        staging.note("bytes of originals", Long.toString(bytes.originals()));
        staging.note("bytes with nothing dropped", Long.toString(bytes.whole()));
        staging.note("bytes of archive", Long.toString(bytes.archive()));
        staging.note("archive", bytes.summary());
    }
}

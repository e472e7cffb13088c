package dev.pith.pipeline.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Source;
import dev.pith.data.patch.PatchGrid;
import dev.pith.data.pixels.Resize;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.pipeline.train.TrainingFiles;
import dev.pith.pipeline.train.TrainingWatch;
import dev.pith.prune.EpochPruning;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.importance.PatchChoice;
import dev.pith.torch.importance.PatchImportance;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.Weights;
import dev.pith.torch.rebuild.AutoencoderFilling;
import dev.pith.torch.rebuild.RebuildQuality;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Reconstruction;
import dev.pith.torch.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code pretrain}: trains a masked autoencoder, and measures how well it rebuilds images that it
 * has not seen.
 */
public final class PretrainStep {
    private static final int MOST_EVALUATED = 500;
    private static final int HELD_OUT = 20; // one of so many
    private static final int LARGE_PATCH = 14;
    private static final int LARGE_SIDE = 224;
    private static final int LEAST_SIDE = 8;
    private static final int MOST_SIDE = 64;

    private final Session session;
    private final ImageSource source;
    private final @Nullable ImageSource test;
    private final PretrainSettings settings;
    private final PruningSettings pruning;
    private final OnError onError;
    private final long seed;
    private final BitSet heldOut = new BitSet();

    /**
     * Prepares a training.
     *
     * @param test what the result is tested on; null for some images of the source that are not trained on
     * @throws PithException when the source holds no images
     */
    public PretrainStep(
            Session session,
            Source source,
            @Nullable Source test,
            PretrainSettings settings,
            PruningSettings pruning,
            OnError onError,
            long seed) {
        this.session = session;
        this.source = images(source);
        this.test = test == null ? null : images(test);
        this.settings = settings;
        this.pruning = pruning;
        this.onError = onError;
        this.seed = seed;
        if (test == null) {
            int count = Math.min(MOST_EVALUATED, source.size() / HELD_OUT);
            IntStream.range(0, count).forEach(i -> heldOut.set((int) ((long) i * source.size() / count)));
        }
    }

    private static ImageSource images(Source source) {
        if (source instanceof ImageSource images) {
            return images;
        }
        throw new PithException(
                source.name() + ": holds no images with pixels of 8 bits, and only those are cut into patches");
    }

    /**
     * Trains, unless it is done.
     *
     * @param saveEvery epochs between two checkpoints; null for a minute
     */
    public Pretrained perform(@Nullable Integer saveEvery) {
        int n = source.size() - heldOut.cardinality();
        pruning.check(settings.epochs(n));
        Map<String, String> map = new LinkedHashMap<>(settings.toMap(n));
        map.putAll(pruning.toMap());
        map.put("seed", Long.toString(seed));
        map.put("on-error", onError.toString());
        map.put("judged by", test == null ? "images held out" : test.name());
        map.putAll(session.samples().options());
        session.refuseChange(Step.PRETRAIN, map);
        session.memory()
                .require(
                        "Training a masked autoencoder",
                        MemoryEstimate.network(source.size(), mostSide(), session.memory()),
                        "use a smaller `net`");
        TrainingFiles files =
                new TrainingFiles(session, map, saveEvery, RunFiles.AUTOENCODER_CHECKPOINT, RunFiles.AUTOENCODER_LOG);
        session.perform(Step.PRETRAIN, map, staging -> {
            files.goOn(staging);
            train(files, staging);
        });
        files.deleteCheckpoint();
        return Pretrained.of(session.run());
    }

    private int mostSide() {
        return settings.size().patch() >= LARGE_PATCH ? LARGE_SIDE : MOST_SIDE;
    }

    private void train(TrainingFiles files, Staging staging) throws IOException {
        AutoencoderSize size = settings.size();
        ImageSet images = open(size);
        AutoencoderSpec spec =
                new AutoencoderSpec(size, images.shape(), images.mean(), images.std(), settings.normalized());
        BitSet excluded = (BitSet) heldOut.clone();
        images.unreadable().forEach(image -> excluded.set(image.id()));
        int[] ids = IntStream.range(0, source.size())
                .filter(id -> !excluded.get(id))
                .toArray();
        LabelledImages samples = LabelledImages.withoutLabels(images, ids);
        Recipe recipe = settings.recipe(source.size() - heldOut.cardinality(), seed);
        EpochPruning epochs = pruning.pruning(ids.length, ids, source.size(), recipe.epochs(), seed);
        List<EpochRecord> records;
        try (MaskedAutoencoder autoencoder = spec.create(seed);
                Trainer trainer = new Trainer(
                        recipe,
                        new Reconstruction(autoencoder, settings.maskRatio(), settings.normalized(), seed),
                        samples,
                        epochs,
                        session.threads())) {
            files.restore(trainer);
            pruning.warning(recipe.epochs()).ifPresent(session::warn);
            try (TaskProgress progress = session.progress("training " + size.name())) {
                records = trainer.train(new TrainingWatch(progress::onStep, files));
            }
            Weights.save(staging.file(RunFiles.AUTOENCODER), autoencoder, spec);
        }
        Files.writeString(staging.file(RunFiles.AUTOENCODER_LOG), TrainingFiles.lines(records));
        staging.note("network", size.name());
        staging.note("images", images.shape().toString());
        staging.note("samples", Integer.toString(ids.length));
        staging.note(
                "loss",
                String.format(
                        Locale.ROOT, "%.4f", records.get(records.size() - 1).loss()));
        writeSkipped(images, staging);
        if (!settings.normalized()) {
            evaluate(staging, staging.file(RunFiles.AUTOENCODER));
        }
    }

    private void writeSkipped(ImageSet images, Staging staging) throws IOException {
        Skipped skipped = new Skipped();
        images.unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
        skipped.writeIfAny(staging, RunFiles.AUTOENCODER_SKIPPED, source::key);
    }

    private ImageSet open(AutoencoderSize size) {
        boolean large = size.patch() >= LARGE_PATCH;
        ImageOptions options =
                ImageOptions.DEFAULT.sides(large ? LARGE_SIDE : LEAST_SIDE, large ? LARGE_SIDE : MOST_SIDE);
        return Images.open(session, source, options, onError == OnError.SKIP);
    }

    /** Drops random patches of images that were not trained on and rebuilds them. */
    private void evaluate(Staging staging, Path model) {
        ImageSource testImages = test == null ? source : test;
        int[] ids = test == null ? heldOut.stream().toArray() : spread(test.size());
        if (ids.length == 0) {
            return;
        }
        try (AutoencoderFilling filling = AutoencoderFilling.open(model, session.threads());
                TaskProgress progress = session.progress("rebuilding")) {
            InputShape input = filling.spec().input();
            PatchGrid grid = PatchGrid.of(
                    input.width(), input.height(), filling.spec().size().patch());
            float[][] importance = PatchImportance.random(ids, grid.size(), seed);
            for (int i = 0; i < Pretrained.DROPS.size(); i++) {
                PatchChoice choice = PatchChoice.dropping(Pretrained.DROPS.get(i));
                RebuildQuality quality = RebuildQuality.of(
                        testImages,
                        ids,
                        grid,
                        image -> sized(image, input),
                        position -> choice.kept(importance[position]),
                        filling);
                staging.note(Pretrained.rebuiltAt(Pretrained.DROPS.get(i)), QualityText.of(quality));
                progress.onStep(i + 1L, Pretrained.DROPS.size());
            }
        }
        staging.note("judged by", ids.length + " images not trained on");
    }

    private static int[] spread(int size) {
        int count = Math.min(MOST_EVALUATED, size);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    /** Returns an image as the archive would store it, in the colors of the autoencoder where it knows fewer. */
    private static Image sized(Image image, InputShape input) {
        return new Image(
                input.width(), input.height(), image.channels(), Resize.cover(image, input.width(), input.height()));
    }
}

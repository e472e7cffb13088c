package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.prune.EpochPruning;
import dev.pith.run.AtomicFile;
import dev.pith.run.Progress;
import dev.pith.run.Staging;
import dev.pith.run.WriteFailure;
import dev.pith.torch.diffusion.Denoising;
import dev.pith.torch.diffusion.DiffusionFiles;
import dev.pith.torch.diffusion.GeneratedImages;
import dev.pith.torch.diffusion.ImageMaker;
import dev.pith.torch.diffusion.NoiseLoss;
import dev.pith.torch.diffusion.NoiseSchedule;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training of a network that makes images: of a class where the source has labels. What is kept is the running mean
 * of its weights. On the way it makes some images, always out of the same noise.
 */
final class DiffusionTraining implements TrainingStart {
    /** Images of the picture after an epoch, and steps to each. */
    private static final int SHOWN = 40;

    private static final int STEPS_TO_SHOWN = 25;
    private static final int PICTURES = 10;
    private static final int LEAST_CLASSES = 2;

    private final Session session;
    private final Source source;
    private final TrainSettings configuration;
    private final ImageSet images;
    private final UNet2D network;
    private final UNet2D average;
    private final NoiseSchedule schedule;

    /** Opens network and images. */
    DiffusionTraining(Session session, Source source, TrainSettings configuration) {
        this.session = session;
        this.source = source;
        this.configuration = configuration;
        Path weights = configuration.weights();
        if (weights == null) {
            images = normalized(open(
                    source,
                    ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, configuration.mostSide()),
                    session::note));
            int classes = images.classes() < LEAST_CLASSES ? 0 : images.classes();
            UNet2DConfig config = UNet2DConfig.of(configuration.network(), images.shape(), classes);
            schedule = NoiseSchedule.of(NoiseSchedule.Kind.LINEAR);
            network = new UNet2D(config, new Parameters(configuration.recipe().seed()));
            average = new UNet2D(config, new Parameters(configuration.recipe().seed()));
            return;
        }
        schedule = DiffusionFiles.schedule(weights);
        network = DiffusionFiles.open(weights);
        average = DiffusionFiles.open(weights);
        try {
            InputShape input = network.config().input();
            ImageOptions like = ImageOptions.DEFAULT.shape(input.channels(), input.height(), input.width());
            images = open(source, normalized(like, input.channels()), session::note);
            int classes = network.config().classes();
            if (classes > 0 && classes != images.classes()) {
                throw new PithException(weights + ": is of " + classes + " classes, but " + source.name() + " has "
                        + images.classes() + "; train from random weights, or on the classes it is of");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns images between -1 and 1, as a diffusion has them. */
    private ImageSet normalized(ImageSet measured) {
        int channels = measured.shape().channels();
        return open(source, normalized(ImageOptions.like(measured), channels), line -> {});
    }

    private static ImageOptions normalized(ImageOptions options, int channels) {
        float[] half = new float[channels];
        Arrays.fill(half, GeneratedImages.HALF);
        return options.normalization(half, half);
    }

    private ImageSet open(Source samples, ImageOptions options, Consumer<String> notes) {
        return Images.open(session, samples, options, skips(), notes);
    }

    private boolean skips() {
        return configuration.onError() == OnError.SKIP;
    }

    private boolean knowsClasses() {
        return network.config().classes() > 0;
    }

    @Override
    public String name() {
        return network.config().name();
    }

    @Override
    public InputShape shape() {
        return images.shape();
    }

    private int[] readable(ImageSet set, IntStream ids) {
        BitSet unreadable = new BitSet();
        set.unreadable().forEach(image -> unreadable.set(image.id()));
        return ids.filter(id -> !unreadable.get(id)).toArray();
    }

    private LabelledImages of(ImageSet set, int... ids) {
        return knowsClasses() ? LabelledImages.of(set, ids) : LabelledImages.withoutLabels(set, ids);
    }

    private int[] ids() {
        return readable(images, IntStream.of(configuration.samples().ids()));
    }

    @Override
    public LabelledImages samples() {
        return of(images, ids());
    }

    @Override
    public Task task(LabelledImages samples) {
        return new Denoising(
                network,
                average,
                schedule,
                configuration.recipe().precision(),
                configuration.recipe().seed());
    }

    @Override
    public EpochPruning pruning(int samples) {
        return configuration.pruning(samples, ids(), source.size());
    }

    @Override
    public Skipped skipped() {
        Skipped skipped = new Skipped();
        images.unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
        return skipped;
    }

    private int epochs() {
        return configuration.recipe().totalEpochs(samples().size());
    }

    private static boolean isShown(int epoch, int epochs) {
        int apart = (epochs + PICTURES - 1) / PICTURES;
        return epoch % apart == 0 || epoch == epochs;
    }

    @Override
    public void onEpoch(int epoch) {
        if (!isShown(epoch, epochs())) {
            return;
        }
        Path folder = session.file(RunFiles.SNAPSHOTS);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw WriteFailure.of(folder, e);
        }
        ImageMaker maker = new ImageMaker(schedule, ImageMaker.Method.DDIM, STEPS_TO_SHOWN);
        long seed = configuration.recipe().seed();
        GeneratedImages made = GeneratedImages.make(average, maker, SHOWN, seed, session.threads(), Progress.NONE);
        AtomicFile.make(folder.resolve(RunFiles.epochPicture(epoch)), made::draw);
    }

    @Override
    public void write(Staging staging) throws IOException {
        DiffusionFiles.save(average, schedule, staging.folder(RunFiles.DIFFUSION));
        Path pictures = staging.folder(RunFiles.SNAPSHOTS);
        for (int epoch = 1; epoch <= epochs(); epoch++) {
            if (isShown(epoch, epochs())) {
                String name = RunFiles.epochPicture(epoch);
                Files.copy(session.file(RunFiles.SNAPSHOTS).resolve(name), pictures.resolve(name));
            }
        }
        Optional<LabelledImages> test = test();
        if (test.isPresent()) {
            try (TaskProgress progress = session.progress("testing")) {
                NoiseLoss loss = NoiseLoss.of(average, schedule, test.get(), session.threads(), progress);
                staging.note("tested", Integer.toString(loss.images()));
                staging.note("noise loss", String.format(Locale.ROOT, "%.5f", loss.mean()));
            }
        }
    }

    private Optional<LabelledImages> test() {
        int[] heldOut = configuration.tests().heldOut();
        if (heldOut.length > 0) {
            return Optional.of(of(images, readable(images, IntStream.of(heldOut))));
        }
        @Nullable Source other = configuration.tests().source();
        if (other == null) {
            return Optional.empty();
        }
        ImageSet test = knowsClasses()
                ? TestImages.open(session, other, images, skips())
                : open(other, ImageOptions.like(images), session::note);
        return Optional.of(of(test, readable(test, IntStream.range(0, test.size()))));
    }

    @Override
    public void close() {
        network.close();
        average.close();
    }
}

package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.prune.EpochPruning;
import dev.pith.run.Staging;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.feature.FeatureNetwork;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentationImages;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.NetworkSpec;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.SegmentationNetwork;
import dev.pith.torch.network.Weights;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.ReplayedImages;
import dev.pith.torch.train.SoftLabels;
import dev.pith.torch.train.SyntheticSet;
import dev.pith.torch.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A training of a network that names images or their pixels. */
final class ImageTraining implements TrainingStart {
    private static final int NAMED = 5;

    private final Session session;
    private final Source source;
    private final TrainSettings configuration;
    private final String name;
    private final Network network;
    private final ImageSet images;
    private final @Nullable MaskSet masks;

    /** Opens network and images, and insists that they fit each other. */
    ImageTraining(Session session, Source source, TrainSettings configuration) {
        this.session = session;
        this.source = source;
        this.configuration = configuration;
        Path weights = configuration.weights();
        if (weights == null) {
            StateDict backbone = configuration.backbone() == null ? null : Checkpoints.read(configuration.backbone());
            images = images(source, like(likeThoseOf(backbone, options())));
            masks = masks();
            requireEveryClass();
            name = session.fullName(configuration.network(), images.shape());
            network = Networks.create(
                    name, images.shape(), classes(), configuration.recipe().seed());
            if (backbone != null) {
                closeUnless(() -> Weights.transfer(backbone, network, name));
            }
            return;
        }
        if (Checkpoints.isTorchScript(weights)) {
            throw new PithException(
                    weights + ": is a program and cannot be trained; weights to start from are .safetensors or .pth");
        }
        FeatureNetwork loaded = FeatureNetwork.open(
                weights, configuration.net(), options -> images(source, like(options)), session::note);
        name = loaded.name();
        network = loaded.network();
        images = loaded.images();
        MaskSet[] opened = new MaskSet[1];
        closeUnless(() -> {
            opened[0] = masks();
            requireEveryClass();
            requireClasses(weights, opened[0] == null ? images.classes() : opened[0].classes());
        });
        masks = opened[0];
    }

    private void closeUnless(Runnable works) {
        try {
            works.run();
        } catch (PithException e) {
            network.close();
            throw e;
        }
    }

    private ImageOptions options() {
        return source instanceof MaskSource pictures
                ? SegmentationImages.options(pictures, session.threads())
                : ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, configuration.mostSide());
    }

    /** Returns options for images that are normalized as a network was used to, where its file says how. */
    private static ImageOptions likeThoseOf(@Nullable StateDict weights, ImageOptions options) {
        Optional<NetworkSpec> spec = weights == null ? Optional.empty() : NetworkSpec.of(weights);
        return spec.map(known -> options.shape(
                                known.input().channels(),
                                options.shape().height(),
                                options.shape().width())
                        .normalization(known.mean(), known.std()))
                .orElse(options);
    }

    private @Nullable MaskSet masks() {
        return source instanceof MaskSource masked
                ? Masks.open(session, masked, images.shape(), MaskSet.Known.of(masked), skips())
                : null;
    }

    private boolean skips() {
        return configuration.onError() == OnError.SKIP;
    }

    /** Masks have been looked at when they were opened. */
    private void requireEveryClass() {
        if (!(source instanceof MaskSource)) {
            images.requireEveryClass();
        }
    }

    private int classes() {
        return masks == null ? images.classes() : masks.classes();
    }

    private List<String> classNames() {
        return masks == null ? images.classNames() : masks.classNames();
    }

    private void requireClasses(Path weights, int classes) {
        if (network.classes() != classes) {
            throw new PithException(weights + ": is of " + network.classes() + " classes, but " + source.name()
                    + " has " + classes + "; train from random weights, or on the classes it is of");
        }
    }

    /** Returns the synthetic set that images are to be like, if there is one. */
    private @Nullable SyntheticSet condensed() {
        TrainingSamples samples = configuration.samples();
        return samples.synthetic() == null ? samples.replay() : samples.synthetic();
    }

    /** Returns options for images like those of the synthetic set, if there is one. */
    private ImageOptions like(ImageOptions options) {
        SyntheticSet synthetic = condensed();
        if (synthetic == null) {
            return options;
        }
        ImageOptions shaped = options.shape(
                synthetic.shape().channels(),
                synthetic.shape().height(),
                synthetic.shape().width());
        return synthetic.mean().length == 0 // as published files are, which do not say
                ? shaped
                : shaped.normalization(synthetic.mean(), synthetic.std());
    }

    private ImageSet images(Source samples, ImageOptions options) {
        SyntheticSet synthetic = condensed();
        return Images.open(session, samples, options, skips())
                .whitened(synthetic == null ? null : synthetic.whitening());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InputShape shape() {
        return images.shape();
    }

    @Override
    public Task task(LabelledImages samples) {
        return Task.of(configuration.recipe(), network, samples);
    }

    /** Returns what it takes to use the network's weights. */
    private NetworkSpec spec() {
        return new NetworkSpec(name, images.shape(), images.mean(), images.std(), classNames());
    }

    @Override
    public Skipped skipped() {
        Skipped skipped = new Skipped();
        images.unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
        if (masks != null) {
            masks.unreadable().forEach(mask -> skipped.add(mask.id(), mask.reason()));
        }
        return skipped;
    }

    /** Returns the ids that are trained on, without those that cannot be read. */
    private int[] ids() {
        return readable(configuration.samples().ids());
    }

    @Override
    public EpochPruning pruning(int samples) {
        return configuration.pruning(samples, ids(), source.size());
    }

    @Override
    public LabelledImages samples() {
        SyntheticSet synthetic = configuration.samples().synthetic();
        SoftLabels soft = configuration.samples().soft();
        LabelledImages samples =
                synthetic != null ? synthetic : soft == null ? of(ids()) : LabelledImages.of(images, ids(), soft);
        SyntheticSet replay = configuration.samples().replay();
        if (replay != null) {
            samples = new ReplayedImages(samples, replay);
        }
        if (images.whitening() != null) {
            session.warn("the network learns whitened images, which its file of weights does not say: other commands"
                    + " would show it images that are not");
        }
        BitSet missing = new BitSet();
        missing.set(0, classes());
        for (int i = 0; i < samples.size(); i++) {
            if (masks == null) {
                missing.clear(samples.label(i));
            } else {
                masks.shown(samples.id(i)).forEach(missing::clear);
            }
        }
        if (!missing.isEmpty()) {
            session.warn("nothing is trained on of "
                    + missing.stream().limit(NAMED).mapToObj(classNames()::get).collect(Collectors.joining(", "))
                    + (missing.cardinality() > NAMED ? ", ..." : "") + " (" + missing.cardinality() + " of "
                    + classes() + " classes)");
        }
        return samples;
    }

    private LabelledImages of(int... ids) {
        return masks == null ? LabelledImages.of(images, ids) : LabelledImages.of(images, masks, ids);
    }

    @Override
    public void write(Staging staging) throws IOException {
        Weights.save(staging.file(RunFiles.MODEL), network, spec());
        Optional<LabelledImages> test = test();
        if (test.isPresent() && network instanceof SegmentationNetwork ofPixels) {
            new PixelTest(session, ofPixels, spec(), test.get()).write(staging);
        } else if (test.isPresent()) {
            test(test.get(), staging);
        }
    }

    private void test(LabelledImages test, Staging staging) throws IOException {
        try (TaskProgress progress = session.progress("testing")) {
            Evaluation result = Evaluation.of(network, test, session.threads(), progress);
            Files.writeString(staging.file(RunFiles.ACCURACY), AccuracyTable.of(result, classNames()));
            staging.note("tested", Integer.toString(test.size()));
            staging.note("accuracy", String.format(Locale.ROOT, "%.4f", result.accuracy()));
        }
    }

    /** Returns what the network is tested on, if anything. */
    private Optional<LabelledImages> test() {
        Source other = configuration.tests().source();
        int[] heldOut = configuration.tests().heldOut();
        if (heldOut.length > 0) {
            return Optional.of(of(readable(heldOut)));
        }
        if (other == null) {
            session.warn("there is nothing to test the network on; give `test SOURCE` or `holdout 10%`");
            return Optional.empty();
        }
        if (masks != null) {
            return Optional.of(LabelledImages.of(TestImages.openMasked(session, other, images, masks, skips())));
        }
        ImageSet test = TestImages.open(session, other, images, skips());
        if (!test.unreadable().isEmpty()) {
            session.warn(other.name() + ": " + test.unreadable().size()
                    + " images cannot be read and are not tested on; the first: "
                    + test.unreadable().get(0).reason());
        }
        return Optional.of(LabelledImages.of(test));
    }

    private int[] readable(int... ids) {
        BitSet unreadable = new BitSet();
        images.unreadable().forEach(image -> unreadable.set(image.id()));
        if (masks != null) {
            masks.unreadable().forEach(mask -> unreadable.set(mask.id()));
        }
        return Arrays.stream(ids).filter(id -> !unreadable.get(id)).toArray();
    }

    @Override
    public void close() {
        network.close();
    }
}

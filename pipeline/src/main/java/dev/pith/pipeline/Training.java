package dev.pith.pipeline;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.pipeline.train.ProcessLauncher;
import dev.pith.pipeline.train.ProcessRole;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.pipeline.train.SoftLabelSettings;
import dev.pith.pipeline.train.TaskKind;
import dev.pith.pipeline.train.TestSamples;
import dev.pith.pipeline.train.TrainSettings;
import dev.pith.pipeline.train.TrainStep;
import dev.pith.pipeline.train.Trained;
import dev.pith.pipeline.train.TrainingProcess;
import dev.pith.pipeline.train.TrainingSamples;
import dev.pith.sample.Budget;
import dev.pith.torch.train.Augmentation;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training of a network on a source, a selection of it or a synthetic set, and its test. What is not set, or set to
 * null, is as the command {@code pith train} has it.
 *
 * <pre>{@code
 * try (Session session = Session.open(Path.of("trained"), Messages.NONE)) {
 *     Training training = Training.of("photos/train").selections(List.of(Path.of("run"))).test("photos/test");
 *     double accuracy = training.perform(session).test().orElseThrow().accuracy();
 * }
 * }</pre>
 */
public final class Training {
    private final SourceReference source;
    private TaskKind task = TaskKind.CLASSIFICATION;
    private @Nullable String net;
    private @Nullable Path backbone;
    private @Nullable Path weights;
    private List<Path> selections = List.of();
    private @Nullable Path synthetic;
    private @Nullable SoftLabelSettings softLabels;
    private @Nullable String test;
    private @Nullable Budget holdout;
    private @Nullable RecipeSettings recipe;
    private PruningSettings pruning = PruningSettings.DEFAULT;
    private OnError onError = OnError.FAIL;
    private long seed = Long.parseLong(Quantization.DEFAULT_SEED);
    private @Nullable Integer saveEvery;
    private int workers = Integer.parseInt(TrainSettings.DEFAULT_WORKERS);
    private @Nullable ProcessLauncher launcher;

    private Training(SourceReference source) {
        this.source = source;
    }

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     */
    public static Training of(String source) {
        return of(SourceReference.of(source));
    }

    /** Begins with a source that is opened with options. */
    public static Training of(SourceReference source) {
        return new Training(source);
    }

    /** Sets what is learned; the class of an image if not set. */
    public Training task(TaskKind kind) {
        task = kind;
        return this;
    }

    /**
     * Sets a run of a training, or a file of weights, whose layers before the last the network starts from: of the same
     * network, or of the classifier that is the backbone of a segmentation network.
     */
    public Training backbone(@Nullable Path runOrFile) {
        backbone = runOrFile;
        return this;
    }

    /** Sets the network; what the weights say if not set, or the small one that features are made with. */
    public Training net(@Nullable String name) {
        net = name;
        return this;
    }

    /** Sets the weights to start from, a file, or of a diffusion a folder as diffusers writes it; random if not set. */
    public Training weights(@Nullable Path file) {
        weights = file;
        return this;
    }

    /** Sets what is trained on: what these runs selected, or the ids in these files; everything if none. */
    public Training selections(List<Path> runsOrFiles) {
        selections = List.copyOf(runsOrFiles);
        return this;
    }

    /** Sets a synthetic set that is trained on in place of the source. */
    public Training synthetic(@Nullable Path file) {
        synthetic = file;
        return this;
    }

    /** Sets that a teacher's word is learned in place of labels; labels if not set. */
    public Training softLabels(@Nullable SoftLabelSettings settings) {
        softLabels = settings;
        return this;
    }

    /** Sets what the network is tested on; the test part of a data set that comes in two if not set. */
    public Training test(@Nullable String other) {
        test = other;
        return this;
    }

    /** Sets that a part of the source is not trained but tested on. */
    public Training holdout(@Nullable Budget part) {
        holdout = part;
        return this;
    }

    /** Sets how is trained; as usual for the task if not set. */
    public Training recipe(RecipeSettings settings) {
        recipe = settings;
        return this;
    }

    private RecipeSettings recipe() {
        return recipe == null
                ? RecipeSettings.builder().optimizer(task.optimizer()).build()
                : recipe;
    }

    /** Sets what each epoch sees. */
    public Training pruning(PruningSettings settings) {
        pruning = settings;
        return this;
    }

    /** Sets what is done with images that cannot be read. */
    public Training onError(OnError what) {
        onError = what;
        return this;
    }

    /** Sets the seed; 0 if not set. */
    public Training seed(long value) {
        seed = value;
        return this;
    }

    /** Sets after how many epochs is saved what a killed training goes on from; about every minute if not set. */
    public Training saveEvery(@Nullable Integer epochs) {
        saveEvery = epochs;
        return this;
    }

    /** Sets how many processes train together, and who starts them. */
    public Training workers(int count, ProcessLauncher starts) {
        workers = count;
        launcher = starts;
        return this;
    }

    /**
     * Trains and tests, unless it is done.
     *
     * @throws IllegalArgumentException when the settings contradict each other or the source
     * @throws dev.pith.PithException when the source, the run or the machine does not allow it
     */
    public Trained perform(Session session) {
        check();
        try (Source opened = source.open(session.messages())) {
            return perform(session, opened);
        }
    }

    /**
     * Does likewise with the source opened already.
     *
     * @param opened what the reference names; closed by the caller
     */
    public Trained perform(Session session, Source opened) {
        check();
        task.require(opened);
        TrainingSamples chosen = samples(opened, session.messages());
        try (TestSamples tests = tests(opened, chosen, session.messages())) {
            TrainSettings settings = settings(opened, chosen, tests);
            session.about(opened, source);
            if (tests.note() != null) {
                session.note(tests.note());
            }
            return new TrainStep(session, opened, settings, saveEvery, launcher).perform();
        }
    }

    /**
     * Does the part of one of several processes, which the launcher started for {@link #perform} with the same
     * settings.
     *
     * @param run that the training is of
     * @param out where the process that started this one listens
     * @return the exit code of the process
     */
    public int work(ProcessRole role, Path run, WorkSettings work, Messages messages, Source opened, PrintWriter out) {
        TrainingSamples chosen = samples(opened, messages);
        try (TestSamples tests = tests(opened, chosen, messages);
                Session session = Session.ofProcess(run, work, messages, workers)) {
            TrainSettings settings = settings(opened, chosen, tests);
            Map<String, String> decides = new LinkedHashMap<>(settings.toMap());
            decides.putAll(source.toMap());
            role.endWithParent();
            return new TrainingProcess(role, session, opened, settings, decides, saveEvery, out).train();
        }
    }

    private static Path backboneFile(Path runOrFile) {
        Path file = Files.isDirectory(runOrFile) ? runOrFile.resolve(RunFiles.MODEL) : runOrFile;
        if (!Files.isRegularFile(file)) {
            throw new PithException(file + ": no such file: `backbone` is a run of pith train, or a file of weights");
        }
        return file;
    }

    private TrainingSamples samples(Source opened, Messages messages) {
        return TrainingSamples.of(opened, selections, synthetic, softLabels, messages);
    }

    private TestSamples tests(Source opened, TrainingSamples chosen, Messages messages) {
        return TestSamples.open(source, opened, chosen.ids(), test, holdout, seed, messages);
    }

    private TrainSettings settings(Source opened, TrainingSamples chosen, TestSamples tests) {
        TrainingSamples samples = chosen.without(tests.heldOut());
        return new TrainSettings(
                task,
                net,
                weights,
                backbone == null ? null : backboneFile(backbone),
                samples,
                tests,
                recipe(),
                task.recipe(recipe(), samples.size(), opened.size(), seed),
                pruning,
                onError,
                workers);
    }

    /**
     * Refuses what cannot be, before anything is opened.
     *
     * @throws IllegalArgumentException saying what contradicts what
     */
    public void check() {
        pruning.check(recipe().epochs());
        if (backbone != null && weights != null) {
            throw new IllegalArgumentException("`backbone` and `weights` both say where to start from; give one");
        }
        if (task == TaskKind.DIFFUSION) {
            checkDiffusion();
        }
        if (task == TaskKind.SEGMENTATION && synthetic != null) {
            throw new IllegalArgumentException("`synthetic` images have a label each and no masks; leave it out");
        }
        if (task == TaskKind.SEGMENTATION && softLabels != null) {
            throw new IllegalArgumentException("`soft-labels` are of whole images, and masks have one for every pixel");
        }
        if (pruning.sampleBy() != null && synthetic != null) {
            throw new IllegalArgumentException("`sample-by` is for samples of the source, not for `synthetic`");
        }
        if (synthetic != null && !selections.isEmpty()) {
            throw new IllegalArgumentException("`selection` is of the source, not of `synthetic`; give one");
        }
        if (softLabels != null) {
            check(softLabels);
        }
        if (synthetic != null && holdout != null) {
            throw new IllegalArgumentException("`holdout` is of the source; with `synthetic`, test on `test`");
        }
        if (test != null && holdout != null) {
            throw new IllegalArgumentException("`test` and `holdout` both say what to test on; give one");
        }
    }

    private void checkDiffusion() {
        if (synthetic != null || softLabels != null || backbone != null) {
            throw new IllegalArgumentException("`task diffusion` is of the source's images, learned whole; leave"
                    + " `synthetic`, `soft-labels` and `backbone` out");
        }
        if (recipe().labelSmoothing() > 0
                || !Collections.disjoint(
                        recipe().augmentations(),
                        Set.of(Augmentation.MIXUP, Augmentation.CUTMIX, Augmentation.CUTOUT))) {
            throw new IllegalArgumentException("`task diffusion` makes images like those it sees, with their labels;"
                    + " leave `label-smoothing` and `augment` mixup, cutmix and cutout out");
        }
    }

    private void check(SoftLabelSettings soft) {
        if (synthetic != null) {
            throw new IllegalArgumentException("`soft-labels` are of the source, not of `synthetic`; give one");
        }
        if (recipe().labelSmoothing() > 0) {
            throw new IllegalArgumentException("`label-smoothing` is of labels, not of `soft-labels`; give one");
        }
        if (soft.from() == null && (selections.size() != 1 || !Files.isDirectory(selections.get(0)))) {
            throw new IllegalArgumentException(
                    "`soft-labels` alone are those of the one run in `selection`; name a run or a file that has them");
        }
    }
}

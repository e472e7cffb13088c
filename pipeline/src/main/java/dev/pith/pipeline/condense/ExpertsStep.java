package dev.pith.pipeline.condense;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.condense.ExpertTraining;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code experts}: trains networks on all images and writes their weights after each epoch, one file each.
 *
 * <p>An expert's file is written while it is trained: what is there is not trained again. Experts are trained side by
 * side, one thread each.
 */
public final class ExpertsStep {
    /** What the manifest calls the number of weights of an expert. */
    static final String WEIGHTS = "weights";

    private static final String CONFIGURATION = "pith.configuration";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long INTERVAL_NANOS = 60_000_000_000L;

    private final Session session;
    private final ImageSet images;
    private final ExpertSettings settings;
    private final @Nullable Integer saveEvery;

    /**
     * Prepares the step.
     *
     * @param saveEvery epochs after which an expert's file is written; null for a minute
     */
    public ExpertsStep(Session session, ImageSet images, ExpertSettings settings, @Nullable Integer saveEvery) {
        this.session = session;
        this.images = images;
        this.settings = settings.network(session.fullName(settings.recipe().network(), images.shape()));
        this.saveEvery = saveEvery;
    }

    /** Trains, unless it is done. */
    public TrainedExperts perform() {
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        map.put("images", images.shape().toString());
        map.putAll(session.samples().options());
        session.refuseChange(Step.EXPERTS, map);
        session.perform(Step.EXPERTS, map, staging -> train(map, staging));
        return TrainedExperts.of(session.run());
    }

    private void train(Map<String, String> map, Staging staging) throws IOException {
        LabelledImages all = LabelledImages.of(images);
        long weights = ExpertTraining.weights(settings.recipe().network(), images.shape(), images.classes());
        long bytes = settings.recipe().bytes(weights);
        session.memory()
                .requireOnHeap(
                        "Training experts",
                        MemoryEstimate.experts(
                                (long) all.size() * images.shape().numbers(),
                                bytes,
                                Math.min(session.threads().count(), settings.count())),
                        "use fewer `threads`, `half`, or fewer images");
        ExpertTraining training =
                new ExpertTraining(settings.recipe(), SyntheticSet.of(all, images.mean(), images.std()));
        Path folder = Files.createDirectories(session.run().file(RunFiles.EXPERTS));
        String notes = notes(map);
        int[] done = found(training, folder, notes);
        report(done, bytes);
        if (IntStream.of(done).anyMatch(epochs -> epochs >= 0)) {
            staging.goesOn();
        }
        train(training, folder, notes, done);
        Path target = staging.folder(RunFiles.EXPERTS);
        for (int e = 0; e < settings.count(); e++) {
            place(folder.resolve(RunFiles.expert(e)), target.resolve(RunFiles.expert(e)));
        }
        staging.note("experts", Integer.toString(settings.count()));
        staging.note(WEIGHTS, Long.toString(weights));
        staging.note("bytes", Long.toString(settings.count() * bytes));
    }

    private static String notes(Map<String, String> map) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(ExpertSettings.ofEach(map)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can be written", e);
        }
    }

    /** Returns how many epochs of each expert are there, -1 where there is no file. */
    private int[] found(ExpertTraining training, Path folder, String notes) throws IOException {
        int[] epochs = new int[settings.count()];
        for (int e = 0; e < epochs.length; e++) {
            Path file = folder.resolve(RunFiles.expert(e));
            if (Files.exists(file)
                    && !notes.equals(Checkpoints.read(file).metadata().get(CONFIGURATION))) {
                if (!session.force()) {
                    throw new PithException(file + ": is of an expert that was trained otherwise; give another"
                            + " directory, or `force` to train it anew");
                }
                Files.delete(file);
            }
            epochs[e] = training.epochs(file);
        }
        return epochs;
    }

    private void report(int[] done, long bytes) {
        long whole = IntStream.of(done)
                .filter(epochs -> epochs >= settings.recipe().epochs())
                .count();
        long begun = IntStream.of(done).filter(epochs -> epochs >= 0).count() - whole;
        session.note(String.format(
                Locale.ROOT,
                "of %d experts %d are on disk, and %d begun; each takes %s, all %s",
                done.length,
                whole,
                begun,
                MemoryLimit.text(bytes),
                MemoryLimit.text(bytes * done.length)));
    }

    private void train(ExpertTraining training, Path folder, String notes, int[] done) {
        try (TaskProgress progress = session.progress("training experts")) {
            Watch watch = new Watch(progress, done, settings.recipe().epochs());
            session.threads().forEach(done.length, e -> {
                long[] saved = {System.nanoTime()};
                watch.endAllIfOneFails(() -> training.train(
                        e,
                        folder.resolve(RunFiles.expert(e)),
                        Map.of(CONFIGURATION, notes),
                        epoch -> isDue(epoch, saved),
                        epoch -> watch.onEpoch(e, epoch)));
            });
        }
    }

    private boolean isDue(int epoch, long[] saved) {
        boolean due = saveEvery == null ? System.nanoTime() - saved[0] > INTERVAL_NANOS : epoch % saveEvery == 0;
        if (due) {
            saved[0] = System.nanoTime();
        }
        return due;
    }

    /** What the threads have done. */
    private static final class Watch {
        private final TaskProgress progress;
        private final int[] done;
        private final int epochs;
        private final int before;
        private @Nullable RuntimeException failure;

        Watch(TaskProgress progress, int[] done, int epochs) {
            this.progress = progress;
            this.done = done;
            this.epochs = epochs;
            before = sum(done);
        }

        private static int sum(int... epochs) {
            return IntStream.of(epochs).map(each -> Math.max(0, each)).sum();
        }

        synchronized void onEpoch(int expert, int epoch) {
            if (failure != null) {
                throw failure;
            }
            done[expert] = epoch;
            progress.onStep(sum(done) - before, (long) done.length * epochs - before);
        }

        void endAllIfOneFails(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                synchronized (this) {
                    failure = e;
                }
                throw e;
            }
        }
    }

    /** Gives a file a second name, or copies it where the file system has no such names. */
    private static void place(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, target);
        }
    }
}

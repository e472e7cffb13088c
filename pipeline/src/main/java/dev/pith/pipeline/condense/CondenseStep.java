package dev.pith.pipeline.condense;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Checkpoint;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SnapshotName;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.AtomicFile;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.run.WriteFailure;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.Condenser;
import dev.pith.torch.condense.Experts;
import dev.pith.torch.condense.ImageGrid;
import dev.pith.torch.condense.Loops;
import dev.pith.torch.condense.NetworkCondenser;
import dev.pith.torch.condense.RealClasses;
import dev.pith.torch.condense.SyntheticLabels;
import dev.pith.torch.condense.TrajectoryCondenser;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.MultiFormation;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code condense}: learns images and writes them, how they were on the way, and what happened.
 *
 * <p>With several groups of classes, each is condensed for itself, one after another; what is left of a finished one is
 * its last snapshot.
 */
public final class CondenseStep {
    private static final String GROUP = "pith.group";
    private static final int COUNT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final ImageSet images;
    private final CondenseSettings settings;
    private final @Nullable Integer saveEvery;
    private final Condensation condensation;
    private final @Nullable Path experts;
    private final int[] selected;
    private final List<String> lines = new ArrayList<>();

    /**
     * Prepares the step.
     *
     * @param source of the images
     * @param experts the run that holds the experts which students follow; null for this run
     * @param saveEvery iterations between two checkpoints; null for a minute
     */
    public CondenseStep(
            Session session,
            Source source,
            ImageSet images,
            CondenseSettings settings,
            @Nullable Path experts,
            @Nullable Integer saveEvery) {
        this.session = session;
        this.images = images;
        this.settings = settings;
        this.experts = experts;
        this.saveEvery = saveEvery;
        condensation = settings.condensation()
                .but()
                .network(session.fullName(settings.condensation().network(), images.shape()))
                .build();
        selected = settings.start().selected(source);
        MultiFormation.requireFits(images.shape(), condensation.factor());
        if (settings.groups() > images.classes()) {
            throw new IllegalArgumentException("`steps` must be at most the number of classes, " + images.classes()
                    + ", got " + settings.groups());
        }
    }

    /** Condenses, unless it is done. */
    public CondensedImages perform() {
        if (settings.interpolates()) {
            Loops loops = condensation.loops();
            session.note("the papers give no loops for " + condensation.imagesPerClass()
                    + " images per class; between those they" + " give lie " + loops.outer() + " outer and "
                    + loops.inner() + " inner ones");
        }
        Map<String, String> map = configuration();
        session.refuseChange(Step.CONDENSE, map);
        Checkpoint checkpoint = new Checkpoint(session, map, saveEvery);
        session.perform(Step.CONDENSE, map, staging -> condense(checkpoint, staging));
        checkpoint.delete();
        return CondensedImages.of(session.run(), resolved());
    }

    /** Returns the settings, the network by its full name. */
    private CondenseSettings resolved() {
        return settings.condensation(condensation);
    }

    private Map<String, String> configuration() {
        Map<String, String> map = new LinkedHashMap<>(resolved().toMap());
        if (selected.length > 0) {
            map.put("selection", String.format(Locale.ROOT, "hash %08x", Arrays.hashCode(selected)));
        }
        map.put("images", images.shape().toString());
        if (condensation.needsExperts()) {
            map.put("experts", expertFiles().fingerprint());
        }
        map.putAll(session.samples().options());
        return map;
    }

    /** Returns the experts that students follow, or that teach. */
    private ExpertFiles expertFiles() {
        return ExpertFiles.of(
                experts == null ? session.run().directory() : experts, session.samples(), resolved(), images.shape());
    }

    private Condenser condenser(RealClasses real, int[] classes, float[] begin) {
        if (!condensation.method().matchesTrajectories()) {
            return new NetworkCondenser(condensation, real, classes, begin, session.threads());
        }
        ExpertFiles files = expertFiles();
        int steps = condensation.trajectories().studentSteps();
        session.memory()
                .require(
                        "Following experts for " + steps + " steps",
                        MemoryEstimate.students(
                                files.weights(), steps, session.threads().count()),
                        "lower `student-steps`, or use a smaller `net`");
        Experts opened = files.open(condensation, images);
        return new TrajectoryCondenser(
                condensation, images.shape(), images.classes(), classes, begin, opened, session.threads());
    }

    private void condense(Checkpoint checkpoint, Staging staging) throws IOException {
        RealClasses real = new RealClasses(LabelledImages.of(images));
        List<int[]> groups = settings.classes(images.classes());
        Map<String, String> notes = checkpoint.isThere("condensation") ? checkpoint.read() : Map.of();
        int first = Integer.parseInt(notes.getOrDefault(GROUP, "0"));
        if (notes.isEmpty()) {
            deleteSnapshots();
        } else {
            staging.goesOn();
        }
        Condenser condenser = null;
        for (int g = first; g < groups.size(); g++) {
            int[] classes = groups.get(g);
            float[] begin = settings.start()
                    .images(
                            images,
                            real,
                            classes,
                            condensation.imagesPerClass(),
                            condensation.factor(),
                            condensation.seed(),
                            selected);
            condenser = condenser(real, classes, begin);
            if (g == first && !notes.isEmpty()) {
                byte[] log = condenser.state().restore(checkpoint.file());
                new String(log, StandardCharsets.UTF_8).lines().forEach(lines::add);
                session.note("going on after iteration " + condenser.state().iteration());
            } else {
                snapshot(g, condenser);
            }
            condense(g, condenser, checkpoint);
        }
        if (condenser != null) {
            write(condenser, staging);
        }
    }

    private void condense(int group, Condenser condenser, Checkpoint checkpoint) {
        String task = "condensing by " + condensation.method()
                + (settings.groups() == 1 ? "" : ", group " + (group + 1) + " of " + settings.groups());
        try (TaskProgress progress = session.progress(task)) {
            int before = condenser.state().iteration();
            while (!condenser.isDone()) {
                advance(group, condenser, checkpoint, progress, before);
            }
        }
    }

    private void advance(int group, Condenser condenser, Checkpoint checkpoint, TaskProgress progress, int before) {
        long started = System.nanoTime();
        double loss = next(condenser, checkpoint);
        double seconds = (System.nanoTime() - started) / 1e9;
        int iteration = condenser.state().iteration();
        log(group, iteration, loss, condenser.learnedRate(), seconds);
        progress.onStep(
                iteration - before,
                condensation.iterations() - before,
                String.format(Locale.ROOT, "distance %.4g, %.2f s each", loss, seconds));
        if (iteration % Math.max(1, condensation.iterations() / COUNT) == 0 || condenser.isDone()) {
            snapshot(group, condenser);
        }
        if (checkpoint.isDue(iteration)) {
            byte[] log = text().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(session.run().file(RunFiles.CONDENSATION_LOG), out -> out.write(log));
            Map<String, String> notes = new LinkedHashMap<>(checkpoint.notes());
            notes.put(GROUP, Integer.toString(group));
            condenser.state().save(checkpoint.file(), log, notes);
        }
    }

    private static double next(Condenser condenser, Checkpoint checkpoint) {
        try {
            return condenser.next();
        } catch (PithException e) {
            String saved = Files.exists(checkpoint.file())
                    ? "; the last good checkpoint is " + checkpoint.file()
                    : "; nothing was saved before";
            throw new PithException(e.getMessage() + saved, e);
        }
    }

    private void log(int group, int iteration, double distance, double rate, double seconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        if (settings.groups() > 1) {
            line.put("group", group + 1);
        }
        line.put("iteration", iteration);
        line.put("distance", distance);
        if (!Double.isNaN(rate)) {
            line.put("rate", rate);
        }
        line.put("seconds", seconds);
        try {
            lines.add(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can be written", e);
        }
    }

    private String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private SyntheticSet set(Condenser condenser) {
        return SyntheticSet.labelled(
                        images.shape(),
                        images.classes(),
                        condenser.images(),
                        condenser.labels(),
                        images.mean(),
                        images.std())
                .soft(condenser.softLabels())
                .rate(condenser.learnedRate())
                .formed(condensation.factor())
                .whitened(images.whitening());
    }

    /**
     * Leaves the images as they are now in the run; a condensation that goes on later makes the same again,
     * or finds them.
     */
    private void snapshot(int group, Condenser condenser) {
        Path folder = session.run().file(RunFiles.SNAPSHOTS);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw WriteFailure.of(folder, e);
        }
        SyntheticSet set = set(condenser);
        SnapshotName name = new SnapshotName(group + 1, condenser.state().iteration());
        AtomicFile.make(folder.resolve(name.images()), set::write);
        AtomicFile.make(folder.resolve(name.picture()), picture -> ImageGrid.write(set, picture));
    }

    private void deleteSnapshots() throws IOException {
        Path folder = session.run().file(RunFiles.SNAPSHOTS);
        if (Files.isDirectory(folder)) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** Returns the images of all groups as they are at the end. */
    private SyntheticSet all() {
        return SyntheticSet.joined(IntStream.range(0, settings.groups())
                .mapToObj(g -> SyntheticSet.read(
                        session.run()
                                .file(RunFiles.SNAPSHOTS)
                                .resolve(new SnapshotName(g + 1, condensation.iterations()).images()),
                        images.classes()))
                .toList());
    }

    private SyntheticSet taught(SyntheticSet set) {
        return set.soft(expertFiles().open(condensation, images).probabilities(set.pixels()));
    }

    private void write(Condenser last, Staging staging) throws IOException {
        SyntheticSet set = condensation.labels() == SyntheticLabels.TEACHER ? taught(all()) : all();
        set.write(staging.file(RunFiles.SYNTHETIC));
        ImageGrid.write(set, staging.file(RunFiles.SYNTHETIC_PICTURE));
        Files.writeString(staging.file(RunFiles.CONDENSATION_LOG), text());
        Path folder = staging.folder(RunFiles.SNAPSHOTS);
        for (Path file : files(session.run().file(RunFiles.SNAPSHOTS))) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        staging.note("images", images.shape().toString());
        staging.note("condensed", Integer.toString(set.size()));
        List<Double> losses = last.state().losses();
        staging.note("first distance", String.format(Locale.ROOT, "%.6g", losses.get(0)));
        staging.note("distance", String.format(Locale.ROOT, "%.6g", losses.get(losses.size() - 1)));
    }
}

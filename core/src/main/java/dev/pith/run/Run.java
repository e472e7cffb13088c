package dev.pith.run;

import dev.pith.PithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run that this process works on: the directory is locked until {@link #close()}.
 *
 * <p>Used by one thread, but for {@link #abandon()}.
 */
public final class Run implements AutoCloseable {
    private final Path directory;
    private final Author author;
    private final RunLock lock;
    private final boolean fresh;
    private final Consumer<Path> watch;
    /** What the files of the run hold, as far as it was looked at since the last change. */
    private final Map<String, Manifest.@Nullable Output> measured = new HashMap<>();

    private volatile Manifest manifest;
    private volatile @Nullable Staging staging;

    private Run(Path directory, Author author, RunLock lock, boolean fresh, Manifest manifest, Consumer<Path> watch) {
        this.directory = directory;
        this.author = author;
        this.lock = lock;
        this.fresh = fresh;
        this.watch = watch;
        this.manifest = manifest;
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Work {
        /** Writes all files of the step under the names that {@code staging} hands out. */
        void perform(Staging staging) throws IOException;
    }

    /**
     * Opens a run, or begins one in a directory that is empty or does not exist. What a killed command had decided is
     * finished, and what it left otherwise is deleted.
     *
     * @throws PithException when another command works on the run, the directory holds something else, or it cannot be
     *     written to
     */
    public static Run open(Path directory, Author author) {
        return open(directory, author, file -> {});
    }

    /**
     * Opens a run whose changes somebody watches: {@code watch} hears of every file before it is written,
     * renamed or deleted.
     */
    static Run open(Path directory, Author author, Consumer<Path> watch) {
        Path absolute = directory.toAbsolutePath().normalize();
        refuseForeign(directory);
        try {
            boolean fresh = !Files.exists(absolute) || isEmpty(absolute);
            Files.createDirectories(absolute);
            RunLock lock = RunLock.acquire(absolute);
            try {
                Manifest manifest = Change.finishLast(absolute, watch)
                        .orElseGet(() -> new Manifest(
                                Manifest.SCHEMA, author.version(), author.command(), author.seed(), null, List.of()));
                PartFiles.cleanUp(absolute);
                return new Run(absolute, author, lock, fresh, manifest, watch);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw WriteFailure.of(directory, e);
        }
    }

    /**
     * Opens a run in a folder of this one, or begins it there; the same work by the same author. Runs know nothing
     * of what lies inside them.
     *
     * @param folder relative to this run's directory
     */
    public Run inside(String folder) {
        return open(directory.resolve(folder), author, watch);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** A directory with visible files and no manifest belongs to somebody else: a run would delete or mix with them. */
    private static void refuseForeign(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new PithException(directory + ": is a file; give another directory, a run is a directory");
        }
        if (!Files.isDirectory(directory)
                || Files.exists(directory.resolve(Manifest.FILE))
                || Files.exists(directory.resolve(Change.NEXT))) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            Optional<Path> foreign = entries.filter(
                            entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .findFirst();
            if (foreign.isPresent()) {
                throw new PithException(directory + ": holds " + foreign.get().getFileName()
                        + " and is not a run; give a new or empty directory with -o");
            }
        } catch (IOException e) {
            throw new PithException(directory + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the run's directory, absolute. */
    public Path directory() {
        return directory;
    }

    /** Returns the file or folder of the run called {@code name}. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Returns what is finished so far. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Says which samples the run is about.
     *
     * @param force start over when they are others than those the run began with
     * @throws PithException when they are others than those the run began with, without {@code force}
     */
    public void about(Manifest.Samples samples, boolean force) {
        Manifest.@Nullable Samples before = manifest.source();
        Manifest kept = manifest;
        if (before != null && !before.fingerprint().equals(samples.fingerprint())) {
            if (!force) {
                String what = before.name().equals(samples.name())
                        ? samples.name() + ": the source has changed since this run began"
                        : samples.name() + ": this run began with another source, " + before.name();
                throw new PithException(what + "; give another directory, or `force` to start the run over");
            }
            kept = manifest.without(EnumSet.allOf(Step.class));
        }
        if (!samples.equals(before)) {
            change(kept.of(samples)); // before any file of a step: it marks the directory as a run
        }
    }

    /**
     * Returns whether a step is finished: the manifest says so, with this configuration, and its files are as they were
     * written.
     */
    public boolean isDone(Step step, Map<String, String> configuration) {
        return manifest.step(step)
                .filter(done -> done.configuration().equals(configuration))
                .filter(this::isIntact)
                .isPresent();
    }

    /**
     * Checks that a step that this command rests on is finished and its files are as they were written.
     *
     * @param remedy the command that does the step, for the message
     * @throws PithException when it is not
     */
    public Manifest.Done require(Step step, String remedy) {
        Manifest.Done done = manifest.step(step)
                .orElseThrow(() -> new PithException(
                        directory + ": step " + step.label() + " is not done yet; do it first with " + remedy));
        Optional<String> damaged = firstDamaged(done);
        if (damaged.isPresent()) {
            throw new PithException(directory.resolve(damaged.get())
                    + ": is not as it was written (changed, cut or deleted); make it again with " + remedy);
        }
        return done;
    }

    /**
     * Refuses a changed configuration of a step that others rest on.
     *
     * @throws PithException naming what differs
     */
    public void refuseChange(Step step, Map<String, String> configuration) {
        Optional<Manifest.Done> before = manifest.step(step);
        if (before.isPresent() && step.isFoundation()) {
            List<String> differences = differences(before.get().configuration(), configuration);
            if (!differences.isEmpty()) {
                throw new PithException(directory + ": " + made(step) + " made otherwise: "
                        + String.join(", ", differences) + "; give another directory, or `force` to make them anew");
            }
        }
    }

    private static String made(Step step) {
        return switch (step) {
            case NETWORK -> "the network of this run was";
            case TRAIN -> "the training of this run was";
            case FINETUNE -> "the fine-tuning of this run was";
            case CONDENSE -> "the condensed images of this run were";
            default -> "the " + step.label() + " of this run were";
        };
    }

    /**
     * Does a step, unless it is finished already.
     *
     * @param configuration option name to resolved value, everything that decides the step's bytes
     * @param force do a step anew that other steps rest on although its configuration changes; their files go
     * @return whether there was anything to do
     * @throws PithException when the configuration of a step that others rest on changes, without {@code force}; or a
     *     file cannot be written, and then none of the step is
     */
    public boolean perform(Step step, Map<String, String> configuration, boolean force, Work work) {
        if (!force) {
            refuseChange(step, configuration);
        }
        if (isDone(step, configuration)) {
            return false;
        }
        Staging parts = new Staging(directory);
        staging = parts;
        try (StepClock clock = StepClock.start(directory, step, configuration)) {
            Instant started = Instant.now();
            PeakMemory peak = PeakMemory.start();
            work.perform(parts);
            List<Manifest.Output> outputs = parts.seal();
            Manifest.Done done = new Manifest.Done(
                    step,
                    configuration,
                    started.truncatedTo(ChronoUnit.MILLIS).toString(),
                    clock.seconds(parts.isGoingOn()),
                    parts.partSeconds(),
                    peak.bytes(),
                    peak.measure(),
                    parts.facts(),
                    outputs);
            clock.delete();
            publish(parts, done);
            return true;
        } catch (IOException | UncheckedIOException e) {
            throw WriteFailure.of(parts.latest(), e);
        } finally {
            parts.abandon();
            staging = null;
        }
    }

    /** Makes a step undone, so that {@link #perform} does it again; its files go. */
    public void forget(Step step) {
        if (manifest.step(step).isPresent()) {
            change(manifest.without(EnumSet.of(step)));
        }
    }

    /**
     * Stops the work of {@link #perform} from another thread and deletes its unfinished files; the process ends next.
     */
    public void abandon() {
        Staging parts = staging;
        if (parts != null) {
            parts.abandon();
        }
    }

    /** Puts a step's files in place, and takes away those of steps that rest on what they replace. */
    private void publish(Staging parts, Manifest.Done done) throws IOException {
        synchronized (parts) { // abandon() comes before or after, never in between
            parts.refuseAbandoned();
            Set<Step> stale = EnumSet.of(done.step());
            if (replacesSomething(done)) {
                stale.addAll(done.step().dependents());
            }
            Manifest next =
                    withoutLostFiles(manifest.without(stale), done).by(author).with(done);
            Change change = Change.decide(directory, manifest, next, watch);
            parts.handOver();
            change.finish();
            manifest = next;
            measured.clear();
        }
    }

    /**
     * A file may be the work of two steps: the second wrote it over. When the second goes and nobody writes the file
     * again, the first one's is lost, and its record no longer speaks of it.
     */
    private Manifest withoutLostFiles(Manifest remaining, Manifest.Done done) throws IOException {
        Set<String> lost = new TreeSet<>();
        for (Manifest.Done kept : remaining.steps()) {
            for (Manifest.Output output : kept.outputs()) {
                boolean contested = manifest.versions(output.path()).size()
                        > remaining.versions(output.path()).size();
                if (contested
                        && !done.writes(output.path())
                        && !isOneOf(remaining.versions(output.path()), output.path())) {
                    lost.add(output.path());
                }
            }
        }
        return remaining.withoutOutputs(lost);
    }

    /** What was made before a step was ever done, and without a file that it replaces, cannot rest on it. */
    private boolean replacesSomething(Manifest.Done done) {
        return manifest.step(done.step()).isPresent()
                || done.outputs().stream()
                        .anyMatch(output -> !manifest.versions(output.path()).isEmpty());
    }

    private void change(Manifest next) {
        try {
            Change.decide(directory, manifest, next, watch).finish();
        } catch (IOException e) {
            throw WriteFailure.of(directory, e);
        }
        manifest = next;
        measured.clear();
    }

    private boolean isIntact(Manifest.Done done) {
        return firstDamaged(done).isEmpty();
    }

    /**
     * Returns the first file of a step that no step wrote as it is now.
     *
     * <p>A file may have been completed by a later step (samples.csv is): then it is as that one wrote it.
     */
    private Optional<String> firstDamaged(Manifest.Done done) {
        return done.outputs().stream()
                .map(Manifest.Output::path)
                .filter(path -> !isAsWritten(path))
                .findFirst();
    }

    private boolean isAsWritten(String path) {
        try {
            return isOneOf(manifest.versions(path), path);
        } catch (IOException e) {
            throw new PithException(
                    directory.resolve(path) + ": cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    /** Returns whether a file is one of these. */
    private boolean isOneOf(List<Manifest.Output> versions, String path) throws IOException {
        Path file = directory.resolve(path);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        long bytes = Files.size(file);
        if (versions.stream().noneMatch(version -> version.bytes() == bytes)) {
            return false; // no need to read it
        }
        Manifest.@Nullable Output now = measured.get(path);
        if (now == null) {
            now = new Manifest.Output(path, bytes, Sha256.of(file));
            measured.put(path, now);
        }
        return versions.contains(now);
    }

    /** Returns what differs between two configurations, one phrase for each option. */
    public static List<String> differences(Map<String, String> before, Map<String, String> now) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .map(name -> name + " was " + Objects.requireNonNullElse(before.get(name), "not given") + ", now "
                        + Objects.requireNonNullElse(now.get(name), "not given"))
                .toList();
    }

    /** Unlocks the run; one that was begun and in which nothing came about is gone without a trace. */
    @Override
    public void close() {
        abandon();
        try {
            if (fresh && manifest.steps().isEmpty()) {
                deleteIfNothingElse();
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be unlocked", e);
        }
    }

    private void deleteIfNothingElse() throws IOException {
        Set<Path> own = Set.of(file(Manifest.FILE), file(RunLock.FILE));
        try (Stream<Path> entries = Files.list(directory)) {
            if (!entries.allMatch(own::contains)) {
                return;
            }
        }
        for (Path file : own) {
            PartFiles.deleteQuietly(file);
        }
        PartFiles.deleteQuietly(directory);
    }
}

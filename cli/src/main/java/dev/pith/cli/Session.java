package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.parallel.Workers;
import dev.pith.run.Author;
import dev.pith.run.Manifest;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Networks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command at work on a run: what its steps share. */
final class Session implements AutoCloseable {
    private final Path directory;
    private final @Nullable Run run;
    private final CommonOptions common;
    private final WorkOptions work;
    private final Workers workers;
    private final Set<Step> doneNow = EnumSet.noneOf(Step.class);

    private Session(Path directory, @Nullable Run run, CommonOptions common, WorkOptions work, Workers workers) {
        this.directory = directory;
        this.run = run;
        this.common = common;
        this.work = work;
        this.workers = workers;
    }

    /**
     * Opens a run for a command.
     *
     * @param seed the command's seed, when it has one
     */
    static Session open(Path directory, CommonOptions common, WorkOptions work, @Nullable Long seed) {
        Workers workers = new Workers(work.threads());
        Run run = Run.open(directory, new Author(Version.number(), common.words(), seed));
        Interruption.begin(run::abandon);
        return new Session(run.directory(), run, common, work, workers);
    }

    /**
     * Begins the part of one of several processes in a command whose run is open in the process that started them. It has no run of its
     * own, only the directory.
     *
     * @param processes how many share the threads
     */
    static Session ofWorker(Path directory, CommonOptions common, WorkOptions work, int processes) {
        return new Session(directory, null, common, work, new Workers(Math.max(1, work.threads() / processes)));
    }

    /** Says which samples the run is about, from the source itself. */
    void about(Source source, String lastingName, Map<String, String> options) {
        run().about(
                        new Manifest.Samples(
                                lastingName, options, source.fingerprint(), source.size(), classes(source)),
                        work.force());
    }

    /** Opens the source of the run again and checks that it is still the same. */
    Source reopenSource() {
        Manifest.Samples samples = samples();
        Source source = SourceArguments.reopen(samples);
        about(source, samples.name(), samples.options());
        return source;
    }

    /**
     * Says where the source of the run lies now.
     *
     * @throws PithException when what lies there is another source
     */
    void sourceLiesAt(String place) {
        Manifest.Samples before = samples();
        Manifest.Samples moved = new Manifest.Samples(
                SourceArguments.lasting(place), before.options(), before.fingerprint(), before.n(), before.classes());
        try (Source source = SourceArguments.reopen(moved)) {
            if (!source.fingerprint().equals(before.fingerprint())) {
                throw new PithException(
                        place + ": is not the source of this run as it was (" + before.name() + ", "
                                + before.n() + " samples; here are " + source.size()
                                + "); files must be the same, with the times of their last change, as cp -a and rsync -a keep them");
            }
        }
        run().about(moved, false);
    }

    /** Checks that the source of the run is still the same. */
    void requireSameSource() {
        reopenSource().close();
    }

    /** Returns the names of the classes, their labels where they have none; empty when there are none. */
    static List<String> classes(Source source) {
        return source.labels()
                .map(labels -> labels.names().isEmpty()
                        ? labels.present()
                                .distinct()
                                .sorted()
                                .mapToObj(Long::toString)
                                .toList()
                        : labels.names())
                .orElse(List.of());
    }

    /** Refuses a step that would change what other steps rest on, before anything is done for it. */
    void refuseChange(Step step, Map<String, String> configuration) {
        if (!work.force()) {
            run().refuseChange(step, configuration);
        }
    }

    /** Does a step unless it is done, remembers whether there was anything to do, and says what is out of date by it. */
    void perform(Step step, Map<String, String> configuration, Run.Work body) {
        Manifest before = run().manifest();
        if (run().perform(step, configuration, work.force(), body)) {
            doneNow.add(step);
            noteStale(step, before);
        }
    }

    private void noteStale(Step anew, Manifest before) {
        List<Manifest.Done> stale = before.steps().stream()
                .filter(done -> run().manifest().step(done.step()).isEmpty())
                .toList();
        if (!stale.isEmpty()) {
            String names = stale.stream().map(done -> done.step().label()).collect(Collectors.joining(", "));
            note(anew.label() + " is done anew, so what rested on it is out of date and gone: " + names);
        }
        stale.stream()
                .filter(done -> done.step() == Step.EXPORT)
                .forEach(export -> note(export.facts().get("folder")
                        + ": holds the former selection still; pith export writes the present one"));
    }

    /** Returns the steps that this command really did. */
    Set<Step> doneNow() {
        return doneNow;
    }

    Run run() {
        return Objects.requireNonNull(run, "a worker has no run of its own");
    }

    /** Returns the file of the run called {@code name}. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Returns the samples of the run. */
    Manifest.Samples samples() {
        return Optional.ofNullable(run().manifest().source())
                .orElseThrow(() -> new IllegalStateException("the run has no samples yet"));
    }

    Workers workers() {
        return workers;
    }

    MemoryLimit memory() {
        return work.memory();
    }

    /** Returns whether what an older command made otherwise is to be made anew. */
    boolean force() {
        return work.force();
    }

    /** Says what the user should know although the work goes on. */
    void warn(String line) {
        common.err().println("pith: warning: " + line);
    }

    /** Says what was decided for the user. */
    void note(String line) {
        common.err().println("pith: " + line);
    }

    /** Asks the user, and returns whether the answer begins with y; without anybody to answer it is no. */
    boolean agrees(String question) {
        common.err().print("pith: " + question + " (yes or no) ");
        common.err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        } finally {
            common.err().println();
        }
    }

    /** Returns the network behind a short name, which depends on the images, and says so. */
    String fullName(String network, InputShape images) {
        String full = Networks.resolve(network, images);
        if (!full.equals(network)) {
            note(network + " is " + full + " for images of " + images);
        }
        return full;
    }

    /** Shows progress until it is closed. */
    ProgressLine progress(String task) {
        return new ProgressLine(task, common.err());
    }

    @Override
    public void close() {
        Interruption.end();
        workers.close();
        if (run != null) {
            run.close();
        }
    }
}

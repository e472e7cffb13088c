package dev.pith.pipeline.session;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.parallel.Threads;
import dev.pith.run.Author;
import dev.pith.run.Manifest;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Networks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one command share: the run, its threads, its limit of memory, and {@link Messages}.
 *
 * <p>A session locks its run from {@link #open} to {@link #close}. A session of one of several training processes
 * ({@link #ofProcess}) has the directory of the run and not the run: the process that the user started holds the lock.
 */
public final class Session implements AutoCloseable {
    private final Path directory;
    private final @Nullable Run run;
    private final WorkSettings work;
    private final Messages messages;
    private final Threads threads;
    private final boolean inner;
    private final List<Session> inside = new CopyOnWriteArrayList<>();
    private final Set<Step> doneNow = EnumSet.noneOf(Step.class);
    private boolean sourceSeen;

    private Session(
            Path directory, @Nullable Run run, WorkSettings work, Messages messages, Threads threads, boolean inner) {
        this.directory = directory;
        this.run = run;
        this.work = work;
        this.messages = messages;
        this.threads = threads;
        this.inner = inner;
    }

    /**
     * Opens a run, and makes its directory when there is none. The run is locked until the session is closed.
     *
     * @param author what the manifest says of whoever works on the run
     * @throws dev.pith.PithException when another process works on the run, or the directory is not one
     */
    public static Session open(Path directory, Author author, WorkSettings work, Messages messages) {
        Threads threads = new Threads(work.threads());
        Run run = Run.open(directory, author);
        return new Session(run.directory(), run, work, messages, threads, false);
    }

    /** Opens a run likewise for a program, with all of the machine. */
    public static Session open(Path directory, Messages messages) {
        return open(directory, new Author(PithVersion.number(), List.of(), null), WorkSettings.DEFAULT, messages);
    }

    /**
     * Opens the session of one of several processes that train together. The run is open in the process that started
     * them, so this session knows the directory alone.
     *
     * @param processes how many processes share the threads
     */
    public static Session ofProcess(Path directory, WorkSettings work, Messages messages, int processes) {
        return new Session(
                directory, null, work, messages, new Threads(Math.max(1, work.threads() / processes)), false);
    }

    /**
     * Opens a run that lies in this one, about the same samples, and works on it with the same threads. Closed before
     * this session is.
     *
     * @param folder relative to the directory of this run
     * @param source of this run, opened
     */
    public Session inside(String folder, Source source) {
        Run within = run().inside(folder);
        Session session = new Session(within.directory(), within, work, messages, threads, true);
        inside.add(session);
        try {
            session.about(source, SourceReference.of(samples()));
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Opens a source, and says that the run is about that source. The caller closes the source. */
    public Source open(SourceReference reference) {
        Source source = reference.open(messages);
        try {
            about(source, reference);
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Says which samples the run is about, from the source itself. */
    public void about(Source source, SourceReference reference) {
        sourceSeen = true;
        run().about(
                        new Manifest.Samples(
                                reference.lastingName(),
                                reference.toMap(),
                                source.fingerprint(),
                                source.size(),
                                classes(source)),
                        work.force());
    }

    /** Opens the source of the run again, and checks that the source has not changed. */
    public Source reopenSource() {
        SourceReference reference = SourceReference.of(samples());
        Source source = reference.reopen(messages);
        about(source, reference);
        return source;
    }

    /**
     * Says where the source of the run lies now.
     *
     * @throws PithException when what lies there is another source
     */
    public void sourceLiesAt(String place) {
        Manifest.Samples before = samples();
        Manifest.Samples moved = new Manifest.Samples(
                SourceReference.of(place).lastingName(),
                before.options(),
                before.fingerprint(),
                before.n(),
                before.classes());
        try (Source source = SourceReference.of(moved).reopen(messages)) {
            if (!source.fingerprint().equals(before.fingerprint())) {
                throw new PithException(place + ": is not the source of this run as it was (" + before.name() + ", "
                        + before.n() + " samples; here are " + source.size()
                        + "); files must be the same, with the times of their last change, as cp -a and rsync"
                        + " -a keep them");
            }
        }
        run().about(moved, false);
    }

    /** Checks that the source of the run is still the same, unless this session has looked at it already. */
    public void requireSameSource() {
        if (!sourceSeen) {
            reopenSource().close();
        }
    }

    /** Returns the names of the classes, or the labels of classes without names. A source without labels has none. */
    public static List<String> classes(Source source) {
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
    public void refuseChange(Step step, Map<String, String> configuration) {
        if (!work.force()) {
            run().refuseChange(step, configuration);
        }
    }

    /**
     * Does a step unless the step is done. Remembers whether there was anything to do, and notes which steps are out of
     * date by what was done.
     */
    public void perform(Step step, Map<String, String> configuration, Run.Work body) {
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
    public Set<Step> doneNow() {
        return doneNow;
    }

    public Run run() {
        return Objects.requireNonNull(run, "a process of a training has no run of its own");
    }

    /** Returns the file of the run called {@code name}. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Returns the samples of the run.
     *
     * @throws PithException when nothing was done in it yet
     */
    public Manifest.Samples samples() {
        return Optional.ofNullable(run().manifest().source())
                .orElseThrow(() -> new PithException(directory
                        + ": nothing was done in this run yet; begin it with pith features SOURCE -o " + directory));
    }

    public Threads threads() {
        return threads;
    }

    public MemoryLimit memory() {
        return work.memory();
    }

    /** Returns whether results that an older command made otherwise are made anew. */
    public boolean force() {
        return work.force();
    }

    /** Returns who hears what steps have to say. */
    public Messages messages() {
        return messages;
    }

    /** Says what the user should know although the work goes on. */
    public void warn(String line) {
        messages.warn(line);
    }

    /** Says what was decided for the user. */
    public void note(String line) {
        messages.note(line);
    }

    /** Asks the user. */
    public boolean agrees(String question) {
        return messages.agrees(question);
    }

    /** Returns the network behind a short name, which depends on the images, and says so. */
    public String fullName(String network, InputShape images) {
        String full = Networks.resolve(network, images);
        if (!full.equals(network)) {
            note(network + " is " + full + " for images of " + images);
        }
        return full;
    }

    /** Shows progress until it is closed. */
    public TaskProgress progress(String task) {
        return messages.progress(task);
    }

    /** Deletes unfinished files. For a caller whose process is about to end. */
    public void abandon() {
        inside.forEach(Session::abandon);
        if (run != null) {
            run.abandon();
        }
    }

    @Override
    public void close() {
        if (!inner) {
            threads.close();
        }
        if (run != null) {
            run.close();
        }
    }
}

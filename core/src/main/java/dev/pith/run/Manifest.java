package dev.pith.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pith.PithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about itself: {@code manifest.json}.
 *
 * <p>Everything in it but {@code started}, {@code elapsedSeconds}, {@code partSeconds} and {@code peakMemoryBytes} is
 * the same for the same command on the same source.
 *
 * @param schema version of this layout, {@value #SCHEMA}
 * @param pith version of Pith that wrote the run last
 * @param command the command that changed the run last, word by word
 * @param seed the seed of that command; absent when nothing was drawn
 * @param source the samples; absent only in a run without any step
 * @param steps the finished steps, in the order of the work
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"schema", "pith", "command", "seed", "source", "steps"})
public record Manifest(
        int schema,
        String pith,
        List<String> command,
        @Nullable Long seed,
        @Nullable Samples source,
        List<Done> steps) {
    /** The layout this version of Pith writes. */
    public static final int SCHEMA = 2;

    /** File name in the run's directory. */
    public static final String FILE = "manifest.json";

    /** Copies the lists. */
    public Manifest {
        command = List.copyOf(command);
        steps = List.copyOf(steps);
    }

    /**
     * Where the samples of the run come from.
     *
     * @param name what the user called the source
     * @param options how the source was opened: parameter name to value
     * @param fingerprint SHA-256 in hex that changes when the source does
     * @param n number of samples
     * @param classes names of the classes, or their labels when they have no names; empty when there are none
     */
    public record Samples(String name, Map<String, String> options, String fingerprint, int n, List<String> classes) {
        /** Copies the collections, in their order. */
        public Samples {
            options = ordered(options);
            classes = List.copyOf(classes);
        }
    }

    /**
     * A finished step.
     *
     * @param step which
     * @param configuration parameter name to resolved value, everything that decides the step's bytes
     * @param started ISO-8601 in UTC; of the last process, where a killed one was gone on from
     * @param elapsedSeconds from start until the files were whole; of all processes, where killed ones were
     *     gone on from
     * @param partSeconds of these the seconds of parts that others could do without: name to seconds; absent for none
     * @param peakMemoryBytes the most memory in use while the step worked
     * @param peakMemoryOf what was measured as memory
     * @param facts what the step found out that a reader wants to know: name to value
     * @param outputs the files the step wrote, sorted by path
     */
    public record Done(
            Step step,
            Map<String, String> configuration,
            String started,
            double elapsedSeconds,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> partSeconds,
            long peakMemoryBytes,
            String peakMemoryOf,
            Map<String, String> facts,
            List<Output> outputs) {
        /** Copies the collections, in their order. */
        public Done {
            // A manifest that names no part has null here.
            partSeconds = partSeconds == null ? Map.of() : Map.copyOf(partSeconds);
            configuration = ordered(configuration);
            facts = ordered(facts);
            outputs = List.copyOf(outputs);
        }

        /** Returns whether a file is among those that the step wrote. */
        public boolean writes(String path) {
            return outputs.stream().anyMatch(output -> output.path().equals(path));
        }
    }

    /**
     * A file of a step.
     *
     * @param path relative to the run's directory, with {@code /} between folders
     * @param bytes its size
     * @param sha256 in hex
     */
    public record Output(String path, long bytes, String sha256) {}

    /**
     * Reads the manifest of a run.
     *
     * @param run the run's directory
     * @throws PithException when the directory holds no manifest that this version can read
     */
    public static Manifest read(Path run) {
        return ManifestFile.read(run.resolve(FILE))
                .orElseThrow(() -> new PithException(run + ": no " + FILE
                        + " in it, so it is not a run; make one with pith quantize SOURCE -o " + run));
    }

    /** Returns the record of a step, when it is finished. */
    public Optional<Done> step(Step step) {
        return steps.stream().filter(done -> done.step() == step).findFirst();
    }

    /** Returns this manifest with {@code done} in place of any earlier record of the same step. */
    Manifest with(Done done) {
        List<Done> changed = new ArrayList<>(without(List.of(done.step())).steps);
        changed.add(done);
        changed.sort((a, b) -> a.step().compareTo(b.step()));
        return new Manifest(schema, pith, command, seed, source, changed);
    }

    /** Returns this manifest without the records of some steps. */
    Manifest without(Collection<Step> dropped) {
        return new Manifest(
                schema,
                pith,
                command,
                seed,
                source,
                steps.stream().filter(done -> !dropped.contains(done.step())).toList());
    }

    /** Returns how steps wrote a file, in the order of the work. */
    List<Output> versions(String path) {
        return steps.stream()
                .flatMap(done -> done.outputs.stream())
                .filter(output -> output.path().equals(path))
                .toList();
    }

    /** Returns this manifest with records of steps that do not speak of some files. */
    Manifest withoutOutputs(Collection<String> paths) {
        return new Manifest(
                schema,
                pith,
                command,
                seed,
                source,
                steps.stream()
                        .map(done -> new Done(
                                done.step,
                                done.configuration,
                                done.started,
                                done.elapsedSeconds,
                                done.partSeconds,
                                done.peakMemoryBytes,
                                done.peakMemoryOf,
                                done.facts,
                                done.outputs.stream()
                                        .filter(output -> !paths.contains(output.path()))
                                        .toList()))
                        .toList());
    }

    /** Returns this manifest as another command leaves it. */
    Manifest by(Author author) {
        return new Manifest(SCHEMA, author.version(), author.command(), author.seed(), source, steps);
    }

    /** Returns this manifest with other samples. */
    Manifest of(Samples samples) {
        return new Manifest(schema, pith, command, seed, samples, steps);
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}

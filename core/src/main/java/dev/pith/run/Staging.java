package dev.pith.run;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a step writes its files until all of them are whole. */
public final class Staging {
    private final Path run;
    private final Map<String, Path> parts = new TreeMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, Double> partSeconds = new TreeMap<>();
    private Path latest;
    private boolean abandoned;
    private boolean goesOn;

    Staging(Path run) {
        this.run = run;
        this.latest = run;
    }

    /**
     * Returns where to write a file of the run.
     *
     * @param name its final name in the run's directory, without folders
     */
    public synchronized Path file(String name) {
        return part(name);
    }

    /**
     * Makes an empty folder and returns where to write its files; it will replace any folder of that name.
     *
     * @param name its final name in the run's directory
     */
    public synchronized Path folder(String name) throws IOException {
        return Files.createDirectory(part(name));
    }

    /** Notes something the step found out and a reader of the manifest wants to know. */
    public synchronized void note(String fact, String value) {
        facts.put(fact, value);
    }

    /** Notes how long a part of the step took that others could do without. */
    public synchronized void seconds(String part, double seconds) {
        partSeconds.put(part, seconds);
    }

    /** Says that the step goes on from what another process has left, whose time then counts as this one's does. */
    public synchronized void goesOn() {
        goesOn = true;
    }

    /** Returns whether the step goes on from another process's work. */
    synchronized boolean isGoingOn() {
        return goesOn;
    }

    synchronized void refuseAbandoned() {
        if (abandoned) {
            throw new PithException(run + ": interrupted; the same command goes on where it stopped");
        }
    }

    private Path part(String name) {
        refuseAbandoned();
        Path target = run.resolve(name);
        if (!run.equals(target.getParent())) {
            throw new IllegalArgumentException("name must be one in the run's directory, got " + name);
        }
        latest = target;
        return parts.computeIfAbsent(name, key -> PartFiles.beside(target));
    }

    synchronized Map<String, String> facts() {
        return facts;
    }

    synchronized Map<String, Double> partSeconds() {
        return partSeconds;
    }

    /** Returns the final name of what was asked for last: that is what a failed write was about. */
    synchronized Path latest() {
        return latest;
    }

    /**
     * Returns when all files are on the disk, with the size and SHA-256 of each, sorted by path.
     *
     * <p>Takes as long as reading them does, and can be abandoned meanwhile.
     */
    List<Manifest.Output> seal() throws IOException {
        List<Manifest.Output> outputs = new ArrayList<>();
        for (Map.Entry<String, Path> entry : copyOfParts().entrySet()) {
            Path part = entry.getValue();
            PartFiles.sync(part);
            for (Path file : PartFiles.filesOf(part)) {
                Path inside = part.relativize(file);
                String path = inside.toString().isEmpty()
                        ? entry.getKey()
                        : entry.getKey() + "/" + inside.toString().replace('\\', '/');
                outputs.add(new Manifest.Output(path, Files.size(file), Sha256.of(file)));
            }
        }
        outputs.sort(Comparator.comparing(Manifest.Output::path));
        return outputs;
    }

    private synchronized Map<String, Path> copyOfParts() {
        return new TreeMap<>(parts);
    }

    /** Leaves the files to a change that is decided; {@link #abandon()} finds nothing to delete any more. */
    synchronized void handOver() {
        parts.clear();
    }

    /** Deletes what was not handed over and hands out no more names. */
    synchronized void abandon() {
        abandoned = true;
        parts.values().forEach(PartFiles::deleteQuietly);
    }
}

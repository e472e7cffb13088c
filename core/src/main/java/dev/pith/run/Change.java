package dev.pith.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Takes a run from one manifest to the next: all of it or nothing, wherever the process is killed.
 *
 * <p>First the next manifest is written beside the present one. From then on the change is decided: files that no step
 * of it owns go, finished parts get their names, and last the next manifest gets its own. Each of that can be done
 * again, so the command that opens the run next goes on in the middle.
 */
final class Change {
    /** The manifest that is decided, in the run's directory. */
    static final String NEXT = "." + Manifest.FILE + ".next";

    private final Path run;
    private final Manifest now;
    private final Manifest next;
    private final Consumer<Path> watch;

    private Change(Path run, Manifest now, Manifest next, Consumer<Path> watch) {
        this.run = run;
        this.now = now;
        this.next = next;
        this.watch = watch;
    }

    /**
     * Decides a change.
     *
     * @param next names the files of parts that are whole and on the disk
     * @param watch hears of every file before it is written, renamed or deleted
     */
    static Change decide(Path run, Manifest now, Manifest next, Consumer<Path> watch) {
        watch.accept(run.resolve(NEXT));
        ManifestFile.write(run.resolve(NEXT), next);
        return new Change(run, now, next, watch);
    }

    /** Finishes what a killed command had decided, and returns the manifest of the run; empty when it has none. */
    static Optional<Manifest> finishLast(Path run, Consumer<Path> watch) throws IOException {
        Optional<Manifest> now = ManifestFile.read(run.resolve(Manifest.FILE));
        Optional<Manifest> next = ManifestFile.read(run.resolve(NEXT));
        if (next.isEmpty()) {
            return now;
        }
        new Change(run, now.orElse(next.get()), next.get(), watch).finish();
        return next;
    }

    /** Does what was decided. */
    void finish() throws IOException {
        Set<String> doomed = files(now);
        doomed.removeAll(files(next));
        for (String path : doomed) {
            watch.accept(run.resolve(path));
            PartFiles.deleteWithEmptyFolders(run.resolve(path), run);
        }
        Set<String> names = new TreeSet<>();
        files(next).forEach(path -> names.add(path.split("/", 2)[0]));
        for (String name : names) {
            Path target = run.resolve(name);
            if (Files.exists(PartFiles.beside(target))) {
                watch.accept(target);
                PartFiles.publish(PartFiles.beside(target), target);
            }
        }
        watch.accept(run.resolve(Manifest.FILE));
        PartFiles.publish(run.resolve(NEXT), run.resolve(Manifest.FILE));
    }

    private static Set<String> files(Manifest manifest) {
        Set<String> paths = new TreeSet<>();
        manifest.steps().forEach(done -> done.outputs().forEach(output -> paths.add(output.path())));
        return paths;
    }
}

package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.pipeline.selection.SampleList;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.AtomicFile;
import dev.pith.run.WriteFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The selections that people saved in a run: {@code selection-NAME.npy} with the ids, int64 in draw order, and
 * {@code exclude-NAME.txt} with what they left out. They are the user's: no step reads or deletes them unasked.
 *
 * <p>Whoever saves says which state of the name was seen, so that nobody replaces what somebody else saved meanwhile
 * without knowing; a lock of its own keeps two processes apart, and does not stand in the way of other commands.
 */
final class SavedSelections {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String LOCK = ".saving";

    /** A command that begins deletes what killed ones left, which may be what is being written. */
    private static final int TRIES = 3;

    private final Path run;

    SavedSelections(Path run) {
        this.run = run;
    }

    /**
     * A saved selection.
     *
     * @param tag tells one state of the file from another
     */
    record Saved(String name, String tag) {}

    /** Somebody else saved the same name meanwhile. */
    static final class Conflict extends PithException {
        private static final long serialVersionUID = 1;

        Conflict(String message) {
            super(message);
        }
    }

    /** Returns what was saved, by name; other files of a user's own, whose names only look alike, are none of ours. */
    List<Saved> list() {
        List<Saved> saved = new ArrayList<>();
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.sorted().toList()) {
                String text = file.getFileName().toString();
                if (text.startsWith(RunFiles.SAVED_SELECTION) && text.endsWith(".npy")) {
                    String name = text.substring(RunFiles.SAVED_SELECTION.length(), text.length() - ".npy".length());
                    if (NAME.matcher(name).matches() && Files.isRegularFile(file)) {
                        saved.add(new Saved(name, tag(name)));
                    }
                }
            }
        } catch (IOException e) {
            throw new PithException(run + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return saved;
    }

    /** Returns what tells the state of a name from others; empty when nothing was saved under it. */
    String tag(String name) {
        try {
            BasicFileAttributes file = Files.readAttributes(file(name), BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new PithException(file(name) + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the file of a selection. */
    Path file(String name) {
        requireName(name);
        return run.resolve(RunFiles.savedSelection(name));
    }

    /** Returns the list of what was left out beside it. */
    Path exclusions(String name) {
        requireName(name);
        return run.resolve(RunFiles.savedExclusions(name));
    }

    /**
     * Returns the ids of a selection.
     *
     * @param n how many samples there are
     * @throws PithException when it is none of these samples
     */
    int[] ids(String name, int n) {
        return RunSamples.chosenIds(file(name), n, run.toString(), "move it to the run that it was saved of");
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PithException("a selection is called by up to 64 letters, digits, - and _, got '" + name
                    + "'; take another name");
        }
    }

    /**
     * Saves a selection and what was left out; nothing is left out where a list of it was not there before, and then
     * there is none.
     *
     * @param keys of all samples, by which those are listed whose id is the key of another
     * @param seen the tag of the name as the user knows it, empty for none
     * @return the tag from now on
     * @throws Conflict when the name has another tag
     * @throws PithException when the files cannot be written; older ones are then as they were
     */
    String save(String name, int[] ids, int[] excluded, List<String> keys, String seen) {
        synchronized (SavedSelections.class) { // a process has one lock on a file
            try (FileChannel channel =
                            FileChannel.open(run.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Objects.requireNonNull(lock);
                if (!tag(name).equals(seen)) {
                    throw new Conflict(file(name).getFileName() + " is there already, from before or from another"
                            + " window; save again to replace it, or take another name");
                }
                again(() -> write(name, ids, excluded, keys));
                return tag(name);
            } catch (IOException e) {
                throw WriteFailure.of(file(name), e);
            }
        }
    }

    /** The list gets its name when the ids are on the disk, and the ids get theirs next. */
    private void write(String name, int[] ids, int[] excluded, List<String> keys) {
        AtomicFile.make(file(name), part -> {
            Npy.write(part, ids);
            if (excluded.length > 0 || Files.exists(exclusions(name))) {
                byte[] lines = SampleList.text(excluded, keys).getBytes(StandardCharsets.UTF_8);
                AtomicFile.write(exclusions(name), out -> out.write(lines));
            }
        });
    }

    private static void again(Runnable write) {
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return;
            } catch (PithException e) {
                if (attempt == TRIES || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }
}

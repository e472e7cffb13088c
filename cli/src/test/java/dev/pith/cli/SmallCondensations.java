package dev.pith.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Condensations of a folder of colored stripes by a small network, and experts for them.
 *
 * @param folder with the images, that gets the runs
 */
record SmallCondensations(Path folder) {
    /** Draws the images. */
    static SmallCondensations in(Path folder) throws IOException {
        Stripes.draw(folder);
        return new SmallCondensations(folder);
    }

    /** Returns the words of a command, for a run of the folder. */
    Object[] words(String run, Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "condense",
                folder.resolve("train"),
                "--test",
                folder.resolve("test"),
                "--net",
                "convnet-width32-depth2",
                "--eval-epochs",
                "20",
                "--eval-seeds",
                "2",
                "--all-epochs",
                "3",
                "-o",
                folder.resolve(run)));
        words.addAll(Arrays.asList(options));
        return words.toArray();
    }

    Invocation condense(String run, Object... options) {
        return Invocation.of(words(run, options));
    }

    Invocation experts(String run, Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "experts",
                folder.resolve("train"),
                "--net",
                "convnet-width32-depth2",
                "--experts",
                3,
                "--epochs",
                4,
                "-o",
                folder.resolve(run)));
        words.addAll(Arrays.asList(options));
        return Invocation.of(words.toArray());
    }
}

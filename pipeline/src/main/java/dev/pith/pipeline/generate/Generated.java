package dev.pith.pipeline.generate;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.whole;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Images that a network made.
 *
 * @param images an {@code .npz} of them, as a synthetic set, normalized to [-1, 1]
 * @param picture of them, a row for each class
 * @param count how many
 * @param frechet the Frechet distance of the judge's embeddings of them and of real images, if there is a judge
 * @param accuracy the share that the judge gives the class they were made for, from 0 to 1, if there is one
 */
public record Generated(Path images, Path picture, int count, OptionalDouble frechet, OptionalDouble accuracy) {
    static final String COUNT = "images made";
    static final String FRECHET = "frechet distance";
    static final String ACCURACY = "named as made";

    /** Reads what the step left in a run. */
    static Generated of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.GENERATE).orElseThrow().facts();
        return new Generated(
                run.file(RunFiles.GENERATED),
                run.file(RunFiles.GENERATED_PICTURE),
                whole(facts, COUNT),
                optional(facts, FRECHET),
                optional(facts, ACCURACY));
    }

    private static OptionalDouble optional(Map<String, String> facts, String fact) {
        return facts.containsKey(fact) ? OptionalDouble.of(number(facts, fact)) : OptionalDouble.empty();
    }
}

package dev.pith.pipeline.generate;

import static dev.pith.run.Entries.large;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Choices;
import dev.pith.torch.diffusion.ImageMaker.Method;
import dev.pith.torch.diffusion.NoiseSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How images are made.
 *
 * @param images how many, 1 or more; of classes alike many
 * @param sampler how a step goes
 * @param steps to an image, 1 to {@link NoiseSchedule#STEPS}
 * @param judge a run of a training that made a classifier, or its file of weights, by which the images are judged; or
 *     null
 */
public record GenerateSettings(int images, Method sampler, int steps, @Nullable Path judge, long seed) {
    /** Images unless told otherwise. */
    public static final String DEFAULT_IMAGES = "100";

    /** How a step goes unless told otherwise. */
    public static final String DEFAULT_SAMPLER = "ddim";

    /** Steps to an image unless told otherwise. */
    public static final String DEFAULT_STEPS = "50";

    private static final String IMAGES = "images";
    private static final String SAMPLER = "sampler";
    private static final String STEPS = "sampling-steps";
    private static final String JUDGE = "judge";
    private static final String SEED = "seed";

    /** Refuses what is out of range. */
    public GenerateSettings {
        if (images < 1) {
            throw new IllegalArgumentException("`images` must be at least 1, got " + images);
        }
        if (steps < 1 || steps > NoiseSchedule.STEPS) {
            throw new IllegalArgumentException(
                    "`sampling-steps` must be 1 to " + NoiseSchedule.STEPS + ", got " + steps);
        }
        if (judge != null && images < 2) {
            throw new IllegalArgumentException("`judge` compares many images with many; make more `images` than 1");
        }
    }

    /** Returns the usual settings. */
    public static GenerateSettings of(long seed) {
        return new GenerateSettings(
                Integer.parseInt(DEFAULT_IMAGES),
                Choices.of(Method.class, DEFAULT_SAMPLER),
                Integer.parseInt(DEFAULT_STEPS),
                null,
                seed);
    }

    /** Returns the file of the judge's weights, or null. */
    @Nullable
    Path judgeFile() {
        return judge != null && Files.isDirectory(judge) ? judge.resolve(RunFiles.MODEL) : judge;
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(IMAGES, Integer.toString(images));
        map.put(SAMPLER, sampler.toString());
        map.put(STEPS, Integer.toString(steps));
        Path file = judgeFile();
        if (judge != null && file != null) {
            map.put(JUDGE, judge.toString());
            map.put("judge fingerprint", Fingerprint.ofFiles(List.of(file)));
        }
        map.put(SEED, Long.toString(seed));
        return map;
    }

    /** Returns the settings that a manifest remembers. */
    public static GenerateSettings of(Map<String, String> map) {
        return new GenerateSettings(
                whole(map, IMAGES),
                Choices.of(Method.class, text(map, SAMPLER)),
                whole(map, STEPS),
                map.containsKey(JUDGE) ? Path.of(text(map, JUDGE)) : null,
                large(map, SEED));
    }
}

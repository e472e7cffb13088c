package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.CsvText;
import dev.pith.run.Step;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The scores of a run's samples: a file for each, and a table of all. */
public final class RunScores {
    /** What the step {@code network} calls the part of its time that went into scores. */
    public static final String PART = "scores";

    private RunScores() {}

    /** Returns whether a run holds scores. */
    public static boolean areInRun(Session session) {
        return session.run()
                .manifest()
                .step(Step.NETWORK)
                .filter(done -> ScoreSettings.areIn(done.configuration()))
                .isPresent();
    }

    /**
     * Insists on scores, and returns how they were made.
     *
     * @throws PithException when a run has none, or its files are not as they were written
     */
    public static ScoreSettings require(Session session) {
        String remedy = "pith scores SOURCE -o " + session.run().directory();
        if (!areInRun(session)) {
            throw new PithException(
                    session.run().directory() + ": has no scores of its samples; make them with " + remedy);
        }
        return ScoreSettings.of(session.run().require(Step.NETWORK, remedy).configuration());
    }

    /** Returns what tells the scores of a run from others: the sums of their files. */
    public static String fingerprint(Session session) {
        return Fingerprint.ofText(session.run().manifest().steps().stream()
                .filter(done -> done.step() == Step.NETWORK || done.step() == Step.SCORES)
                .flatMap(done -> done.outputs().stream())
                .filter(output -> output.path().startsWith(RunFiles.SCORE_FOLDER + "/"))
                .map(output -> output.path() + " " + output.sha256())
                .sorted()
                .collect(Collectors.joining("\n")));
    }

    /**
     * Reads the scores of a run.
     *
     * @throws PithException when it has none, or its files are not as they were written
     */
    public static ScoreTable open(Session session) {
        require(session);
        Path folder = session.run().file(RunFiles.SCORE_FOLDER);
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            Path file = folder.resolve(RunFiles.score(score.toString()));
            if (Files.exists(file)) { // a later version may know more
                scores.put(score, Npy.readDoubles(file));
            }
        }
        return new ScoreTable(scores);
    }

    /** Writes scores into an empty folder. */
    static void write(ScoreTable scores, Source source, Path folder) throws IOException {
        for (Score score : Score.values()) {
            Npy.write(folder.resolve(RunFiles.score(score.toString())), scores.of(score));
        }
        long[] labels = source.labels().orElseThrow().values();
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve(RunFiles.SCORES))) {
            csv.write("id,key,label");
            for (Score score : Score.values()) {
                csv.write("," + score);
            }
            csv.write('\n');
            for (int id = 0; id < scores.size(); id++) {
                csv.write(id + "," + CsvText.quoted(source.key(id)) + "," + labels[id]);
                for (Score score : Score.values()) {
                    double value = scores.of(score)[id];
                    csv.write(Double.isNaN(value) ? "," : "," + value);
                }
                csv.write('\n');
            }
        }
    }
}

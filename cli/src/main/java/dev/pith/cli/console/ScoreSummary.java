package dev.pith.cli.console;

import dev.pith.data.Source;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code pith scores} prints: the range of every score, the hardest and the easiest samples, and the run. */
public final class ScoreSummary {
    private static final int NAMED = 5;

    private final Path run;
    private final Source source;
    private final ScoreTable scores;
    private final RunSummary summary;

    /**
     * Sums scores up.
     *
     * @param run as the user wrote it
     */
    public ScoreSummary(Path run, Session session, Source source) {
        this.run = run;
        this.source = source;
        this.scores = RunScores.open(session);
        this.summary = new RunSummary(run, session);
    }

    public void print(Console console) {
        int[] byMargin = scores.ascending(Score.AUM);
        int[] hardest = Arrays.copyOf(byMargin, Math.min(NAMED, byMargin.length));
        int[] easiest = new int[hardest.length];
        Arrays.setAll(easiest, i -> byMargin[byMargin.length - 1 - i]);
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>(summary.json());
            Map<String, Object> ranges = new LinkedHashMap<>();
            for (Score score : Score.values()) {
                double[] range = range(score);
                ranges.put(score.toString(), Map.of("min", range[0], "median", range[1], "max", range[2]));
            }
            json.put("scored", byMargin.length);
            json.put("scores", ranges);
            json.put("hardest", samples(hardest));
            json.put("easiest", samples(easiest));
            console.printJson(json);
            return;
        }
        PrintWriter out = console.out();
        out.println(String.format(Locale.ROOT, "%-18s %11s %11s %11s", "score", "min", "median", "max"));
        for (Score score : Score.values()) {
            double[] range = range(score);
            out.println(String.format(Locale.ROOT, "%-18s %11.4g %11.4g %11.4g", score, range[0], range[1], range[2]));
        }
        out.println();
        out.println("Hardest by aum: " + keys(hardest));
        out.println("Easiest by aum: " + keys(easiest));
        out.println("Every sample's: " + run.resolve(RunFiles.SCORE_FOLDER).resolve(RunFiles.SCORES));
        out.println();
        summary.print(console);
    }

    private double[] range(Score score) {
        int[] ids = scores.ascending(score);
        double[] column = scores.of(score);
        double median = (column[ids[(ids.length - 1) / 2]] + column[ids[ids.length / 2]]) / 2;
        return new double[] {column[ids[0]], median, column[ids[ids.length - 1]]};
    }

    private String keys(int[] ids) {
        return Arrays.stream(ids).mapToObj(source::key).collect(Collectors.joining(", "));
    }

    private List<Map<String, Object>> samples(int[] ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> {
                    Map<String, Object> sample = new LinkedHashMap<>();
                    sample.put("id", id);
                    sample.put("key", source.key(id));
                    return sample;
                })
                .toList();
    }
}

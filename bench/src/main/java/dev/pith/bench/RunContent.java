package dev.pith.bench;

import dev.pith.data.Fingerprint;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.torch.evaluate.EvaluationFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What two runs of the same commands must have in common: every file, without the seconds that something took. */
public final class RunContent {
    private static final Pattern TIMINGS =
            Pattern.compile("\"(started|elapsedSeconds|partSeconds|peakMemoryBytes|seconds)\"\\s*:"
                    + "\\s*(\"[^\"]*\"|[-+.0-9eE]+|\\{[^}]*\\})");
    private static final Pattern OUTPUT = Pattern.compile(
            "\"path\"\\s*:\\s*\"([^\"]*\\.(?:jsonl|csv))\",\\s*\"bytes\"\\s*:\\s*\\d+,\\s*\"sha256\"\\s*:\\s*\"[0-9a-f]*\"");

    private RunContent() {}

    /** Returns the hash of every file by its path. */
    static Map<String, String> of(Path run) throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (Path path : Folders.paths(run)) {
            String name = run.relativize(path).toString();
            if (Files.isRegularFile(path)) {
                content.put(name, hash(path, name));
            }
        }
        return content;
    }

    private static String hash(Path file, String name) throws IOException {
        if (name.endsWith(Manifest.FILE)) {
            String text = TIMINGS.matcher(Files.readString(file)).replaceAll("");
            // Files with seconds in them are compared here without, so their hashes there say nothing.
            return Fingerprint.ofText(OUTPUT.matcher(text).replaceAll(m -> Matcher.quoteReplacement(m.group(1))));
        }
        if (name.endsWith(".jsonl")) {
            return Fingerprint.ofText(Files.readAllLines(file).stream()
                    .map(line -> TIMINGS.matcher(line).replaceAll(""))
                    .sorted() // trainings that go side by side end in any order
                    .collect(Collectors.joining("\n")));
        }
        if (name.endsWith(EvaluationFile.NAME)) {
            return Fingerprint.ofText(withoutSeconds(file));
        }
        return Fingerprint.ofFiles(List.of(file));
    }

    private static String withoutSeconds(Path file) throws IOException {
        String names;
        try (BufferedReader csv = Files.newBufferedReader(file)) {
            names = csv.readLine();
        }
        String[] header = names.split(",", -1);
        int[] kept = IntStream.range(0, header.length)
                .filter(i -> !header[i].contains("seconds") && !header[i].startsWith("paid_off"))
                .toArray();
        return CsvText.read(file, names).stream()
                .map(row -> IntStream.of(kept).mapToObj(row::get).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", names + "\n", ""));
    }
}

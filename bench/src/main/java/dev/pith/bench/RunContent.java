package dev.pith.bench;

import dev.pith.data.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            Pattern.compile("\"(started|elapsedSeconds|peakMemoryBytes|seconds)\"\\s*:\\s*(\"[^\"]*\"|[-+.0-9eE]+)");
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
        if (name.endsWith("manifest.json")) {
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
        if (name.endsWith(".csv")) {
            return Fingerprint.ofText(withoutSeconds(Files.readAllLines(file)));
        }
        return Fingerprint.ofFiles(List.of(file));
    }

    private static String withoutSeconds(List<String> lines) {
        String[] header = lines.get(0).split(",", -1);
        int[] kept = IntStream.range(0, header.length)
                .filter(i -> !header[i].contains("seconds") && !header[i].startsWith("paid_off"))
                .toArray();
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            rows.add(IntStream.of(kept)
                    .filter(i -> i < fields.length)
                    .mapToObj(i -> fields[i])
                    .collect(Collectors.joining(",")));
        }
        return String.join("\n", rows);
    }
}

package dev.pith.data.open;

import dev.pith.Keys;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.run.SamplesTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what a source and its samples.csv hold on the heap. It has a process of its own, in which nothing else is. */
final class ManySamples {
    private ManySamples() {}

    /**
     * Prints bytes a sample of the source, and of the table that is read back, and the last key.
     *
     * @param words a source; a small one of the same kind, so that what is made once is made before; a file to write
     */
    @SuppressWarnings("SystemOut") // what the test reads
    public static void main(String[] words) throws IOException {
        measure(words[1], Path.of(words[2]));
        System.out.println(measure(words[0], Path.of(words[2])));
    }

    private static String measure(String spec, Path csv) throws IOException {
        long before = used();
        long ofSource = write(spec, csv, before);
        int n;
        try (var lines = Files.lines(csv)) {
            n = Math.toIntExact(lines.count()) - 1;
        }
        SamplesTable table = SamplesTable.read(csv, n);
        long ofTable = used() - before;
        return ofSource / n + " " + ofTable / n + " " + table.key.get(n - 1);
    }

    private static long write(String spec, Path csv, long before) throws IOException {
        SourceOptions options = SourceOptions.builder()
                .labelColumn(spec.endsWith(".jsonl") ? "label" : null)
                .build();
        try (Source source = Sources.open(spec, options);
                OutputStream out = Files.newOutputStream(csv)) {
            long ofSource = used() - before;
            long[] labels = source.labels().map(Labels::values).orElse(null);
            new SamplesTable(Keys.of(source.size(), source::key), labels).write(out);
            return ofSource;
        }
    }

    /** Collects until nothing more is found: files and what they hold go after the objects that name them. */
    private static long used() {
        long before = Long.MAX_VALUE;
        for (long used = collected(); used < before; used = collected()) {
            before = used;
        }
        return before;
    }

    private static long collected() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

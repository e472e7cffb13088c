package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.data.builtin.Catalog;
import dev.pith.run.MemoryLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith data list}: what there is and where it lies. */
@Command(
        name = "list",
        description = "Lists the built-in data sets and where they lie.",
        footer = {"", "Example:", "  pith data list --format json"})
final class DataListCommand implements Callable<Integer> {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder of data set folders (mnist, cifar10, ...) in which they are looked for first.")
    private @Nullable Path dataDir;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        List<Catalog.Entry> entries = Catalog.of(dataDir).list();
        if (common.console().json()) {
            List<Map<String, Object>> list = new ArrayList<>();
            entries.forEach(entry -> list.add(json(entry)));
            common.console().printJson(list);
        } else {
            common.console()
                    .out()
                    .println(String.format("%-20s %9s %9s %9s   %s", "name", "train", "test", "classes", "where"));
            entries.forEach(entry -> common.console()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-20s %,9d %,9d %,9d   %s",
                            entry.name(),
                            entry.trainSize(),
                            entry.testSize(),
                            entry.classes(),
                            where(entry))));
        }
        return 0;
    }

    private static String where(Catalog.Entry entry) {
        if (entry.bundled()) {
            return "travels with pith";
        }
        return entry.place()
                .map(Path::toString)
                .orElseGet(() -> "to be fetched, " + MemoryLimit.text(entry.downloadBytes()));
    }

    private static Map<String, Object> json(Catalog.Entry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", entry.name());
        map.put("train", entry.trainSize());
        map.put("test", entry.testSize());
        map.put("classes", entry.classes());
        map.put("bundled", entry.bundled());
        entry.place().ifPresent(place -> map.put("place", place.toString()));
        map.put("downloadBytes", entry.downloadBytes());
        return map;
    }
}

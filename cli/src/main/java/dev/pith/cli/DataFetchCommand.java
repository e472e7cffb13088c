package dev.pith.cli;

import dev.pith.data.builtin.Catalog;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pith data fetch}: a data set from its official address into the cache. */
@Command(
        name = "fetch",
        description = "Fetches a built-in data set from its official address and checks it.",
        footer = {"", "Example:", "  pith data fetch cifar10"})
final class DataFetchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "A name from pith data list.")
    private String name;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Interruption.begin(() -> {}); // the fetch itself deletes what it has not finished
        Path folder;
        try (ProgressLine progress = new ProgressLine("fetching " + name, common.err())) {
            folder = Catalog.of(null).fetch(name, progress);
        } finally {
            Interruption.end();
        }
        if (common.json()) {
            common.printJson(Map.of("name", name, "folder", folder.toString()));
        } else {
            common.out().println(name + " lies in " + folder);
        }
        return 0;
    }
}

package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.data.builtin.Catalog;
import dev.pith.pipeline.session.TaskProgress;
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
        Path folder;
        try (TaskProgress progress = common.messages().progress("fetching " + name)) {
            folder = Catalog.of(null).fetch(name, progress);
        }
        if (common.console().json()) {
            common.console().printJson(Map.of("name", name, "folder", folder.toString()));
        } else {
            common.console().out().println(name + " lies in " + folder);
        }
        return 0;
    }
}

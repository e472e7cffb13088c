package dev.pith.cli;

import dev.pith.cli.console.Browser;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.Viewing;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pith view}: a run in a browser, to look at and to act on. */
@Command(
        name = "view",
        description = {
            "Shows a run in a browser: its samples, where they lie, and why they are kept.",
            "What is marked there is saved in the run as selection-NAME.npy and exclude-NAME.txt, and a map by"
                    + " neighbours as neighbor-map.npy; nothing else of it is changed. The page is served to this"
                    + " machine alone, until Ctrl-C."
        },
        footer = {"", "Example:", "  pith view runs/photos"})
final class ViewCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Parameters(
            index = "1..*",
            paramLabel = "OTHER",
            arity = "0..*",
            description = "More runs of the same source, whose selections and evaluations are compared with RUN's.")
    private List<Path> others = List.of();

    @Option(
            names = "--port",
            paramLabel = "NUMBER",
            description = "Port of 127.0.0.1 to serve the page on (default: any that is free).")
    private @Nullable Integer port;

    @Option(names = "--no-open", description = "Print the address of the page and open no browser.")
    private boolean noOpen;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        if (run.source() != null) {
            run.open(common, work, null).close(); // which remembers where the source lies now
        }
        int wanted = port == null ? Viewing.ANY_PORT : port;
        try (Viewing viewing = Viewing.of(run.directory(), others, wanted, work.settings(), common.messages())) {
            print(viewing);
            if (!noOpen) {
                Browser.open(viewing.address());
            }
            viewing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Ctrl-C, which is how a view ends
        }
        return 0;
    }

    private void print(Viewing viewing) {
        String address = viewing.address().toString();
        if (common.console().json()) {
            common.console().printJson(Map.of("address", address, "samples", viewing.samples()));
        } else {
            common.console()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %,d samples; Ctrl-C ends the view%n%s",
                            run.directory(),
                            viewing.samples(),
                            address));
        }
        common.console().out().flush();
    }
}

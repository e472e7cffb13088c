package dev.pith.cli;

import dev.pith.cli.console.RunContent;
import dev.pith.cli.option.SearchOptions;
import dev.pith.cli.option.TestOptions;
import dev.pith.pipeline.ArchitectureSearch;
import dev.pith.pipeline.condense.SearchedArchitectures;
import dev.pith.pipeline.session.Session;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith search}: the best network, by trainings on a few images. */
@Command(
        name = "search",
        description = {
            "Ranks networks by trainings on condensed images, in place of trainings on everything.",
            "The same networks are trained on as many random images, on as many that herding chooses, and on everything:"
                    + " so that one sees which of them puts the networks into the right order.",
            "Every training is saved: a command that was stopped goes on."
        },
        footer = {
            "",
            "Example: 48 convnets by ten images a class",
            "  pith condense fashion-mnist-mini --method dm --net convnet-width32 --ipc 10 -o runs/few",
            "  pith search fashion-mnist-mini --proxy runs/few -o runs/search"
        })
final class SearchCommand extends SourceCommand {
    @Mixin
    private SearchOptions options;

    @Mixin
    private TestOptions testOptions;

    @Override
    Work work() {
        ArchitectureSearch search = ArchitectureSearch.of(
                        sourceArguments.reference(), options.proxies(), options.settings(seed.value()))
                .test(testOptions.value())
                .onError(onError.value());
        return (session, source) -> print(search.perform(session, source), session);
    }

    private void print(SearchedArchitectures found, Session session) {
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", runOption.directory().toString());
            result.put("source", session.samples().name());
            result.put("networks", found.networks().size());
            result.put(
                    "proxies",
                    found.proxies().stream().map(proxy -> json(found, proxy)).toList());
            common.console().printJson(result);
            return;
        }
        PrintWriter out = common.console().out();
        out.println(String.format(
                Locale.ROOT,
                "%d networks on %s: rank correlation with trainings on everything",
                found.networks().size(),
                session.samples().name()));
        out.println();
        List<SearchedArchitectures.Searched> proxies = found.proxies();
        int width =
                proxies.stream().mapToInt(proxy -> proxy.name().length()).max().orElse(0);
        out.println(
                " ".repeat(width) + "    all  best tenth  seconds  best network, and after a training on everything");
        for (SearchedArchitectures.Searched proxy : proxies) {
            int chosen = found.chosen(proxy);
            out.println(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %5.2f  %10.2f  %7.1f  %s, %.2f %%",
                    proxy.name(),
                    found.correlation(proxy),
                    found.correlationOfBest(proxy),
                    proxy.seconds(),
                    found.networks().get(chosen),
                    100 * found.all().get(chosen)));
        }
        out.println();
        RunContent.print(runOption.directory(), session.run().manifest(), out);
    }

    private static Map<String, Object> json(SearchedArchitectures found, SearchedArchitectures.Searched proxy) {
        Map<String, Object> result = new LinkedHashMap<>();
        int chosen = found.chosen(proxy);
        result.put("images", proxy.name());
        result.put("correlation", found.correlation(proxy));
        result.put("correlation_of_best", found.correlationOfBest(proxy));
        result.put("chosen", found.networks().get(chosen));
        result.put("accuracy_of_chosen", found.all().get(chosen));
        result.put("seconds", proxy.seconds());
        return result;
    }
}

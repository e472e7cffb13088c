package dev.pith.cli;

import static dev.pith.run.Entries.whole;

import dev.pith.cli.console.PixelsSummary;
import dev.pith.cli.console.RunContent;
import dev.pith.cli.option.PretrainOptions;
import dev.pith.cli.option.PruningOptions;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.pipeline.Pretraining;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith pretrain-mae}: a masked autoencoder of one's own images. */
@Command(
        name = "pretrain-mae",
        description = {
            "Trains a masked autoencoder on images, without labels, for pith pixels.",
            "It learns to rebuild patches that it does not see; pith pixels rebuilds dropped patches with it.",
            "How well it does so is measured on images that it was not trained on: the other part of a data set that"
                    + " comes in two, --test, or a twentieth of the source, 500 at most."
        },
        footer = {"", "Example:", "  pith pretrain-mae photos/train -o runs/mae"})
final class PretrainCommand extends SourceCommand {
    @Mixin
    private PretrainOptions options;

    @Mixin
    private PruningOptions pruning;

    @Option(names = "--test", paramLabel = "SOURCE", description = "Images that it is tested on (default: see above).")
    private @Nullable String test;

    @Mixin
    private SaveEveryOption saveEvery;

    @Override
    Work work() {
        Pretraining pretraining = Pretraining.of(sourceArguments.reference())
                .settings(options.settings())
                .pruning(pruning.settings())
                .test(test)
                .onError(onError.value())
                .seed(seed.value())
                .saveEvery(saveEvery.value());
        return (session, source) -> {
            pretraining.perform(session, source);
            print(runOption.directory(), session.run().manifest());
        };
    }

    private void print(Path run, Manifest manifest) {
        Manifest.Done done = manifest.step(Step.PRETRAIN).orElseThrow();
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("seconds", done.elapsedSeconds());
            result.putAll(done.facts());
            common.console().printJson(result);
            return;
        }
        PrintWriter out = common.console().out();
        Map<String, String> facts = done.facts();
        out.println(String.format(
                Locale.ROOT,
                "%s, trained on %,d images of %s in %.1f s, loss %s at the end",
                facts.get("network"),
                whole(facts, "samples"),
                facts.get("images"),
                done.elapsedSeconds(),
                facts.get("loss")));
        PixelsSummary.printQuality(facts, out);
        out.println();
        RunContent.print(run, manifest, out);
    }
}

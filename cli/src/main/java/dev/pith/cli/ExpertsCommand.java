package dev.pith.cli;

import dev.pith.cli.console.RunContent;
import dev.pith.cli.option.ExpertOptions;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.pipeline.ExpertsTraining;
import dev.pith.pipeline.condense.TrainedExperts;
import dev.pith.pipeline.session.Session;
import dev.pith.run.MemoryLimit;
import dev.pith.torch.condense.ExpertRecipe;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pith experts}: trainings on all images, for condensation that follows them. */
@Command(
        name = "experts",
        description = {
            "Trains networks on all images and keeps their weights after each epoch, for pith condense --method mtt and"
                    + " ftd.",
            "What is on disk already is not trained again: a command that was stopped goes on. pith condense trains the"
                    + " usual experts itself where it has none; those of one run serve many condensations, by"
                    + " --trajectories."
        },
        footer = {
            "",
            "Example:",
            "  pith experts photos --net convnet-width32 --experts 10 -o runs/experts",
            "  pith condense photos --method mtt --net convnet-width32 --trajectories runs/experts" + " -o runs/few"
        })
final class ExpertsCommand extends SourceCommand {
    @Mixin
    private ExpertOptions options;

    @Mixin
    private SaveEveryOption saveEvery;

    @Override
    Work work() {
        ExpertsTraining training = ExpertsTraining.of(sourceArguments.reference(), options.settings(seed.value()))
                .onError(onError.value())
                .saveEvery(saveEvery.value());
        return (session, source) -> print(training.perform(session, source), session);
    }

    private void print(TrainedExperts experts, Session session) {
        Path run = runOption.directory();
        ExpertRecipe recipe = experts.settings().recipe();
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("source", session.samples().name());
            result.put("experts", experts.settings().count());
            result.put("net", recipe.network());
            result.put("epochs", recipe.epochs());
            result.put("weights", experts.weights());
            result.put("bytes", experts.bytes());
            result.put("seconds", experts.seconds());
            common.console().printJson(result);
            return;
        }
        PrintWriter out = common.console().out();
        out.println(String.format(
                Locale.ROOT,
                "%d experts of %s, trained on %,d samples of %s for %d epochs in %,.0f s, %s",
                experts.settings().count(),
                recipe.network(),
                session.samples().n(),
                session.samples().name(),
                recipe.epochs(),
                experts.seconds(),
                MemoryLimit.text(experts.bytes())));
        out.println();
        RunContent.print(run, session.run().manifest(), out);
    }
}

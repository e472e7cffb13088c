package dev.pith.cli;

import dev.pith.data.Source;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith bins}: the second step alone, on a run with features or on features of the user's own. */
@Command(
        name = "bins",
        description = {
            "Puts samples into bins by their features.",
            "SOURCE is a run that has features, or features of your own: a .npy file of float32[n, d], or a folder with"
                    + " logit_gradients.npy and embeddings.npy; then -o names the run to make."
        },
        footer = {
            "",
            "Example:",
            "  pith bins embeddings.npy --labels labels.npy --bins 10 --similarity dot -o runs/text"
        })
final class BinsCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Directory of the run to make; not given when SOURCE is a run.")
    private @Nullable Path output;

    @Mixin
    private BinningOptions binningOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private OnErrorOption onError;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Path run = Path.of(sourceArguments.name());
        return Files.exists(run.resolve(Manifest.FILE)) ? binsOfRun(run) : binsOfSource();
    }

    private int binsOfRun(Path directory) {
        if (output != null) {
            throw new IllegalArgumentException(
                    "-o is for a source; " + directory + " is a run and gets the bins itself");
        }
        try (Session session = Session.open(directory, common, work, seed.value())) {
            session.run().require(Step.FEATURES, "pith features SOURCE -o " + directory);
            session.requireSameSource();
            Manifest.Samples samples = session.samples();
            BinningConfiguration binning =
                    binningOptions.configuration(!samples.classes().isEmpty(), seed.value());
            binning.requireFits(samples.n());
            new BinsStep(session, binning).perform();
            new RunSummary(directory, session).print(common);
        }
        return 0;
    }

    private int binsOfSource() {
        if (output == null) {
            throw new IllegalArgumentException(
                    "-o RUN is missing: where shall the run of " + sourceArguments.name() + " be?");
        }
        try (Source source = sourceArguments.open(common)) {
            BinningConfiguration binning =
                    binningOptions.configuration(source.labels().isPresent(), seed.value());
            binning.requireFits(source.size());
            try (Session session = Session.open(output, common, work, seed.value())) {
                session.about(source, sourceArguments.lastingName(), sourceArguments.remember());
                new FeaturesStep(session, source, onError.value()).perform();
                new BinsStep(session, binning).perform();
                new RunSummary(output, session).print(common);
            }
        }
        return 0;
    }
}

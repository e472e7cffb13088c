package dev.pith.cli;

import dev.pith.cli.console.DryRun;
import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.BinningOptions;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.FeatureOptions;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SamplingOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.selection.BinningSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith quantize}: features, bins and a draw from them. */
@Command(
        name = "quantize",
        description = "Selects the samples worth training on: features, bins, and a draw from every bin.",
        footer = {
            "",
            "Example: a tenth of a folder of images, and of a file of instructions",
            "  pith quantize photos/train --bins 10 --keep 10%% -o runs/photos",
            "  pith quantize alpaca.json --embedder minilm --dedup minhash --keep 10%% -o runs/alpaca"
        })
final class QuantizeCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Mixin
    private BinningOptions binningOptions;

    @Mixin
    private SamplingOptions samplingOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private FeatureOptions featureOptions;

    @Option(
            names = "--pixels",
            description = "Then keep the informative patches of the selected images, as pith pixels RUN does, which has"
                    + " options for it.")
    private boolean pixels;

    @Mixin
    private WorkOptions work;

    @Option(
            names = "--dry-run",
            description = "Only say what would be done, how large it gets and what memory it needs.")
    private boolean dryRun;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        try (Source source = sourceArguments.open(common)) {
            boolean texts = source instanceof RecordSource;
            BinningSettings binning =
                    binningOptions.configuration(source.labels().isPresent(), texts, seed.value());
            Quantization quantization = Quantization.of(sourceArguments.reference())
                    .bins(binning)
                    .sample(samplingOptions.settings(texts, seed.value()))
                    .features(featureOptions.configuration(
                            source,
                            binningOptions.isAuto() ? FeatureKind.EMBEDDING : FeatureSettings.DEFAULT_KIND,
                            binning.compat(),
                            seed.value()));
            if (binningOptions.isAuto()) {
                quantization.auto(featureOptions.scores());
            }
            if (pixels) {
                quantization.pixels(PixelsSettings.usual(binning.compat(), seed.value()));
            }
            quantization.check(source);
            if (dryRun) {
                WorkSettings settings = work.settings();
                new DryRun(source, runOption.directory(), quantization.estimate(source, settings), settings.memory())
                        .print(common.console());
                return 0;
            }
            try (Session session = common.open(runOption.directory(), work, seed.value())) {
                quantization.perform(session, source);
                new RunSummary(runOption.directory(), session).print(common.console());
            }
        }
        return 0;
    }
}

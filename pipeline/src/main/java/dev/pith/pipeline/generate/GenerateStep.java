package dev.pith.pipeline.generate;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.diffusion.DiffusionFiles;
import dev.pith.torch.diffusion.GeneratedImages;
import dev.pith.torch.diffusion.GeneratedQuality;
import dev.pith.torch.diffusion.ImageMaker;
import dev.pith.torch.network.UNet2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The step {@code generate}: lets the network of a diffusion make images, and a classifier judge them. */
public final class GenerateStep {
    private final Session session;
    private final GenerateSettings settings;

    /** Prepares the step for a run that holds a training of a diffusion. */
    public GenerateStep(Session session, GenerateSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /**
     * Makes images, unless they are made.
     *
     * @throws PithException when the run holds no network that makes images, or the judge cannot judge them
     */
    public Generated perform() {
        Manifest.Done training = session.run().require(Step.TRAIN, "pith train");
        Path network = session.file(RunFiles.DIFFUSION);
        if (!Files.isDirectory(network)) {
            throw new PithException(session.run().directory()
                    + ": holds a network that makes no images; train one with `task diffusion`");
        }
        Path judge = settings.judgeFile();
        if (judge != null && !Files.isRegularFile(judge)) {
            throw new PithException(
                    judge + ": no such file: `judge` is a run of pith train, or a file of a classifier's weights");
        }
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        map.put("network", training.facts().getOrDefault("network", ""));
        session.perform(Step.GENERATE, map, staging -> make(network, staging));
        return Generated.of(session.run());
    }

    private void make(Path folder, Staging staging) throws IOException {
        try (UNet2D network = DiffusionFiles.open(folder)) {
            ImageMaker maker = new ImageMaker(DiffusionFiles.schedule(folder), settings.sampler(), settings.steps());
            GeneratedImages made;
            try (TaskProgress progress = session.progress("making images")) {
                made = GeneratedImages.make(
                        network, maker, settings.images(), settings.seed(), session.threads(), progress);
            }
            made.set().write(staging.file(RunFiles.GENERATED));
            made.draw(staging.file(RunFiles.GENERATED_PICTURE));
            staging.note(Generated.COUNT, Integer.toString(made.set().size()));
            Path judge = settings.judgeFile();
            if (judge != null) {
                boolean ofClasses = network.config().classes() > 0;
                GeneratedQuality quality = new ImageJudge(session, judge).judge(made.set(), ofClasses);
                staging.note(Generated.FRECHET, String.format(Locale.ROOT, "%.4f", quality.frechet()));
                if (ofClasses) {
                    staging.note(Generated.ACCURACY, String.format(Locale.ROOT, "%.4f", quality.accuracy()));
                }
            }
        }
    }
}

package dev.pith.pipeline.feature;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Step;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The step {@code network}: trains the network that looks at the images. */
final class NetworkStep {
    private final Session session;
    private final FeatureImages images;
    private final FeatureSettings configuration;

    NetworkStep(Session session, FeatureImages images, FeatureSettings configuration) {
        this.session = session;
        this.images = images;
        this.configuration = configuration;
    }

    void perform() {
        Map<String, String> map = new LinkedHashMap<>(configuration.trainingToMap());
        map.putAll(session.samples().options());
        session.perform(Step.NETWORK, map, staging -> {
            ImageSet set =
                    images.open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, configuration.mostSide()));
            String network = session.fullName(String.valueOf(configuration.network()), set.shape());
            try (TaskProgress progress = session.progress("training " + network)) {
                double loss = FeatureTraining.train(
                        network,
                        set,
                        configuration.epochs(),
                        configuration.seed(),
                        session.workers(),
                        progress,
                        staging.file(RunFiles.NETWORK));
                staging.note("images", set.shape().toString());
                staging.note("loss", String.format(Locale.ROOT, "%.4f", loss));
            }
        });
    }
}

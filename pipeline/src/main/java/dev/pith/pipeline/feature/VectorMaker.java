package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What made the vectors of a run, as far as vectors of another run can be compared with them.
 *
 * @param kind an embedder of texts, pixels, or what is taken of a network
 * @param network the fingerprint of its weights; empty where there is none
 */
record VectorMaker(String kind, String network) {
    /** Returns what made the features of a run. */
    static VectorMaker of(Path run) {
        Manifest manifest = Manifest.read(run);
        Manifest.Done features = manifest.step(Step.FEATURES)
                .orElseThrow(() -> new PithException(run + ": has no features; make them with pith features"));
        Map<String, String> map = new HashMap<>();
        manifest.step(Step.NETWORK).ifPresent(done -> map.putAll(done.configuration()));
        map.putAll(features.configuration());
        FeatureSettings settings = FeatureSettings.of(map);
        if (settings.from() != null) {
            return new VectorMaker(
                    settings.choice() + "s made elsewhere by "
                            + features.facts().get("network"),
                    "");
        }
        if (settings.usesNetwork()) {
            Path trained = run.resolve(RunFiles.NETWORK);
            String network = settings.trains() && Files.exists(trained)
                    ? Fingerprint.ofFiles(List.of(trained))
                    : map.getOrDefault("weights fingerprint", "");
            return new VectorMaker(String.valueOf(settings.choice()), network);
        }
        return new VectorMaker(settings.toString(), "");
    }

    /** Refuses a run whose features something else made, or that holds them as factors. */
    void requireMadeAlso(Path other) {
        VectorMaker maker = of(other);
        if (!maker.equals(this)) {
            throw new PithException(other + ": its features are " + maker + ", and the run's are " + this
                    + (maker.kind.equals(kind) ? ", of another network" : "")
                    + "; what is compared must be made by the same");
        }
        if (!Files.exists(other.resolve(RunFiles.FEATURES))) {
            throw new PithException(other + ": holds no " + RunFiles.FEATURES
                    + ", which gradients and features of the source's own are not in; give an .npy of vectors");
        }
    }

    /** Returns the kind. */
    @Override
    public String toString() {
        return kind;
    }
}

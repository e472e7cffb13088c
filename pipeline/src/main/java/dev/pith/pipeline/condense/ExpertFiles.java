package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.ExpertRecipe;
import dev.pith.torch.condense.Experts;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The experts of a run, fit for a condensation.
 *
 * @param files one for each expert
 * @param fingerprint of all of them
 * @param weights how many each has
 */
record ExpertFiles(List<Path> files, String fingerprint, long weights) {
    /**
     * Finds them.
     *
     * @throws PithException when the run holds none, or they are of other samples, another network, too few epochs,
     *     another kind, or their files are not as they were written
     */
    static ExpertFiles of(Path run, Manifest.Samples samples, CondenseSettings settings, InputShape shape) {
        Condensation condensation = settings.condensation();
        Manifest manifest = Manifest.read(run);
        Manifest.Done done = manifest.step(Step.EXPERTS)
                .orElseThrow(() ->
                        new PithException(run + ": holds no experts; make them with pith experts SOURCE -o " + run));
        Manifest.Samples of = manifest.source();
        if (of == null || !of.fingerprint().equals(samples.fingerprint())) {
            throw new PithException(run + ": its experts were trained on other samples ("
                    + (of == null ? "unknown" : of.name()) + ") than " + samples.name()
                    + "; take experts of the same source");
        }
        ExpertSettings trained = ExpertSettings.of(done.configuration());
        ExpertRecipe recipe = trained.recipe();
        require(run, "net", condensation.network(), recipe.network());
        require(
                run,
                "images",
                shape.toString(),
                String.valueOf(done.configuration().get("images")));
        require(run, "zca", Boolean.toString(settings.whiten()), Boolean.toString(trained.whiten()));
        if (condensation.method() == CondensationMethod.FTD && !recipe.flat()) {
            throw new PithException(run + ": its experts are not on flat trajectories, which ftd follows; train others"
                    + " with `flat`, or use mtt");
        }
        int epochs = epochs(condensation);
        if (recipe.epochs() < epochs) {
            throw new PithException(run + ": its experts have " + recipe.epochs() + " epochs, and " + epochs
                    + " are needed: lower `max-start` or `expert-epochs`, or train experts for longer");
        }
        done.outputs().forEach(output -> requireSize(run.resolve(output.path()), output.bytes()));
        return new ExpertFiles(
                done.outputs().stream()
                        .map(output -> run.resolve(output.path()))
                        .toList(),
                Fingerprint.ofText(
                        done.outputs().stream().map(Manifest.Output::sha256).collect(Collectors.joining(" "))),
                Long.parseLong(done.facts().getOrDefault(ExpertsStep.WEIGHTS, "0")));
    }

    private static int epochs(Condensation condensation) {
        return condensation.method().matchesTrajectories()
                ? condensation.trajectories().epochs()
                : 1;
    }

    /** Opens the files. */
    Experts open(Condensation condensation, ImageSet images) {
        return new Experts(files, condensation.network(), images.shape(), images.classes(), epochs(condensation));
    }

    private static void require(Path run, String what, String here, String there) {
        if (!here.equals(there)) {
            throw new PithException(run + ": its experts are of `" + what + "` " + there + ", and the students of "
                    + here + "; take experts of the same");
        }
    }

    private static void requireSize(Path file, long bytes) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) == bytes) {
                return;
            }
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        throw new PithException(
                file + ": is not as it was written (cut or deleted); make it again with pith experts, or"
                        + " take other experts");
    }
}

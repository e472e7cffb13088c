package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.npy.NpyHeader;
import dev.pith.pipeline.feature.RunSoftLabels;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.train.SoftLabels;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is trained on: samples of the source, or a synthetic set.
 *
 * @param ids of the source, ascending; none with a synthetic set
 * @param synthetic a synthetic set, or null
 * @param replay condensed images that are trained on beside the samples, or null
 * @param weights by id, how much each sample of the selection counts; null when all count alike
 * @param soft what is learned in place of labels; null for labels
 * @param description parameter name to value
 */
public record TrainingSamples(
        int[] ids,
        @Nullable SyntheticSet synthetic,
        @Nullable SyntheticSet replay,
        float @Nullable [] weights,
        @Nullable SoftLabels soft,
        Map<String, String> description) {
    /**
     * Reads selections.
     *
     * @param selections runs and files of ids; all samples when there are none
     * @param synthetic a synthetic set that is trained on in their place; null for none
     * @param replay a run of condensed images, or a synthetic set, that is trained on beside them; null for none
     * @param softLabels what is learned in place of labels; null for labels
     */
    public static TrainingSamples of(
            Source source,
            List<Path> selections,
            @Nullable Path synthetic,
            @Nullable Path replay,
            @Nullable SoftLabelSettings softLabels,
            Messages messages) {
        Map<String, String> description = new LinkedHashMap<>();
        if (synthetic != null) {
            description.put("synthetic", synthetic.getFileName().toString());
            description.put("synthetic fingerprint", Fingerprint.ofFiles(List.of(synthetic)));
            SyntheticSet set =
                    SyntheticSet.read(synthetic, Session.classes(source).size()).decoded();
            return new TrainingSamples(new int[0], set, null, null, null, description);
        }
        BitSet ids = new BitSet();
        float[] weights = null;
        if (selections.isEmpty()) {
            ids.set(0, source.size());
        } else {
            List<Path> files = new ArrayList<>();
            for (Path selection : selections) {
                Path file = file(selection, source, messages);
                files.add(file);
                add(file, ids, source);
            }
            description.put("selection", selections.stream().map(Path::toString).collect(Collectors.joining(" ")));
            description.put("selection fingerprint", Fingerprint.ofFiles(files));
            if (selections.size() == 1 && Files.isDirectory(selections.get(0))) { // several together have no weights
                weights = weights(selections.get(0), source.size());
            }
            if (weights != null) {
                Path file = selections.get(0).resolve(RunFiles.WEIGHTS);
                description.put("weights fingerprint of the selection", Fingerprint.ofFiles(List.of(file)));
            }
        }
        SoftLabels soft = null;
        if (softLabels != null) {
            Path from = softLabels.from() == null ? selections.get(0) : softLabels.from();
            Path file = softLabels(from, source, messages);
            soft = SoftLabels.read(file, source.size(), Session.classes(source).size(), softLabels.temperature());
            description.put("soft-labels", from.toString());
            description.put("soft labels fingerprint", Fingerprint.ofFiles(List.of(file)));
            description.put("temperature", Double.toString(softLabels.temperature()));
        }
        SyntheticSet past = replay == null ? null : past(replay, source, description);
        return new TrainingSamples(ids.stream().toArray(), null, past, weights, soft, description);
    }

    /** Labels are numbers: a class of the past must have the number that it has in the source. */
    private static SyntheticSet past(Path replay, Source source, Map<String, String> description) {
        List<String> classes = Session.classes(source);
        Path file = replay;
        if (Files.isDirectory(replay)) {
            file = replay.resolve(RunFiles.SYNTHETIC);
            Manifest manifest = Manifest.read(replay);
            if (manifest.step(Step.CONDENSE).isEmpty()) {
                throw new PithException(replay + ": holds no condensed images to replay; make them with pith condense"
                        + " SOURCE -o " + replay);
            }
            List<String> before = Objects.requireNonNull(manifest.source()).classes();
            if (!before.equals(classes)) {
                throw new PithException(replay + ": its images are of the classes " + String.join(", ", before)
                        + ", and those of " + source.name() + " are " + String.join(", ", classes)
                        + "; replay images of the same classes, in a source that names all of them");
            }
        }
        description.put("replay", replay.toString());
        description.put("replay fingerprint", Fingerprint.ofFiles(List.of(file)));
        return SyntheticSet.read(file, classes.size()).decoded();
    }

    private static Path softLabels(Path from, Source source, Messages messages) {
        if (!Files.isDirectory(from)) {
            return from;
        }
        Path file = RunSoftLabels.of(from).file();
        requireSame(from, Objects.requireNonNull(Manifest.read(from).source()), "knows", source, messages);
        return file;
    }

    /**
     * Returns these without some that are not trained on.
     *
     * @throws PithException when none is left
     */
    public TrainingSamples without(int... heldOut) {
        if (synthetic != null) {
            return this;
        }
        BitSet out = new BitSet();
        IntStream.of(heldOut).forEach(out::set);
        int[] remaining = IntStream.of(ids).filter(id -> !out.get(id)).toArray();
        if (remaining.length == 0) {
            throw new PithException("no sample is left to train on; check `selection` and `holdout`");
        }
        return new TrainingSamples(remaining, null, replay, weights, soft, description);
    }

    private static Path file(Path selection, Source source, Messages messages) {
        if (!Files.isDirectory(selection)) {
            return selection;
        }
        Manifest.Samples samples = Manifest.read(selection).source();
        Path file = selection.resolve(RunFiles.SELECTION);
        if (samples == null || !Files.exists(file)) {
            throw new PithException(
                    selection + ": has selected nothing yet; make it do so with pith sample " + selection);
        }
        requireSame(selection, samples, "selects from", source, messages);
        return file;
    }

    private static void requireSame(Path run, Manifest.Samples samples, String verb, Source source, Messages messages) {
        if (samples.n() != source.size()) {
            throw new PithException(run + ": " + verb + " " + samples.name() + ", which has " + samples.n()
                    + " samples, but " + source.name() + " has " + source.size() + "; train on the run's own source");
        }
        if (!samples.fingerprint().equals(source.fingerprint())) {
            messages.warn(run + " was made from " + samples.name() + "; its ids are taken as ids of " + source.name());
        }
    }

    /** Returns the weights of a run's selection by id, or null when it has none. */
    private static float @Nullable [] weights(Path run, int samples) {
        float[] inOrder = RunSamples.weights(run, Manifest.read(run));
        if (inOrder == null) {
            return null;
        }
        int[] ids = RunSamples.ids(run.resolve(RunFiles.SELECTION));
        float[] byId = new float[samples];
        for (int k = 0; k < ids.length; k++) {
            byId[ids[k]] = inOrder[k];
        }
        return byId;
    }

    private static void add(Path file, BitSet ids, Source source) {
        NpyHeader.read(file); // tells what else the file may be
        for (int id :
                RunSamples.chosenIds(file, source.size(), source.name(), "train on the source it was made from")) {
            ids.set(id);
        }
    }

    /** Returns how many there are. */
    public int size() {
        int beside = replay == null ? 0 : replay.size();
        return synthetic == null ? ids.length + beside : synthetic.size();
    }
}

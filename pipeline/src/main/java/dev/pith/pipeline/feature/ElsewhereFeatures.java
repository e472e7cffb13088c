package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.array.FeatureFolder;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.npy.NpyWriter;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Features that were made elsewhere: copied into the run, as float32, if they are of its samples. */
final class ElsewhereFeatures {
    private final Session session;
    private final Source source;
    private final FeatureFolder folder;

    ElsewhereFeatures(Session session, Source source, Path from) {
        this.session = session;
        this.source = source;
        this.folder = FeatureFolder.open(from);
    }

    /**
     * Copies the features, and logits of the source's classes as soft labels.
     *
     * @param kind of which {@link MadeElsewhere#require} found features of the source's samples
     * @throws PithException when they are of other texts
     */
    Features write(FeatureKind kind, Staging staging) throws IOException {
        if (source instanceof RecordSource records) {
            try (TaskProgress progress = session.progress("comparing texts")) {
                folder.requireTextsOf(records, progress);
            }
        }
        staging.note("network", folder.model());
        int classes = Session.classes(source).size();
        if (classes > 0 && folder.has(FeatureFolder.LOGITS) && folder.columns(FeatureFolder.LOGITS) == classes) {
            Path soft = staging.file(RunFiles.SOFT_LABELS);
            copy(FeatureFolder.LOGITS, NpyWriter.ofHalves(soft, folder.size(), classes));
        }
        if (kind == FeatureKind.GRADIENT) {
            return gradients(staging.folder(RunFiles.GRADIENTS));
        }
        Path file = staging.file(RunFiles.FEATURES);
        copy(kind == FeatureKind.EMBEDDING ? FeatureFolder.EMBEDDINGS : FeatureFolder.LOGITS, file);
        return new DenseFeatures(Npy.mapFloats(file), session.threads());
    }

    private Features gradients(Path target) {
        copy(FeatureFolder.LOGIT_GRADIENTS, target.resolve(RunFiles.LOGIT_GRADIENTS));
        copy(FeatureFolder.EMBEDDINGS, target.resolve(RunFiles.EMBEDDINGS));
        if (folder.has(FeatureFolder.LAST_LAYER)) {
            List<Long> wanted = List.of(
                    (long) folder.columns(FeatureFolder.LOGIT_GRADIENTS),
                    folder.columns(FeatureFolder.EMBEDDINGS) + 1L);
            NpyHeader header = NpyHeader.read(folder.file(FeatureFolder.LAST_LAYER));
            if (!header.shape().equals(wanted)) {
                throw new PithException(folder.file(FeatureFolder.LAST_LAYER) + ": has the shape " + header.shapeText()
                        + ", but by logit gradients and embeddings the layer has " + wanted.get(0) + " rows of "
                        + wanted.get(1) + " numbers, the bias first; write it so, or delete it");
            }
            NpyWriter writer =
                    new NpyWriter(target.resolve(RunFiles.LAST_LAYER), wanted.get(0), Math.toIntExact(wanted.get(1)));
            copy(FeatureFolder.LAST_LAYER, writer);
        }
        return RunFeatures.gradients(target, session.threads());
    }

    private void copy(String array, Path target) {
        copy(array, new NpyWriter(target, folder.size(), folder.columns(array)));
    }

    private void copy(String array, NpyWriter writer) {
        long[] done = {0};
        try (writer;
                TaskProgress progress = session.progress("copying " + array)) {
            Npy.forEachRow(folder.file(array), row -> {
                writer.append(row);
                progress.onStep(++done[0], folder.size());
            });
        }
    }
}

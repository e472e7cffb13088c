package dev.pith.pipeline.export;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.export.Export;
import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.Selection;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code export}: the selected samples as files for a trainer.
 *
 * <p>The files are the user's from then on and may lie anywhere: the manifest tells of the export, and no later command looks at
 * them or deletes them. So an export is always made anew.
 */
public final class ExportStep {
    private final Session session;
    private final Path folder;
    private final @Nullable String otherSource;

    /**
     * Prepares an export.
     *
     * @param otherSource where to take the samples from, id by id, when the run was made of their features; else null
     */
    public ExportStep(Session session, Path folder, @Nullable String otherSource) {
        this.session = session;
        this.folder = folder;
        this.otherSource = otherSource;
    }

    /**
     * Exports.
     *
     * @param options parameter name to value
     * @param export makes the form from the kept share, as a word for file names
     * @return the number of samples
     */
    public int perform(Map<String, String> options, Function<String, Export> export) {
        Manifest.Done selected = RunSamples.requireSelection(session.run());
        Selection selection = readSelection(selected);
        session.run().forget(Step.EXPORT);
        session.perform(Step.EXPORT, options, staging -> {
            try (Source source = openSource();
                    TaskProgress progress = session.progress("exporting")) {
                ExportFolder.write(export.apply(share(selected)), source, selection, folder, progress);
            }
            staging.note("folder", folder.toAbsolutePath().normalize().toString());
            staging.note("samples", Integer.toString(selection.size()));
        });
        return selection.size();
    }

    private Source openSource() {
        if (otherSource == null) {
            return session.reopenSource();
        }
        Source source = Sources.open(otherSource, SourceOptions.DEFAULT);
        int n = session.samples().n();
        if (source.size() != n) {
            int size = source.size();
            source.close();
            throw new PithException(otherSource + ": holds " + size + " samples, but the run was made on " + n
                    + "; give the source of which the run's features were made");
        }
        return source;
    }

    private Selection readSelection(Manifest.Done selected) {
        int[] ids = RunSamples.ids(session.run().file(RunFiles.SELECTION));
        if (!selected.writes(RunFiles.WEIGHTS)) {
            return new Selection(ids);
        }
        double[] values = Npy.readDoubles(session.run().file(RunFiles.WEIGHTS));
        float[] ofSamples = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            ofSamples[i] = (float) values[i];
        }
        return new Selection(ids, ofSamples);
    }

    private static String share(Manifest.Done selected) {
        Map<String, String> configuration = selected.configuration();
        return configuration.getOrDefault("keep", configuration.getOrDefault("budget", "all"));
    }
}

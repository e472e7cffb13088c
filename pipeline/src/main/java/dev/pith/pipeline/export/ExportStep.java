package dev.pith.pipeline.export;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.ExportForm;
import dev.pith.data.export.Selection;
import dev.pith.data.open.Sources;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.condense.SyntheticSource;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code export}: the selected samples, or condensed images, as files for a trainer.
 *
 * <p>The files are the user's from then on and may lie anywhere: the manifest tells of the export, and no later command
 * looks at them or deletes them. So an export is always made anew.
 */
public final class ExportStep {
    private final Session session;
    private final ExportSettings settings;
    private final Path folder;

    /** Prepares an export into the folder of the run that is called as the form. */
    public ExportStep(Session session, ExportSettings settings) {
        this(session, settings, folder(session.run().directory(), settings.form()));
    }

    /**
     * Prepares an export.
     *
     * @param folder made, or replaced if an export made it
     */
    public ExportStep(Session session, ExportSettings settings, Path folder) {
        this.session = session;
        this.settings = settings;
        this.folder = folder;
    }

    /** Returns where an export of a run lies unless told otherwise. */
    public static Path folder(Path run, ExportForm form) {
        return run.resolve("export").resolve(form.toString());
    }

    /** Exports: the selection of the run, or where it has none the condensed images. */
    public Exported perform() {
        Path own = settings.selection();
        if (own != null) {
            try (Source source = openSource()) {
                int[] ids = ids(own, source);
                return write(source, new Selection(ids).withSoftLabels(softLabels()), Integer.toString(ids.length));
            }
        }
        Manifest manifest = session.run().manifest();
        boolean condensed = manifest.step(Step.SAMPLE).isEmpty()
                && manifest.step(Step.SELECT).isEmpty()
                && manifest.step(Step.CONDENSE).isPresent();
        if (condensed) {
            return condensed(session.run().require(Step.CONDENSE, "pith condense"));
        }
        Manifest.Done selected = RunSamples.requireSelection(session.run());
        try (Source source = openSource()) {
            return write(source, readSelection(selected).withSoftLabels(softLabels()), share(selected));
        }
    }

    /** Reads ids that somebody chose, which no step has looked at. */
    private static int[] ids(Path file, Source source) {
        NpyHeader.read(file); // tells what else the file may be
        int[] ids = RunSamples.chosenIds(file, source.size(), source.name(), "export from the run it was made for");
        BitSet seen = new BitSet();
        for (int id : ids) {
            if (seen.get(id)) {
                throw new PithException(file + ": names id " + id + " twice; name each sample once");
            }
            seen.set(id);
        }
        if (ids.length == 0) {
            throw new PithException(file + ": holds no ids, so there is nothing to export");
        }
        return ids;
    }

    private Exported condensed(Manifest.Done done) {
        if (!settings.form().holdsImages()) {
            throw new IllegalArgumentException("condensed images are no samples of the source: `to` is "
                    + Arrays.stream(ExportForm.values())
                            .filter(ExportForm::holdsImages)
                            .map(ExportForm::toString)
                            .collect(Collectors.joining(", "))
                    + " for them, got "
                    + settings.form());
        }
        Path file = session.run().file(RunFiles.SYNTHETIC);
        List<String> classes = session.samples().classes();
        SyntheticSet set = SyntheticSet.read(file, classes.size()).decoded();
        String fingerprint = Fingerprint.ofText(
                done.outputs().stream().map(Manifest.Output::sha256).collect(Collectors.joining(" ")));
        Selection all = new Selection(IntStream.range(0, set.size()).toArray());
        try (Source source = new SyntheticSource(file.toString(), set, set.unwhitened(), classes, fingerprint)) {
            return write(source, all, "condensed");
        }
    }

    private Exported write(Source source, Selection selection, String share) {
        session.run().forget(Step.EXPORT);
        session.perform(Step.EXPORT, settings.toMap(), staging -> {
            try (TaskProgress progress = session.progress("exporting")) {
                ExportFolder.write(settings.export(share, folder), source, selection, folder, progress);
            }
            staging.note("folder", folder.toAbsolutePath().normalize().toString());
            staging.note("samples", Integer.toString(selection.size()));
        });
        return new Exported(folder, settings.form(), selection.size());
    }

    private Source openSource() {
        String otherSource = settings.source();
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

    private @Nullable FloatMatrix softLabels() {
        return session.run()
                .manifest()
                .step(Step.FEATURES)
                .filter(done -> done.writes(RunFiles.SOFT_LABELS))
                .map(done -> Npy.mapFloats(session.run().file(RunFiles.SOFT_LABELS)))
                .orElse(null);
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

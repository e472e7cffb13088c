package dev.pith.data.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.MemberSource;
import dev.pith.data.Source;
import dev.pith.data.box.YoloSource;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.NpyWriter;
import dev.pith.run.AtomicFile;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which an export goes, written beside its name and renamed. It is marked by a hidden file, so that the
 * next export knows it for Pith's own and may replace it; any other folder that holds something is refused.
 */
public final class ExportFolder {
    /** The hidden file that marks a folder as Pith's own; it says what was exported. */
    public static final String MARKER = ".pith-export.json";

    private static final String SOFT_LABELS = "soft_labels.npy";

    private static final Logger log = LoggerFactory.getLogger(ExportFolder.class);

    private ExportFolder() {}

    /**
     * Writes an export, whole or not at all.
     *
     * @param folder is made, with the folders above it, or replaced when an export made it
     * @throws IllegalArgumentException when the selection does not fit the source
     * @throws PithException when the folder holds something else, a sample cannot be read, or a file cannot be written
     */
    public static void write(Export export, Source source, Selection selection, Path folder, Progress progress) {
        selection.requireIn(source);
        Path target = folder.toAbsolutePath().normalize();
        refuseForeign(target, folder);
        try {
            Files.createDirectories(target.resolveSibling(""));
        } catch (IOException e) {
            throw new PithException("cannot make the folder of " + folder + ": " + e + "; name another", e);
        }
        tellWhatIsLeftOut(export, source);
        tellOfBoxes(export, source);
        source.expect(selection.ids());
        AtomicFile.makeFolder(target, part -> {
            export.write(source, selection, part, progress);
            writeSoftLabels(selection, part);
            mark(export, source, selection, part);
        });
    }

    private static void tellWhatIsLeftOut(Export export, Source source) {
        boolean partly = !(export instanceof WebDatasetExport) && !(export instanceof IndexExport);
        if (partly
                && source instanceof MemberSource archive
                && !archive.unread().isEmpty()) {
            log.warn(
                    "{}: {} of its samples are left out as {} cannot hold them; webdataset does",
                    source.name(),
                    String.join(", ", archive.unread()),
                    export.form());
        }
    }

    private static void tellOfBoxes(Export export, Source source) {
        if (export.form().holdsImages() && source instanceof BoxSource) {
            log.warn(
                    "{}: boxes are left out as {} does not hold them; {} does",
                    source.name(),
                    export.form(),
                    source instanceof YoloSource ? ExportForm.YOLO : ExportForm.COCO);
        }
    }

    private static void refuseForeign(Path target, Path folder) {
        if (!Files.exists(target) || Files.exists(target.resolve(MARKER)) || isEmptyFolder(target)) {
            return;
        }
        throw new PithException(folder + " is there already and no export of Pith; remove it or name another folder");
    }

    private static boolean isEmptyFolder(Path target) {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(target)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new PithException("cannot look into " + target + ": " + e + "; name another folder", e);
        }
    }

    /** Writes {@code float16[m, classes]}, in the order of the selection, whatever else the form may hold. */
    private static void writeSoftLabels(Selection selection, Path folder) {
        FloatMatrix logits = selection.softLabels();
        if (logits == null) {
            return;
        }
        float[] row = new float[logits.columns()];
        try (NpyWriter rows = NpyWriter.ofHalves(folder.resolve(SOFT_LABELS), selection.size(), row.length)) {
            for (int id : selection.ids()) {
                logits.row(id, row);
                rows.append(row);
            }
        }
    }

    private static void mark(Export export, Source source, Selection selection, Path folder) throws IOException {
        Map<String, Object> marker = new LinkedHashMap<>();
        marker.put("form", export.form().toString());
        marker.put("source", source.name());
        marker.put("fingerprint", source.fingerprint());
        marker.put("n", source.size());
        marker.put("selected", selection.size());
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        json.writeValue(folder.resolve(MARKER).toFile(), marker);
    }
}

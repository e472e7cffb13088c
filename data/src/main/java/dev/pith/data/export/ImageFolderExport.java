package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.data.image.ImageFolder;
import dev.pith.run.Progress;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of class folders, as torchvision, timm, Keras and Hugging Face read it, and {@code samples.csv}, which says
 * of each file which sample it is and what it weighs. A sample from an image folder keeps its path; of any other source
 * it is called by its key. Without labels there are no class folders. Masks lie beside
 * their images as they do in the source.
 *
 * @param placement how files get there
 */
public record ImageFolderExport(Placement placement) implements Export {
    static final String SAMPLES = "samples.csv";
    private static final Logger log = LoggerFactory.getLogger(ImageFolderExport.class);

    @Override
    public ExportForm form() {
        return ExportForm.IMAGEFOLDER;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof ImageSource images)) {
            throw new PithException(source.name() + " holds no images, so there is no image folder to make of it");
        }
        SampleFields fields = new SampleFields(source, selection);
        ImagePaths paths = new ImagePaths(images);
        List<String> unread = new ArrayList<>();
        try (Writer samples = Files.newBufferedWriter(folder.resolve(SAMPLES))) {
            List<String> header = new ArrayList<>(fields.types().keySet());
            header.add(0, "file");
            samples.write(SampleFields.csv(header));
            for (int position = 0; position < selection.size(); position++) {
                int id = selection.ids()[position];
                String path = write(images, id, paths, folder);
                if (source instanceof MaskSource masked) {
                    placement.place(masked.maskFile(id), parentsMade(folder.resolve(masked.maskKey(id))));
                }
                if (!ImageFolder.isImage(path)) {
                    unread.add(path);
                }
                List<Object> row = new ArrayList<>(fields.of(position).values());
                row.add(0, path);
                samples.write(SampleFields.csv(row));
                progress.onStep(position + 1L, selection.size());
            }
        }
        if (!unread.isEmpty()) {
            log.warn(
                    "{} of {} files have extensions that torchvision's ImageFolder passes over, such as {}; convert them for it",
                    unread.size(),
                    selection.size(),
                    unread.get(0));
        }
        source.labels().ifPresent(labels -> warnOfLostClasses(labels, selection));
    }

    private String write(ImageSource images, int id, ImagePaths paths, Path folder) throws IOException {
        Path file = images.file(id).orElse(null);
        if (file != null) {
            String path = paths.of(id, extension(file));
            placement.place(file, parentsMade(folder.resolve(path)));
            return path;
        }
        ImageSource.Encoded encoded = images.encoded(id);
        String path = paths.of(id, encoded.extension());
        Files.write(parentsMade(folder.resolve(path)), encoded.bytes(), StandardOpenOption.CREATE_NEW);
        return path;
    }

    private static Path parentsMade(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        return file;
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Readers number the class folders they find, so that a class without samples moves those after it. */
    private static void warnOfLostClasses(Labels labels, Selection selection) {
        Map<Long, String> folders = ClassFolders.of(labels);
        Arrays.stream(selection.ids()).forEach(id -> folders.remove(labels.values()[id]));
        if (!folders.isEmpty()) {
            log.warn(
                    "No sample of {} is selected; whoever numbers the class folders by name counts differently than the"
                            + " source",
                    String.join(", ", folders.values()));
        }
    }
}

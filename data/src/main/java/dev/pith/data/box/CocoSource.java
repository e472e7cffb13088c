package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.GivenLabels;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images and their boxes in a JSON file as COCO (Lin et al., ECCV 2014) has it, in the order of its list of images.
 * Crowds ({@code iscrowd}) are no objects, and an image without objects is a sample like others. Classes are the
 * categories in the order of their ids, which need not be without gaps.
 *
 * <p>A key is the {@code file_name} of an image. It is relative to the folder of the file or to one beside it, see
 * {@link #open}. The file is read once, as a stream; kept are the file name and the id of every image, and 4 bytes an
 * object.
 */
public final class CocoSource extends BoxFiles {
    private final Path file;
    private final long[] imageIds;

    private CocoSource(String name, Path file, Content content, long[] imageIds, Fingerprint fingerprint) {
        super(name, content, fingerprint);
        this.file = file;
        this.imageIds = imageIds;
    }

    /** Returns whether a JSON file is of this kind. */
    public static boolean is(Path file) {
        try {
            return CocoFile.is(file);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    /**
     * Opens a file. Its images lie in its folder, in the one above or in a folder {@code images} of these two, or in a
     * folder of these four that is called as the file is, whole or after the last {@code _}: those of
     * {@code annotations/instances_train2017.json} in {@code train2017} or {@code images/train2017} for example. The
     * first of these that holds one of the images counts.
     *
     * @param name what the user called it
     * @param given labels of images as wholes, or null
     * @throws PithException naming the entry that is wrong: an id that is no integer, missing or there twice, an
     *     annotation of an image or a category that the file does not list; or when no image is found
     */
    public static CocoSource open(String name, Path file, @Nullable GivenLabels given) {
        CocoLists lists;
        try {
            lists = CocoLists.read(file);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
        Fingerprint fingerprint = new Fingerprint().file(file);
        Content content = new Content(
                folder(file, lists.fileNames()),
                lists.fileNames(),
                lists.objects(),
                lists.classNames(),
                labels(name, lists.fileNames(), given, fingerprint));
        return new CocoSource(name, file, content, lists.imageIds(), fingerprint);
    }

    /** Returns the folder that file names are relative to. */
    private static Path folder(Path file, List<String> fileNames) {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path own = file.toAbsolutePath().normalize().resolveSibling("");
        Path above = Optional.ofNullable(own.getParent()).orElse(own);
        List<String> called = List.of("", stem, stem.substring(stem.lastIndexOf('_') + 1));
        List<Path> places = called.stream()
                .flatMap(part -> Stream.of(own, above, own.resolve("images"), above.resolve("images"))
                        .map(folder -> folder.resolve(part)))
                .filter(Files::isDirectory)
                .distinct()
                .toList();
        for (int i = 0; i < fileNames.size(); i++) {
            String where = CocoFile.where(file, CocoFile.IMAGES, i) + ".file_name";
            for (Path place : places) {
                if (Files.isRegularFile(path(place, fileNames.get(i), where))) {
                    return place;
                }
            }
        }
        throw new PithException(file + ": none of its images (" + fileNames.get(0) + ", ...) lies in "
                + String.join(", ", places.stream().map(Path::toString).toList())
                + "; put the file beside the folder that file names are relative to");
    }

    /**
     * Writes the file again with some of the images, and with the annotations of these. Everything else is kept, and
     * what is kept is copied byte for byte, in the order of the file.
     *
     * @param ids of the images
     * @throws IOException when a file cannot be read or written
     */
    public void writeSelection(int[] ids, Path target) throws IOException {
        BitSet kept = new BitSet();
        for (int id : ids) {
            kept.set(id);
        }
        CocoSelection.write(file, imageIds, kept, target);
    }
}

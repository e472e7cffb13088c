package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The segmentation part of Pascal VOC (Everingham et al., IJCV 2010): {@code JPEGImages/ID.jpg} and
 * {@code SegmentationClass/ID.png} of the ids in {@code ImageSets/Segmentation/train.txt} and {@code val.txt}. Most
 * images are for detection alone and have no mask.
 */
final class PascalVoc {
    static final List<String> CLASSES = List.of(
            "background",
            "aeroplane",
            "bicycle",
            "bird",
            "boat",
            "bottle",
            "bus",
            "car",
            "cat",
            "chair",
            "cow",
            "diningtable",
            "dog",
            "horse",
            "motorbike",
            "person",
            "pottedplant",
            "sheep",
            "sofa",
            "train",
            "tvmonitor");

    private static final String IMAGES = "JPEGImages";
    private static final String MASKS = "SegmentationClass";

    private PascalVoc() {}

    static boolean isFolder(Path root) {
        return Files.isDirectory(root.resolve(IMAGES)) && Files.isDirectory(root.resolve(MASKS));
    }

    private static Path list(Path root, Split split) {
        return root.resolve("ImageSets")
                .resolve("Segmentation")
                .resolve((split == Split.TRAIN ? "train" : "val") + ".txt");
    }

    static boolean hasParts(Path root) {
        return isFolder(root) && Files.exists(list(root, Split.TRAIN)) && Files.exists(list(root, Split.TEST));
    }

    /**
     * Returns the pairs of a part, in the order of its list.
     *
     * @throws PithException naming the list when it cannot be read, or the file that it names in vain
     */
    static MaskedFolder.Pairs pairs(Path root, Split split) {
        Path list = list(root, split);
        MaskedFolder.Pairs pairs = new MaskedFolder.Pairs();
        try {
            int number = 0;
            for (String line : Files.readAllLines(list)) {
                number++;
                String id = line.strip();
                if (!id.isEmpty()) {
                    pairs.add(
                            existing(root, IMAGES + "/" + id + ".jpg", list, number),
                            existing(root, MASKS + "/" + id + ".png", list, number));
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    list + ": cannot be read (" + e.getMessage() + "); it has the ids of the "
                            + split.name().toLowerCase(Locale.ROOT) + " part, one a line",
                    e);
        }
        if (pairs.images().isEmpty()) {
            throw new PithException(list + ": names no images; write their ids, one a line");
        }
        return pairs;
    }

    private static String existing(Path root, String key, Path list, int line) {
        if (!Files.isRegularFile(root.resolve(key))) {
            throw new PithException(list + ":" + line + ": names " + root.resolve(key)
                    + ", which is not there; add the file, or take the line out");
        }
        return key;
    }
}

package dev.pith.data.image;

import dev.pith.data.MaskSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a data set has its images and their masks, and what the numbers in the masks mean. The folders of images and
 * masks have the parts in them ({@code images/train}), or the parts have these folders ({@code train/images}), or there
 * are no parts.
 *
 * @param images the folder of images
 * @param masks the folder of masks, in which the mask of {@code a/b.jpg} is {@code a/b.png}
 * @param imageEnding with which the names of images end, before their extension
 * @param maskEndings with which those of masks end, extension and all; of several the first that there is
 * @param needsParts whether it is no such data set without parts
 * @param train what the training part may be called
 * @param test what the test part may be called; of several the first that there is
 * @param ignored the label that is not counted, beside 255; those above it count one less. -1 for none
 * @param classNames empty where the data set does not fix them
 */
record MaskLayout(
        String images,
        String masks,
        String imageEnding,
        List<String> maskEndings,
        boolean needsParts,
        List<String> train,
        List<String> test,
        int ignored,
        List<String> classNames) {
    static final int NOTHING_IGNORED = -1;

    private static final List<String> TRAIN = List.of("train", "training");
    private static final List<String> VALIDATION = List.of("val", "validation", "valid");

    /** Folders {@code images} and {@code masks}, names alike. */
    static final MaskLayout PLAIN = new MaskLayout(
            "images",
            "masks",
            "",
            List.of(".png"),
            false,
            TRAIN,
            concat(List.of("test", "testing"), VALIDATION),
            NOTHING_IGNORED,
            List.of());

    /** ADE20K as it comes for scene parsing: 0 stands for all that is none of the 150 classes. */
    static final MaskLayout ADE20K = new MaskLayout(
            "images", "annotations", "", List.of(".png"), true, List.of("training"), VALIDATION, 0, List.of());

    /** Cityscapes (Cordts et al., CVPR 2016): ids of all objects or of the 19 classes; the test part has no truth. */
    static final MaskLayout CITYSCAPES = new MaskLayout(
            "leftImg8bit",
            "gtFine",
            "_leftImg8bit",
            List.of("_gtFine_labelTrainIds.png", "_gtFine_labelIds.png"),
            true,
            TRAIN,
            VALIDATION,
            NOTHING_IGNORED,
            List.of(
                    "road",
                    "sidewalk",
                    "building",
                    "wall",
                    "fence",
                    "pole",
                    "traffic light",
                    "traffic sign",
                    "vegetation",
                    "terrain",
                    "sky",
                    "person",
                    "rider",
                    "car",
                    "truck",
                    "bus",
                    "train",
                    "motorcycle",
                    "bicycle"));

    /** All layouts of folders. */
    static final List<MaskLayout> ALL = List.of(PLAIN, ADE20K, CITYSCAPES);

    /** Which of the ids of Cityscapes' objects the 19 classes are. */
    private static final int[] CITYSCAPES_IDS = {
        7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33
    };

    /**
     * Folders of one part.
     *
     * @param part what the part is called, empty where there are none
     */
    record Folders(String part, Path images, Path masks) {}

    private static List<String> concat(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    /** Returns the parts that a folder has in this layout, in no order. */
    List<Folders> parts(Path root) {
        List<Folders> parts = new ArrayList<>();
        for (String part : concat(train, test)) {
            folders(
                            part,
                            root.resolve(images).resolve(part),
                            root.resolve(masks).resolve(part))
                    .or(() -> folders(
                            part,
                            root.resolve(part).resolve(images),
                            root.resolve(part).resolve(masks)))
                    .ifPresent(parts::add);
        }
        return parts;
    }

    /** Returns the folders where there are no parts. */
    Optional<Folders> whole(Path root) {
        return needsParts ? Optional.empty() : folders("", root.resolve(images), root.resolve(masks));
    }

    private static Optional<Folders> folders(String part, Path images, Path masks) {
        return Files.isDirectory(images) && Files.isDirectory(masks)
                ? Optional.of(new Folders(part, images, masks))
                : Optional.empty();
    }

    /**
     * Returns what each number in a mask means: a class, or {@link MaskSource#IGNORED}.
     *
     * @param ending with which the masks' names end
     * @param own a label that is not counted where the layout says nothing of that
     */
    int[] meaning(String ending, int own) {
        int[] meaning = new int[MaskSource.IGNORED + 1];
        if (ending.equals("_gtFine_labelIds.png")) {
            Arrays.fill(meaning, MaskSource.IGNORED);
            for (int c = 0; c < CITYSCAPES_IDS.length; c++) {
                meaning[CITYSCAPES_IDS[c]] = c;
            }
            return meaning;
        }
        int left = ignored == NOTHING_IGNORED ? own : ignored;
        for (int label = 0; label < meaning.length; label++) {
            boolean counts = label != left && label != MaskSource.IGNORED;
            meaning[label] = !counts ? MaskSource.IGNORED : left >= 0 && label > left ? label - 1 : label;
        }
        return meaning;
    }
}

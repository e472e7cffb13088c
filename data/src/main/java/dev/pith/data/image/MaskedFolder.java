package dev.pith.data.image;

import dev.pith.KeyIndex;
import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.Split;
import dev.pith.data.image.MaskLayout.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images and their masks in a folder: {@code images} and {@code masks} with names alike, or as ADE20K, Cityscapes and
 * Pascal VOC come ({@link MaskLayout}, {@link PascalVoc}). A file {@code classes.txt} there, or above, names the
 * labels, one a line.
 *
 * <p>A key is the path of an image relative to the folder. The fingerprint covers names, sizes and modification times
 * of images and masks, and which label is not counted.
 */
public final class MaskedFolder extends ImageFiles implements MaskSource {
    private static final String NAMES = "classes.txt";

    private final Path root;
    private final Pairs pairs;
    private final int[] meaning;
    private final List<String> classNames;

    /** Images and the mask of each, as paths relative to the folder with {@code /} between folders. */
    record Pairs(Keys images, Keys masks) {
        Pairs() {
            this(new Keys(), new Keys());
        }

        void add(String image, String mask) {
            images.add(image);
            masks.add(mask);
        }
    }

    private MaskedFolder(
            String name, Path root, Pairs pairs, int[] meaning, List<String> classNames, String fingerprint) {
        super(name, fingerprint);
        this.root = root;
        this.pairs = pairs;
        this.meaning = meaning;
        this.classNames = classNames;
    }

    /** Returns whether a folder has images with masks, in parts or not. */
    public static boolean isFolder(Path root) {
        return PascalVoc.isFolder(root)
                || MaskLayout.ALL.stream()
                        .anyMatch(layout -> !layout.parts(root).isEmpty()
                                || layout.whole(root).isPresent());
    }

    /** Returns whether a folder has a training and a test part of such. */
    public static boolean hasTestPart(Path root) {
        return PascalVoc.hasParts(root)
                || MaskLayout.ALL.stream().anyMatch(layout -> {
                    List<String> parts =
                            layout.parts(root).stream().map(Folders::part).toList();
                    return parts.stream().anyMatch(layout.train()::contains)
                            && parts.stream().anyMatch(layout.test()::contains);
                });
    }

    /**
     * Lists a folder; no file is opened.
     *
     * @param name what the user called it
     * @param split which part, where it has parts
     * @param ignored a label that is not counted, beside 255; labels above it count one less. Null for none, or for the
     *     one that the layout says
     * @throws PithException naming an image without a mask or a mask without an image, or when the part is not there
     */
    public static MaskedFolder open(String name, Path root, Split split, @Nullable Integer ignored) {
        if (ignored != null && (ignored < 0 || ignored > IGNORED)) {
            throw new IllegalArgumentException("`ignore-label` must be from 0 to 255, got " + ignored);
        }
        if (PascalVoc.isFolder(root)) {
            requireNotGiven(name, ignored, "Pascal VOC");
            return of(name, root, PascalVoc.pairs(root, split), MaskLayout.PLAIN.meaning("", -1), PascalVoc.CLASSES);
        }
        for (MaskLayout layout : MaskLayout.ALL) {
            Optional<Folders> folders = choose(name, root, layout, split);
            if (folders.isPresent()) {
                if (!layout.equals(MaskLayout.PLAIN)) {
                    requireNotGiven(name, ignored, layout.equals(MaskLayout.ADE20K) ? "ADE20K" : "Cityscapes");
                }
                return of(name, root, folders.get(), layout, ignored == null ? MaskLayout.NOTHING_IGNORED : ignored);
            }
        }
        throw new PithException(name + ": has no images with masks");
    }

    private static void requireNotGiven(String name, @Nullable Integer ignored, String layout) {
        if (ignored != null) {
            throw new PithException(name + ": lies as " + layout + " does, which says what is not counted; leave out"
                    + " `ignore-label`");
        }
    }

    private static Optional<Folders> choose(String name, Path root, MaskLayout layout, Split split) {
        Map<String, Folders> parts =
                layout.parts(root).stream().collect(Collectors.toMap(Folders::part, folders -> folders));
        if (parts.isEmpty()) {
            return layout.whole(root);
        }
        List<String> words = split == Split.TRAIN ? layout.train() : layout.test();
        return Optional.of(words.stream()
                .filter(parts::containsKey)
                .findFirst()
                .map(parts::get)
                .orElseThrow(() -> new PithException(name + ": has no " + (split == Split.TRAIN ? "training" : "test")
                        + " part (" + words.get(0) + "), only "
                        + String.join(", ", parts.keySet().stream().sorted().toList())
                        + "; name the folder of the part that is meant")));
    }

    private static MaskedFolder of(String name, Path root, Folders folders, MaskLayout layout, int ignored) {
        List<FolderWalk.Entry> all = list(root, folders.masks());
        String ending = layout.maskEndings().stream()
                .filter(end -> all.stream().anyMatch(mask -> mask.name().endsWith(end)))
                .findFirst()
                .orElse(layout.maskEndings().get(0));
        Keys masks = new Keys();
        Keys stems = new Keys();
        KeyIndex maskOf = new KeyIndex(stems::get);
        for (FolderWalk.Entry mask : all) {
            if (mask.name().endsWith(ending)) {
                masks.add(mask.key());
                stems.add(stem(root, folders.masks(), mask, ending));
                maskOf.putIfAbsent(stems.get(stems.size() - 1), stems.size() - 1);
            } else if (layout.equals(MaskLayout.PLAIN)) {
                throw new PithException(
                        root.resolve(mask.key()) + ": is no PNG, and masks are; save it as one, or take it away");
            }
        }
        Pairs pairs = new Pairs();
        int[] imageOf = new int[masks.size()];
        Arrays.fill(imageOf, KeyIndex.NONE);
        for (FolderWalk.Entry image : list(root, folders.images())) {
            String extension = image.name().substring(image.name().lastIndexOf('.'));
            String stem = stem(root, folders.images(), image, layout.imageEnding() + extension);
            int mask = maskOf.find(stem);
            if (mask == KeyIndex.NONE) {
                throw new PithException(root.resolve(image.key()) + ": has no mask; put it at "
                        + folders.masks().resolve(stem + ending) + ", or take the image away");
            }
            if (imageOf[mask] != KeyIndex.NONE) {
                throw new PithException(root.resolve(image.key()) + " and " + pairs.images.get(imageOf[mask])
                        + " have one mask, " + root.resolve(masks.get(mask)) + "; take one away");
            }
            imageOf[mask] = pairs.images.size();
            pairs.add(image.key(), masks.get(mask));
        }
        IntStream.range(0, imageOf.length)
                .filter(mask -> imageOf[mask] == KeyIndex.NONE)
                .mapToObj(stems::get)
                .sorted()
                .findFirst()
                .ifPresent(stem -> {
                    throw new PithException(folders.masks().resolve(stem + ending) + ": is a mask without an image "
                            + folders.images().resolve(stem)
                            + ".jpg or of another kind; add it, or take the mask away");
                });
        if (pairs.images.isEmpty()) {
            throw new PithException(
                    folders.images() + ": holds no images; fill it, and " + folders.masks() + " with their masks");
        }
        List<String> names = layout.classNames().isEmpty()
                ? names(root, layout.ignored() >= 0 ? layout.ignored() : ignored)
                : layout.classNames();
        return of(name, root, pairs, layout.meaning(ending, ignored), names);
    }

    private static List<FolderWalk.Entry> list(Path root, Path folder) {
        return FolderWalk.files(root, root.relativize(folder).toString(), ImageFolder::isImage, new LeftOut(List.of()));
    }

    /** Returns what images and their masks have in common: the path in their folder, without the ending. */
    private static String stem(Path root, Path folder, FolderWalk.Entry file, String ending) {
        String path = FileName.of(folder.relativize(root.resolve(file.key())), root);
        return path.endsWith(ending) ? path.substring(0, path.length() - ending.length()) : path;
    }

    /**
     * Returns the names of the classes where there is a file of them, of all labels but the one that is not counted.
     */
    private static List<String> names(Path root, int ignored) {
        Path above = root.toAbsolutePath().normalize().getParent();
        Path file = root.resolve(NAMES);
        if (!Files.exists(file) && above != null) {
            file = above.resolve(NAMES);
        }
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<String> names = new ArrayList<>(Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());
            if (ignored >= 0 && ignored < names.size()) {
                names.remove(ignored);
            }
            if (names.isEmpty() || names.size() > IGNORED) {
                throw new PithException(
                        file + ": names " + names.size() + " classes, and masks have 1 to 255; write one a line");
            }
            return List.copyOf(names);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read as names, one a line (" + e.getMessage() + ")", e);
        }
    }

    private static MaskedFolder of(String name, Path root, Pairs pairs, int[] meaning, List<String> classNames) {
        Fingerprint fingerprint = new Fingerprint();
        try {
            for (int id = 0; id < pairs.images.size(); id++) {
                fingerprint.entry(pairs.images.get(id), root.resolve(pairs.images.get(id)));
                fingerprint.entry(pairs.masks.get(id), root.resolve(pairs.masks.get(id)));
            }
        } catch (IOException e) {
            throw new PithException(root + ": cannot be listed (" + e + "); check its permissions", e);
        }
        for (int label : meaning) {
            fingerprint.number(label);
        }
        return new MaskedFolder(name, root, pairs, meaning, classNames, fingerprint.hex());
    }

    @Override
    public int size() {
        return pairs.images.size();
    }

    @Override
    public String key(int id) {
        return pairs.images.get(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.empty();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** An image stays as exact as its mask. */
    @Override
    public Reduced imageFor(int id, int width, int height) {
        return Reduced.whole(image(id));
    }

    @Override
    public Mask mask(int id) {
        Path file = maskFile(id);
        Mask mask = MaskDecoder.decode(content(file), file.toString());
        int[] size = ImageDecoder.size(content(path(id)), path(id).toString());
        if (mask.width() != size[0] || mask.height() != size[1]) {
            throw new PithException(file + ": is of " + mask.width() + " x " + mask.height() + " pixels, but "
                    + path(id) + " of " + size[0] + " x " + size[1] + "; make the mask of the image's size");
        }
        byte[] labels = mask.labels();
        for (int i = 0; i < labels.length; i++) {
            int label = meaning[labels[i] & 0xff];
            if (!classNames.isEmpty() && label != IGNORED && label >= classNames.size()) {
                throw new PithException(file + ": label " + (labels[i] & 0xff) + " at column " + i % mask.width()
                        + " of row " + i / mask.width() + " is beyond the " + classNames.size()
                        + " classes; name it in classes.txt, or number the classes from 0");
            }
            labels[i] = (byte) label;
        }
        return mask;
    }

    @Override
    public Path maskFile(int id) {
        return root.resolve(maskKey(id));
    }

    @Override
    public String maskKey(int id) {
        return pairs.masks.get(id);
    }

    @Override
    protected Path path(int id) {
        return root.resolve(key(id));
    }
}

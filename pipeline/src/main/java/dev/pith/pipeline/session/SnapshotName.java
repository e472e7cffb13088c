package dev.pith.pipeline.session;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of condensed images on their way, in {@value RunFiles#SNAPSHOTS}: an array, and a picture of it.
 *
 * @param group of classes that are condensed together, from 1
 * @param iteration how many iterations were done
 */
public record SnapshotName(int group, int iteration) {
    private static final Pattern NAME = Pattern.compile("group-(\\d+)-iteration-(\\d+)(\\.npz|\\.png)");
    private static final String IMAGES = ".npz";
    private static final String PICTURE = ".png";

    /** Returns what an array's name says; empty for other files. */
    public static Optional<SnapshotName> ofImages(Path file) {
        return of(file, IMAGES);
    }

    /** Returns what a picture's name says; empty for other files. */
    public static Optional<SnapshotName> ofPicture(Path file) {
        return of(file, PICTURE);
    }

    private static Optional<SnapshotName> of(Path file, String ending) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() && name.group(3).equals(ending)
                ? Optional.of(new SnapshotName(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))))
                : Optional.empty();
    }

    /** Returns the array's name. */
    public String images() {
        return stem() + IMAGES;
    }

    /** Returns the picture's name. */
    public String picture() {
        return stem() + PICTURE;
    }

    private String stem() {
        return String.format(Locale.ROOT, "group-%02d-iteration-%06d", group, iteration);
    }
}

package dev.pith.data.tar;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one sample that matter here. */
final class TarSample {
    private static final Set<String> IMAGES =
            Set.of("jpg", "jpeg", "png", "ppm", "pgm", "bmp", "gif", "tif", "tiff", "webp");

    private final String key;
    private @Nullable Member image;
    private @Nullable Member record;
    private @Nullable String label;

    TarSample(String key) {
        this.key = key;
    }

    /** Takes a member in, unless one of its kind is there; of images of several formats the first counts. */
    boolean add(Member member) {
        if (IMAGES.contains(member.extension())) {
            boolean isNew = image == null || !image.extension().equals(member.extension());
            image = image == null ? member : image;
            return isNew;
        }
        if (member.extension().equals("json")) {
            boolean isNew = record == null;
            record = member;
            return isNew;
        }
        return true;
    }

    /** Takes the label in, unless there is one. */
    boolean label(String text) {
        boolean isNew = label == null;
        label = text;
        return isNew;
    }

    String key() {
        return key;
    }

    Optional<Member> image() {
        return Optional.ofNullable(image);
    }

    Optional<Member> record() {
        return Optional.ofNullable(record);
    }

    Optional<String> label() {
        return Optional.ofNullable(label);
    }
}

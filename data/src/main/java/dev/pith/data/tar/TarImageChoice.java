package dev.pith.data.tar;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which member of each sample is its image: the one that is named, else the only one whose name is the sample's
 * and an image's extension. Where a sample has two of these, an image and a mask, nothing but the user tells
 * which is which.
 */
final class TarImageChoice {
    private static final Logger log = LoggerFactory.getLogger(TarImageChoice.class);

    private final Path file;
    private final List<TarSample> samples;

    TarImageChoice(Path file, List<TarSample> samples) {
        this.file = file;
        this.samples = samples;
    }

    /** Notes the image of each sample that has one, and returns whether any has; if not, they are records. */
    boolean choose(@Nullable String named) {
        if (named == null) {
            samples.forEach(this::choosePlain);
        } else {
            List<String> fields =
                    Arrays.stream(named.toLowerCase(Locale.ROOT).split(";")).toList();
            samples.forEach(sample -> fields.stream()
                    .flatMap(field -> sample.member(field).stream())
                    .findFirst()
                    .ifPresent(sample::image));
        }
        boolean images = samples.stream().anyMatch(sample -> sample.image().isPresent());
        if (!images) {
            requireRecords(named);
        } else if (named == null) {
            tellOfOthers();
        }
        return images;
    }

    private void choosePlain(TarSample sample) {
        List<Member> plain =
                sample.members().stream().filter(Member::isPlainImage).toList();
        if (plain.size() > 1) {
            throw new PithException(file + ": sample '" + sample.key() + "' has several images, "
                    + plain.stream().map(Member::field).collect(Collectors.joining(", "))
                    + "; say which is to be looked at, for example `image-column` "
                    + plain.get(0).field());
        }
        plain.forEach(sample::image);
    }

    private void requireRecords(@Nullable String named) {
        TarSample first = samples.get(0);
        if (named != null) {
            throw new PithException(file + ": no sample has an image called " + named + "; the members of '"
                    + first.key() + "' are " + first.fields());
        }
        if (samples.stream().noneMatch(sample -> sample.record().isPresent())) {
            boolean dots = first.members().stream().anyMatch(Member::isImage);
            throw new PithException(
                    file + ": no sample has an image or a .json; the members of '" + first.key() + "' are "
                            + first.fields()
                            + (dots
                                    ? ", since the name of a sample ends at its first dot: put another character for the dots in"
                                            + " the files' names, or name the image with `image-column`"
                                    : ""));
        }
    }

    /** A mask goes with its image, but {@code a.v2.png} may have been meant as a sample of its own. */
    private void tellOfOthers() {
        long others = 0;
        String example = "";
        for (TarSample sample : samples) {
            for (Member member : sample.members()) {
                if (member.isImage() && !member.isPlainImage()) {
                    example = others++ == 0 ? sample.key() + "." + member.field() : example;
                }
            }
        }
        if (others > 0) {
            log.warn(
                    "{}: {} images such as {} belong to samples of which another is the image, or that have none: the name of"
                            + " a sample ends at its first dot",
                    file,
                    others,
                    example);
        }
    }
}

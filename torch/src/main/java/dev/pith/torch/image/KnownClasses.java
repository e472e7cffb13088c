package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Brings the labels of a source to the classes of another, by name: a test part may lack some, and then numbers the
 * others otherwise. Where either has no names, numbers are taken as they are.
 */
final class KnownClasses {
    private static final int NAMED = 5;

    private KnownClasses() {}

    /**
     * Returns the labels by the numbers that classes have among the known ones.
     *
     * @param known names of the classes; empty where they have none
     * @throws PithException naming classes of the source that are not known
     */
    static long[] labels(Source source, Labels labels, List<String> known) {
        List<String> names = labels.names();
        if (known.isEmpty() || names.isEmpty() || names.equals(known)) {
            return labels.values();
        }
        int[] numbers = names.stream().mapToInt(known::indexOf).toArray();
        int[] unknown = LongStream.of(labels.values())
                .filter(label -> label >= 0 && numbers[(int) label] < 0)
                .mapToInt(Math::toIntExact)
                .sorted()
                .distinct()
                .toArray();
        if (unknown.length > 0) {
            throw new PithException(source.name() + ": has images of "
                    + some(IntStream.of(unknown).mapToObj(names::get).toList()) + ", which "
                    + (unknown.length == 1 ? "is" : "are") + " not among the classes that are trained on, "
                    + some(known) + hint(names.get(unknown[0]), known)
                    + "; give images of those classes, named alike");
        }
        return LongStream.of(labels.values())
                .map(label -> label < 0 ? label : numbers[(int) label]) // negative: no class, as others will say
                .toArray();
    }

    private static String some(List<String> names) {
        return names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** Names that look alike may differ in how letters with accents are written. */
    private static String hint(String name, List<String> known) {
        return known.stream()
                .filter(other -> Normalizer.normalize(other, Form.NFC).equals(Normalizer.normalize(name, Form.NFC)))
                .findFirst()
                .map(other -> " (" + name + " is there in another Unicode form: " + form(other) + " there, "
                        + form(name) + " here)")
                .orElse("");
    }

    private static String form(String name) {
        return Normalizer.isNormalized(name, Form.NFC)
                ? "composed (NFC)"
                : Normalizer.isNormalized(name, Form.NFD) ? "decomposed (NFD)" : "neither NFC nor NFD";
    }
}

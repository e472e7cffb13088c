package dev.pith.report;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Samples as they are.
 *
 * @param form what can be shown of them
 * @param rows samples side by side
 */
record Pictures(Form form, List<Row> rows) {
    private static final int TEXTS_PER_ROW = 3;
    private static final int KEYS_PER_ROW = 6;
    private static final int TEXT_LENGTH = 280;
    private static final int HINT_LENGTH = 120;

    /** What there is to see of a sample. */
    enum Form {
        IMAGES(Integer.MAX_VALUE),
        TEXTS(TEXTS_PER_ROW),
        KEYS(KEYS_PER_ROW);

        private final int perRow;

        Form(int perRow) {
            this.perRow = perRow;
        }

        private static Form of(@Nullable Source source) {
            return source instanceof ImageSource ? IMAGES : source instanceof RecordSource ? TEXTS : KEYS;
        }
    }

    /** Samples side by side; see {@link Gallery.Row}. */
    record Row(Gallery.Kind kind, int bin, List<Picture> items) {}

    /**
     * A sample.
     *
     * @param label its class, empty without one
     * @param content a data URI or a text, null where it cannot be had
     */
    record Picture(int id, String key, String label, @Nullable String content) {}

    static Pictures of(Gallery gallery, Samples samples, RunView run) {
        Form form = Form.of(run.source());
        int[] ids = gallery.rows().stream()
                .flatMapToInt(row -> Arrays.stream(row.ids()).limit(form.perRow))
                .distinct()
                .toArray();
        Map<Integer, Picture> pictures = new HashMap<>();
        for (int id : ids) {
            pictures.put(id, picture(run, samples, id));
        }
        return new Pictures(
                form,
                gallery.rows().stream()
                        .map(row -> new Row(
                                row.kind(),
                                row.bin(),
                                Arrays.stream(row.ids())
                                        .limit(form.perRow)
                                        .mapToObj(pictures::get)
                                        .toList()))
                        .toList());
    }

    static Picture picture(RunView run, Samples samples, int id) {
        return new Picture(id, run.keys(new int[] {id})[0], label(samples, id), content(run.source(), id, TEXT_LENGTH));
    }

    /** Returns how texts begin, for pointing at a sample; empty where the samples are none or cannot be read. */
    static String[] beginnings(RunView run, int[] ids) {
        if (!(run.source() instanceof RecordSource)) {
            return new String[0];
        }
        return Arrays.stream(ids)
                .mapToObj(id -> Objects.requireNonNullElse(content(run.source(), id, HINT_LENGTH), ""))
                .toArray(String[]::new);
    }

    private static String label(Samples samples, int id) {
        return samples.labelled() ? samples.classNames()[samples.classes()[id]] : "";
    }

    /** A sample that cannot be read is no reason to go without a page. */
    private static @Nullable String content(@Nullable Source source, int id, int length) {
        try {
            if (source instanceof ImageSource images) {
                return Thumbnail.dataUri(
                        images.imageFor(id, Thumbnail.SIDE, Thumbnail.SIDE).image());
            }
            return source instanceof RecordSource records ? beginning(records.text(id), length) : null;
        } catch (PithException e) {
            return null;
        }
    }

    private static String beginning(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, length)) + "…";
    }
}

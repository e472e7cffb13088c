package dev.pith.report;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        String[] keys = run.keys(ids);
        Map<Integer, Picture> pictures = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            pictures.put(ids[i], new Picture(ids[i], keys[i], label(samples, ids[i]), content(run.source(), ids[i])));
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

    private static String label(Samples samples, int id) {
        return samples.labelled() ? samples.classNames()[samples.classes()[id]] : "";
    }

    /** A sample that cannot be read is no reason to go without a page. */
    private static @Nullable String content(@Nullable Source source, int id) {
        try {
            if (source instanceof ImageSource images) {
                return Thumbnail.dataUri(images.image(id));
            }
            return source instanceof RecordSource records ? beginning(records.text(id)) : null;
        } catch (PithException e) {
            return null;
        }
    }

    private static String beginning(String text) {
        if (text.codePointCount(0, text.length()) <= TEXT_LENGTH) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, TEXT_LENGTH)) + "…";
    }
}

package dev.pith.data.box;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import dev.pith.data.record.ByteOrderMark;
import dev.pith.data.record.RecordJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as COCO (Lin et al., ECCV 2014) has it: an object with lists of images, annotations and categories, in any
 * order, and whatever else. Such files are large, so they are walked through and never held.
 */
final class CocoFile {
    static final String IMAGES = "images";
    static final String ANNOTATIONS = "annotations";
    static final String CATEGORIES = "categories";
    private static final Set<String> LISTS = Set.of(IMAGES, ANNOTATIONS, CATEGORIES);

    private CocoFile() {}

    /** Hears of every entry of the three lists, in the order of the file. */
    interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /**
     * What matters of an entry.
     *
     * @param file that it stands in
     * @param list {@link #IMAGES}, {@link #ANNOTATIONS} or {@link #CATEGORIES}
     * @param position in its list, from 0
     * @param start of its bytes in the file
     * @param end after its last byte
     * @param id null where there is none, like the others
     * @param name of a category, or the file name of an image
     */
    record Entry(
            Path file,
            String list,
            int position,
            long start,
            long end,
            @Nullable Long id,
            @Nullable Long image,
            @Nullable Long category,
            @Nullable String name,
            boolean crowd) {
        /**
         * Insists on a field.
         *
         * @param field what it is called in the file
         */
        <T> T require(@Nullable T value, String field) {
            if (value == null) {
                throw new PithException(where() + " has no " + field + "; add it, or take the entry out");
            }
            return value;
        }

        long requireId() {
            return require(id, "id");
        }

        /** Returns how messages name the entry. */
        String where() {
            return CocoFile.where(file, list, position);
        }
    }

    /** Returns how messages name an entry. */
    static String where(Path file, String list, int position) {
        return file + ": " + list + "[" + position + "]";
    }

    /** Returns whether a file, as far as it can be read, is of this kind: has images, and annotations or categories. */
    static boolean is(Path file) throws IOException {
        boolean images = false;
        boolean others = false;
        try (JsonParser parser = parser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (!(images && others) && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean array = parser.nextToken() == JsonToken.START_ARRAY;
                images |= array && field.equals(IMAGES);
                others |= array && (field.equals(ANNOTATIONS) || field.equals(CATEGORIES));
                if (!(images && others)) {
                    parser.skipChildren();
                }
            }
            return images && others;
        } catch (JsonProcessingException e) {
            return images || others; // whoever reads it says what is wrong
        }
    }

    /**
     * Walks through a file.
     *
     * @throws PithException naming the place when it is no such file
     */
    static void walk(Path file, Visitor visitor) throws IOException {
        int byteOrderMark = ByteOrderMark.length(file);
        try (JsonParser parser = parser(file)) {
            walk(file, parser, byteOrderMark, visitor);
        } catch (JsonProcessingException e) {
            throw RecordJson.invalid(file, e, "the object", 0);
        }
    }

    private static JsonParser parser(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.skipNBytes(ByteOrderMark.length(file));
            return RecordJson.FACTORY.createParser(in); // closes the stream
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static void walk(Path file, JsonParser parser, int byteOrderMark, Visitor visitor) throws IOException {
        Set<String> seen = new HashSet<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new PithException(file + ": is no object with images, annotations and categories");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String list = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!LISTS.contains(list)) {
                parser.skipChildren();
                continue;
            }
            if (value != JsonToken.START_ARRAY || !seen.add(list)) {
                throw new PithException(file + ": '" + list + "' is "
                        + (value == JsonToken.START_ARRAY ? "there twice" : "no list") + "; it is to be one list");
            }
            for (int position = 0; parser.nextToken() != JsonToken.END_ARRAY; position++) {
                visitor.entry(entry(file, parser, list, position, byteOrderMark));
            }
        }
    }

    private static Entry entry(Path file, JsonParser parser, String list, int position, int byteOrderMark)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new PithException(where(file, list, position) + " is no object, {...}; take it out");
        }
        long start = byteOrderMark + parser.currentTokenLocation().getByteOffset();
        Long id = null;
        Long image = null;
        Long category = null;
        String name = null;
        boolean crowd = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "id" -> id = integer(file, parser, list, position);
                case "image_id" -> image = integer(file, parser, list, position);
                case "category_id" -> category = integer(file, parser, list, position);
                case "file_name", "name" -> name =
                        list.equals(IMAGES) == field.equals("file_name") ? parser.getValueAsString(name) : name;
                case "iscrowd" -> crowd = parser.getValueAsBoolean();
                default -> {
                    // is kept as it is
                }
            }
            parser.skipChildren();
        }
        long end = byteOrderMark + parser.currentLocation().getByteOffset();
        return new Entry(file, list, position, start, end, id, image, category, name, crowd);
    }

    private static Long integer(Path file, JsonParser parser, String list, int position) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            String text = parser.currentToken().isScalarValue() ? ": " + parser.getText() : "";
            throw new PithException(String.format(
                    Locale.ROOT,
                    "%s has no integer as %s%s; number images and categories",
                    where(file, list, position),
                    parser.currentName(),
                    text));
        }
        return parser.getLongValue();
    }
}

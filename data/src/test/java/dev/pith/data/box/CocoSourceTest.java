package dev.pith.data.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CocoSourceTest {
    /** Categories stand before what is of them, numbers are spelled oddly, and 7 has no object. */
    private static final String FILE =
            """
            { "info": {"images": [1.50], "version": 1e0},
              "categories": [ {"id": 90, "name": "cat"}, {"id": 3, "name": "dog", "supercategory": "animal"} ],
              "annotations": [
                {"id": 1, "image_id": 5, "category_id": 90, "bbox": [0.10, 1E1, 2.00, 3], "iscrowd": 0},
                {"id": 2, "image_id": 5, "category_id": 3, "bbox": [0, 0, 1, 1], "iscrowd": 1},
                {"id": 3, "category_id": 3, "image_id": 6},
                {"id": 4, "image_id": 5, "category_id": 3, "segmentation": {"counts": "a]}", "size": [1, 1]}}
              ],
              "images": [{"id": 6, "file_name": "b.png"}, {"id": 5, "name": {"id": 9}, "file_name": "a.png"},
                {"file_name": "c.png", "id": 7}],
              "licenses": [] }
            """;

    @TempDir
    private Path root;

    private BoxSource open(String content) throws IOException {
        Path file = Files.writeString(root.resolve("file.json"), content);
        return (BoxSource) Sources.open(file.toString(), SourceOptions.DEFAULT);
    }

    @Test
    void everyImageHasABagOfClassesWithoutCrowds() throws IOException {
        BoxImages.write(root, "a.png", "b.png", "c.png");
        BoxSource source = open(FILE);
        assertThat(IntStream.range(0, source.size()).mapToObj(source::key)).containsExactly("b.png", "a.png", "c.png");
        assertThat(source.classNames()).containsExactly("dog", "cat");
        assertThat(source.classes(0)).containsExactly(0);
        assertThat(source.classes(1)).containsExactly(1, 0);
        assertThat(source.classes(2)).isEmpty();
        assertThat(source.labels()).isEmpty();
        assertThat(source.file(2)).contains(root.resolve("c.png"));
        assertThat(source.image(0).width()).isEqualTo(1);
        String before = source.fingerprint();
        assertThat(open(FILE.replace("\"image_id\": 6", "\"image_id\": 7")).fingerprint())
                .isNotEqualTo(before);
        Files.write(root.resolve("b.png"), new byte[9]);
        assertThat(open(FILE).fingerprint()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotations", "train2017", "images", "images/train2017", "annotations/images", "."})
    void imagesLieBesideTheFileOrInAFolderCalledAsItIs(String folder) throws IOException {
        BoxImages.write(root.resolve(folder), "a.png");
        Path file = root.resolve("annotations/instances_train2017.json");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, FILE);
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertThat(((BoxSource) source).file(1))
                    .contains(root.resolve(folder).normalize().resolve("a.png"));
            assertThatThrownBy(() -> ((BoxSource) source).image(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage(root.resolve(folder).normalize().resolve("b.png") + ": is not there");
        }
    }

    @Test
    void placesWhereNoImageIsAreNamed() throws IOException {
        Files.createDirectory(root.resolve("images"));
        assertThatThrownBy(() -> open(FILE))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("file.json") + ": none of its images (b.png, ...) lies in " + root + ", "
                        + root.getParent() + ", " + root.resolve("images")
                        + "; put the file beside the folder that file names are relative to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "image_id": 6      | "image_id": 60     | annotations[2] has the image_id 60, which is not among the images; add it there, or take the annotation out
            "category_id": 90  | "category_id": 91  | annotations[0] has the category_id 91, which is not among the categories; add it there, or take the annotation out
            "id": 6,           | "id": 5,           | images[1] has the id 5 of an entry before it; give each its own, or take one out
            "id": 3, "name"    | "id": 90, "name"   | categories[1] has the id 90 of an entry before it; give each its own, or take one out
            "c.png"            | "a.png"            | images[2] has the file_name a.png of an entry before it; give each its own, or take one out
            "file_name": "c.png", | ``              | images[2] has no file_name; add it, or take the entry out
            , "id": 7          | ``                 | images[2] has no id; add it, or take the entry out
            "category_id": 3, "image_id": 6 | "image_id": 6 | annotations[2] has no category_id; add it, or take the entry out
            "image_id": 6      | "image_id": "6"    | annotations[2] has no integer as image_id: 6; number images and categories
            {"id": 90, "name": "cat"} | 1           | categories[0] is no object, {...}; take it out
            "licenses"         | "annotations"      | 'annotations' is there twice; it is to be one list
            """)
    void whatIsWrongIsNamed(String right, String wrong, String message) throws IOException {
        BoxImages.write(root, "a.png");
        assertThat(FILE).contains(right);
        assertThatThrownBy(() -> open(FILE.replace(right, wrong)))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("file.json") + ": " + message);
    }

    @Test
    void aFileThatIsCutOffIsNamedWithThePlace() throws IOException {
        BoxImages.write(root, "a.png");
        assertThatThrownBy(() -> open(FILE.substring(0, FILE.indexOf("\"licenses\""))))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(root.resolve("file.json") + ":11:")
                .hasMessageEndingWith(": the file ends inside the object; it was cut off, get it again");
        assertThatThrownBy(() -> open(FILE.replace("1E1", "1E")))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(root.resolve("file.json") + ":4:")
                .hasMessageContaining("invalid JSON");
    }

    @Test
    void imagesWithoutAnnotationsAreSamplesToo() throws IOException {
        BoxImages.write(root, "a.png");
        BoxSource source = open("{\"categories\": [], \"images\": [{\"id\": 1, \"file_name\": \"a.png\"}]}");
        assertThat(source.classes(0)).isEmpty();
        assertThatThrownBy(() -> open("{\"images\": [], \"categories\": []}"))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("file.json") + ": lists no images");
    }

    @Test
    void arraysOfRecordsAreRecordsAndSeveralFilesAreRefused() throws IOException {
        BoxImages.write(root, "a.png");
        Path records = Files.writeString(root.resolve("records.json"), "[{\"images\": [], \"annotations\": []}]");
        assertThat(Sources.open(records.toString(), SourceOptions.DEFAULT)).isInstanceOf(RecordSource.class);
        Path other = Files.writeString(root.resolve("other.json"), "{\"images\": [{\"id\": 1}]}");
        assertThatThrownBy(() -> Sources.open(other.toString(), SourceOptions.DEFAULT))
                .hasMessageContaining("expected an array of records");
        open(FILE).close();
        assertThatThrownBy(() -> Sources.open(root + "/f*.json", SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("file.json") + ": holds images and boxes (COCO), and its images are looked for"
                        + " beside it; name such a file alone, and unpacked");
    }

    @Test
    void aSelectionIsTheFileWithoutTheOthersByteForByte() throws IOException {
        BoxImages.write(root, "a.png", "b.png", "c.png");
        String marked = "\uFEFF" + FILE;
        Path target = root.resolve("selection.json");
        ((CocoSource) open(marked)).writeSelection(new int[] {2, 1}, target);
        assertThat(Files.readString(target))
                .isEqualTo(
                        """
                        \uFEFF{ "info": {"images": [1.50], "version": 1e0},
                          "categories": [ {"id": 90, "name": "cat"},
                        {"id": 3, "name": "dog", "supercategory": "animal"} ],
                          "annotations": [
                            {"id": 1, "image_id": 5, "category_id": 90, "bbox": [0.10, 1E1, 2.00, 3], "iscrowd": 0},
                        {"id": 2, "image_id": 5, "category_id": 3, "bbox": [0, 0, 1, 1], "iscrowd": 1},
                        {"id": 4, "image_id": 5, "category_id": 3, "segmentation": {"counts": "a]}", "size": [1, 1]}}
                          ],
                          "images": [{"id": 5, "name": {"id": 9}, "file_name": "a.png"},
                        {"file_name": "c.png", "id": 7}],
                          "licenses": [] }
                        """);
        Files.copy(target, root.resolve("again.json"));
        try (Source again = Sources.open(root.resolve("again.json").toString(), SourceOptions.DEFAULT)) {
            assertThat(again.size()).isEqualTo(2);
            assertThat(((BoxSource) again).classes(0)).containsExactly(1, 0);
            assertThat(((BoxSource) again).classes(1)).isEmpty();
        }
    }

    /** Against a naive twin that holds all of the file. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void anySelectionIsWhatTheTreeWithoutTheOthersIs(int seed) throws IOException {
        BoxImages.write(root, "a.png", "b.png", "c.png");
        int[] ids = IntStream.range(0, 3).filter(id -> (seed >> id & 1) == 1).toArray();
        BoxSource source = open(FILE);
        ((CocoSource) source).writeSelection(ids, root.resolve("selection.json"));
        JsonNode expected = new ObjectMapper().readTree(FILE);
        int[] imageIds = {6, 5, 7};
        Set<Integer> kept = new HashSet<>();
        IntStream.of(ids).forEach(id -> kept.add(imageIds[id]));
        removeOthers(expected.get("images"), "id", kept);
        removeOthers(expected.get("annotations"), "image_id", kept);
        assertThat(new ObjectMapper().readTree(root.resolve("selection.json").toFile()))
                .isEqualTo(expected);
    }

    private static void removeOthers(JsonNode list, String field, Set<Integer> kept) {
        for (Iterator<JsonNode> entries = list.elements(); entries.hasNext(); ) {
            if (!kept.contains(entries.next().get(field).asInt())) {
                entries.remove();
            }
        }
    }

    /** Outlines make these files large; 32 MiB of them must not be held. */
    @Test
    void opensInMemoryThatOutlinesDoNotCount() throws IOException {
        BoxImages.write(root, "a.png");
        Path file = root.resolve("large.json");
        String outline = "0.125,".repeat(1 << 17) + "1"; // 768 KiB
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}], \"annotations\": [");
            for (int i = 0; i < 43; i++) {
                out.write((i == 0 ? "" : ",") + "{\"image_id\": 1, \"category_id\": 1, \"segmentation\": [[" + outline
                        + "]]}");
            }
            out.write("], \"categories\": [{\"id\": 1, \"name\": \"x\"}]}");
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertThat(((BoxSource) source).classes(0)).hasSize(43);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
    }
}

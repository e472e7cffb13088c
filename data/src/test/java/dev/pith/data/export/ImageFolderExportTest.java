package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.image.ImageFolder;
import dev.pith.data.image.Png;
import dev.pith.data.record.JsonSource;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderExportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Placement.class)
    void filesOfAnImageFolderKeepTheirPaths(Placement placement) throws IOException {
        Path root = folder.resolve("in");
        for (String key : List.of("cat/10.png", "cat/a/1.PNG", "dog/ü.png", "dog/z.png")) {
            Files.createDirectories(root.resolve(key).getParent());
            Files.write(
                    root.resolve(key), Png.encode(new ImageSource.Image(1, 1, 1, new byte[] {(byte) key.hashCode()})));
        }
        try (ImageFolder source = ImageFolder.open("in", root, null)) {
            Path out = export(new ImageFolderExport(placement), source, new Selection(new int[] {2, 1, 0}));
            try (ImageFolder again = ImageFolder.open("out", out, null)) {
                assertThat(keys(again)).containsExactly("cat/10.png", "cat/a/1.PNG", "dog/z.png");
                assertThat(again.labels().orElseThrow().values()).containsExactly(0, 0, 1);
                for (int i = 0; i < 3; i++) {
                    int id = keys(source).indexOf(again.key(i));
                    assertThat(again.encoded(i).bytes())
                            .isEqualTo(source.encoded(id).bytes());
                }
            }
            Path exported = out.resolve("dog/z.png");
            Path original = root.resolve("dog/z.png");
            assertThat(Files.isSymbolicLink(exported)).isEqualTo(placement == Placement.SYMLINK);
            assertThat(Files.isSameFile(exported, original)).isEqualTo(placement != Placement.COPY);
            assertThat(out.resolve("samples.csv"))
                    .hasContent(
                            """
                            file,id,key,label,label_name,weight
                            dog/z.png,2,dog/z.png,1,dog,1.0
                            cat/a/1.PNG,1,cat/a/1.PNG,0,cat,1.0
                            cat/10.png,0,cat/10.png,0,cat,1.0
                            """);
        }
    }

    @Test
    void namesThatAreNotInTheOrderOfTheLabelsGetTheLabelInFront() throws IOException {
        Images source = new Images(
                List.of("0", "1", "2"), new Labels(new long[] {2, 0, 1}, List.of("T-shirt/top", "Dress", "Bag")));
        Path out = export(new ImageFolderExport(Placement.COPY), source, all(3));
        try (ImageFolder again = ImageFolder.open("out", out, null)) {
            assertThat(keys(again)).containsExactly("0-T-shirt_top/1.png", "1-Dress/2.png", "2-Bag/0.png");
            assertThat(again.labels().orElseThrow().values()).containsExactly(0, 1, 2);
            assertThat(again.image(2).pixels()).containsExactly(0);
        }
    }

    @Test
    void classesWhoseNamesFileSystemsTakeForTheSameStayApart() throws IOException {
        Images source = new Images(List.of("0", "1"), new Labels(new long[] {0, 1}, List.of("a/b", "a_b")));
        Path out = export(new ImageFolderExport(Placement.COPY), source, all(2));
        assertThat(out.resolve("0-a_b/0.png")).exists();
        assertThat(out.resolve("1-a_b/1.png")).exists();
    }

    @Test
    void labelsWithoutNamesArePaddedSoThatTheirOrderStays() throws IOException {
        long[] values = IntStream.range(0, 12).mapToLong(id -> (id * 5) % 12).toArray();
        List<String> keys = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        Images source = new Images(keys, new Labels(values, List.of()));
        Path out = export(new ImageFolderExport(Placement.COPY), source, all(12));
        try (ImageFolder again = ImageFolder.open("out", out, null)) {
            assertThat(again.labels().orElseThrow().names())
                    .startsWith("00", "01")
                    .endsWith("10", "11");
            for (int i = 0; i < 12; i++) {
                int id = again.image(i).pixels()[0];
                assertThat(again.labels().orElseThrow().values()[i]).isEqualTo(values[id]);
            }
        }
    }

    @Test
    void withoutLabelsThereAreNoClassFolders() throws IOException {
        Path out = export(new ImageFolderExport(Placement.COPY), Images.of("0", "1"), all(2));
        try (ImageFolder again = ImageFolder.open("out", out, null)) {
            assertThat(keys(again)).containsExactly("0.png", "1.png");
            assertThat(again.labels()).isEmpty();
        }
    }

    @Test
    void keysThatWouldMeetInOneFileStayApart() throws IOException {
        Images source = Images.of("x", "x.png", "X.PNG", "a:b", "a_b", "../up", ".hidden", "d/x", "7", "07");
        Path out = export(new ImageFolderExport(Placement.COPY), source, all(10));
        assertThat(filesBelow(out))
                .containsExactlyInAnyOrder(
                        "x.png",
                        "x-1.png",
                        "X-2.png",
                        "a_b.png",
                        "a_b-4.png",
                        "_._/up.png",
                        "_.hidden.png",
                        "d/x.png",
                        "7.png",
                        "07.png",
                        "samples.csv",
                        ".pith-export.json");
    }

    @ParameterizedTest(name = "in the order {0}")
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
    void aNameThatIsMadeUpMayExistAlready(String order) throws IOException {
        Images source = Images.of("x", "x.png", "x-1");
        Path out = export(
                new ImageFolderExport(Placement.COPY),
                source,
                new Selection(order.chars().map(c -> c - '0').toArray()));
        try (ImageFolder again = ImageFolder.open("out", out, null)) {
            assertThat(IntStream.range(0, 3).map(i -> again.image(i).pixels()[0]))
                    .containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void aFileMayBeCalledAsAFolderIs() throws IOException {
        Images source = Images.of("a", "a.png/b", "c.png/d/e", "c");
        Path out = export(new ImageFolderExport(Placement.COPY), source, all(4));
        assertThat(filesBelow(out))
                .containsExactlyInAnyOrder(
                        "a.png", "a.png_b-1.png", "c.png/d/e.png", "c-3.png", "samples.csv", ".pith-export.json");
    }

    @Test
    void classesThatSomeFileSystemsTakeForTheSameStayApart() throws IOException {
        for (List<String> names : List.of(List.of("Cat", "cat"), List.of("cafe\u0301", "caf\u00e9"))) {
            Images source = new Images(List.of("0", "1"), new Labels(new long[] {0, 1}, names));
            Path out = export(new ImageFolderExport(Placement.COPY), source, all(2));
            assertThat(filesBelow(out)).contains("0-" + names.get(0) + "/0.png", "1-" + names.get(1) + "/1.png");
        }
    }

    @Test
    void anImageFolderThatOnlySomeFileSystemsTakeIsMendedOnTheWay() throws IOException {
        Path root = folder.resolve("in");
        for (String key : List.of("Cat/1.png", "Cat/A.png", "Cat/a.png", "aux/CON.png", "aux/1.png", "cat/1.png")) {
            Files.createDirectories(root.resolve(key).getParent());
            Files.write(
                    root.resolve(key), Png.encode(new ImageSource.Image(1, 1, 1, new byte[] {(byte) key.hashCode()})));
        }
        try (ImageFolder source = ImageFolder.open("in", root, null)) {
            Assumptions.assumeTrue(source.size() == 6, "this file system takes Cat and cat for the same");
            Path out = export(new ImageFolderExport(Placement.HARD_LINK), source, all(6));
            try (ImageFolder again = ImageFolder.open("out", out, null)) {
                assertThat(keys(again))
                        .containsExactly(
                                "0-Cat/1.png",
                                "0-Cat/A.png",
                                "0-Cat/a-2.png",
                                "1-_aux/1.png",
                                "1-_aux/_CON.png",
                                "2-cat/1.png");
                assertThat(again.labels().orElseThrow().values()).containsExactly(0, 0, 0, 1, 1, 2);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatTorchvisionListsCanBeTurnedBackIntoKeys(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> parts = List.of("a", "A", "b10", "b9", "ü", "😀", "\uFF21", "x y", "c.d", "e,f", "-", "10", "9");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String key = parts.get(random.nextInt(parts.size()));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                key += "/" + parts.get(random.nextInt(parts.size()));
            }
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        long[] labels = keys.stream().mapToLong(key -> random.nextInt(3)).toArray();
        Images source = new Images(keys, new Labels(labels, List.of("one", "three", "two")));
        List<Integer> ids =
                new ArrayList<>(IntStream.range(0, keys.size()).boxed().toList());
        Collections.shuffle(ids, random);
        int[] chosen = ids.stream().limit(40).mapToInt(Integer::intValue).toArray();
        Path out = export(new ImageFolderExport(Placement.COPY), source, new Selection(chosen));
        List<String> rows = Files.readAllLines(out.resolve("samples.csv"));
        try (ImageFolder again = ImageFolder.open("out", out, null)) {
            assertThat(again.size()).isEqualTo(Math.min(40, keys.size()));
            for (int i = 0; i < again.size(); i++) {
                String start = SampleFields.csv(List.of(again.key(i))).strip() + ",";
                String row = rows.stream()
                        .filter(r -> r.startsWith(start))
                        .findFirst()
                        .orElseThrow();
                int id = again.image(i).pixels()[0];
                assertThat(row.substring(start.length()))
                        .startsWith(id + ","
                                + SampleFields.csv(List.of(keys.get(id))).strip() + ",");
            }
        }
    }

    @Test
    void exportsRealImages() throws IOException {
        Path root = Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/cifar10-small/test");
        Assumptions.assumeTrue(Files.isDirectory(root), root + " is not here");
        try (ImageFolder source = ImageFolder.open("cifar10-small", root, null)) {
            int[] ids =
                    IntStream.range(0, source.size()).filter(id -> id % 5 == 0).toArray();
            Path out = export(new ImageFolderExport(Placement.HARD_LINK), source, new Selection(ids));
            try (ImageFolder again = ImageFolder.open("out", out, null)) {
                assertThat(keys(again))
                        .isEqualTo(Arrays.stream(ids).mapToObj(source::key).toList());
                assertThat(again.labels().orElseThrow().values())
                        .isEqualTo(Arrays.stream(ids)
                                .mapToLong(id -> source.labels().orElseThrow().values()[id])
                                .toArray());
            }
        }
    }

    @Test
    void refusesWhatHoldsNoImages() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "{}\n");
        try (JsonSource source = JsonSource.open(file, null, null)) {
            assertThatThrownBy(() -> export(new ImageFolderExport(Placement.COPY), source, all(1)))
                    .isInstanceOf(PithException.class)
                    .hasMessage(file + " holds no images, so there is no image folder to make of it");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Path export(Export export, Source source, Selection selection) {
        Path out = folder.resolve("out");
        ExportFolder.write(export, source, selection, out, Progress.NONE);
        return out;
    }

    private static Selection all(int n) {
        return new Selection(IntStream.range(0, n).toArray());
    }

    private static List<String> keys(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::key).toList();
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (var tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}

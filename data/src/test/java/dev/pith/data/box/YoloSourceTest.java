package dev.pith.data.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.open.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloSourceTest {
    private static final String BOXES = "1 0.5 0.5 1 1\n\n 0 0 0 0.25 2.5e-1\r\n1 0 0 1 0 1 1 0 1\n";

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        BoxImages.write(root, "images/train/a.png", "images/train/deep/b.png", "images/val/c.png");
        label("train/a", BOXES);
        yaml("train: images/train\nval: images/val\nnames:\n  0: cat\n  1: dog\n");
    }

    private void label(String name, String text) throws IOException {
        Path file = root.resolve("labels").resolve(name + ".txt");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private void yaml(String text) throws IOException {
        Files.writeString(root.resolve("data.yaml"), text);
    }

    private BoxSource open(Split split) {
        return (BoxSource) Sources.open(
                root.toString(), SourceOptions.builder().split(split).build());
    }

    private static String[] keys(BoxSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::key).toArray(String[]::new);
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> open(Split.TRAIN))
                .isInstanceOf(PithException.class)
                .hasMessage(message);
    }

    @Test
    void everyLineIsAnObjectAndAnImageWithoutLabelsHasNone() throws IOException {
        BoxSource source = open(Split.TRAIN);
        assertThat(keys(source)).containsExactly("images/train/a.png", "images/train/deep/b.png");
        assertThat(source.classes(0)).containsExactly(1, 0, 1);
        assertThat(source.classes(1)).isEmpty();
        assertThat(source.classNames()).containsExactly("cat", "dog");
        assertThat(source.image(1).width()).isEqualTo(1);
        assertThat(Sources.hasTestPart(root.toString())).isTrue();
        assertThat(keys(open(Split.TEST))).containsExactly("images/val/c.png");
        String before = source.fingerprint();
        assertThat(open(Split.TRAIN).fingerprint()).isEqualTo(before);
        label("train/a", BOXES.replace("0.5", "0.6"));
        assertThat(open(Split.TRAIN).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void partsAreFoldersListsOfThemOrTexts() throws IOException {
        Files.writeString(
                root.resolve("some.txt"), "./images/val/c.png\n\n" + root.resolve("images/train/a.png") + "\n");
        yaml("train: [images/train/deep, some.txt]\ntest: some.txt\nnc: 2\nnames: [no, 7]\n");
        assertThat(keys(open(Split.TRAIN)))
                .containsExactly("images/train/deep/b.png", "images/val/c.png", "images/train/a.png");
        assertThat(open(Split.TRAIN).classNames()).containsExactly("false", "7"); // as PyYAML reads them
        assertThat(keys(open(Split.TEST))).containsExactly("images/val/c.png", "images/train/a.png");
        yaml("train: ../images/train\nnc: 2\n"); // as Roboflow writes it
        assertThat(keys(open(Split.TRAIN))).hasSize(2);
        assertThat(open(Split.TRAIN).classNames()).containsExactly("class_0", "class_1");
        assertThat(Sources.hasTestPart(root.toString())).isFalse();
    }

    @Test
    void theDataSetMayLieElsewhereOrHaveMoved() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path file = Files.writeString(
                elsewhere.resolve("animals.yml"), "path: " + root + "\ntrain: images/train\nnames: [cat, dog]\n");
        BoxSource source = (BoxSource) Sources.open(file.toString(), SourceOptions.DEFAULT);
        assertThat(keys(source)).containsExactly("images/train/a.png", "images/train/deep/b.png");
        yaml("path: ../datasets/animals\ntrain: images/train\nnames: [cat, dog]\n");
        assertThat(keys(open(Split.TRAIN))).containsExactly("images/train/a.png", "images/train/deep/b.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            0 0.5 1.5 0 0     | number 3 is 1.5; expected a share of the image's width or height, from 0 to 1
            0 0.5 -0.1 0 0    | number 3 is -0.1; expected a share of the image's width or height, from 0 to 1
            0 0.5 nan 0 0     | 'nan' is no number; mend the line
            0 NaN 0 0 0       | number 2 is NaN; expected a share of the image's width or height, from 0 to 1
            2 0 0 0 0         | class 2 is none of the 2 that are named; name it, or mend the line
            -1 0 0 0 0        | class -1 is none of the 2 that are named; name it, or mend the line
            0.5 0 0 0 0       | class 0.5 is none of the 2 that are named; name it, or mend the line
            cat 0 0 0 0       | 'cat' is no number; mend the line
            0 0 0 0           | expected a class and 4 numbers of a box, or x and y of 3 points or more; found 4 numbers
            0 0 0 0 0 0.9     | expected a class and 4 numbers of a box, or x and y of 3 points or more; found 6 numbers
            0 0 0 0 0 0 0 0   | expected a class and 4 numbers of a box, or x and y of 3 points or more; found 8 numbers
            """)
    void aWrongLineIsNamed(String line, String message) throws IOException {
        label("train/deep/b", "0 0 0 1 1\n" + line + "\n");
        refuses(root.resolve("labels/train/deep/b.txt") + ":2: " + message);
    }

    @Test
    void whatIsWrongInTheDescriptionIsNamed() throws IOException {
        String file = root.resolve("data.yaml").toString();
        yaml("train: images/none\nnames: [cat, dog]\n");
        refuses(file + ": train is images/none, which is not there; looked for were " + root.resolve("images/none"));
        yaml("val: images/val\nnames: [cat, dog]\n");
        refuses(file + ": has no train; add it, or choose another `split`");
        yaml("train: images/train\n");
        refuses(file + ": has no list or map of class names as names; add it");
        yaml("train: images/train\nnames: {1: cat, 2: dog}\n");
        refuses(file + ": names 2 classes, and none of them is 0; number them from 0");
        yaml("train: images/train\nnames: [cat, dog]\nnc: 3\n");
        refuses(file + ": names 2 classes, but nc is 3; name each, from 0");
        yaml("train: images/train\nnames: &a [[*a]]\n");
        refuses(file + ": names holds values inside a value; write a text there");
        yaml("train: images/train\nnames: [cat\n");
        assertThatThrownBy(() -> open(Split.TRAIN)).hasMessageStartingWith(file + ":3: invalid YAML, ");
        yaml("images\n");
        refuses(file + ": holds no names and values, such as train: images/train");
        yaml("train: [images/train, images/train/deep]\nnames: [cat, dog]\n");
        refuses(file + ": train has " + root.resolve("images/train/deep/b.png") + " twice; take one out");
    }

    @Test
    void anImageThatAListNamesInVainCannotBeRead() throws IOException {
        Files.writeString(root.resolve("some.txt"), "./images/train/gone.png\n");
        yaml("train: some.txt\nnames: [cat, dog]\n");
        BoxSource source = open(Split.TRAIN);
        assertThatThrownBy(() -> source.image(0)).hasMessage(root.resolve("images/train/gone.png") + ": is not there");
    }

    @Test
    void labelsOfWholeImagesMayBeGiven() throws IOException {
        Path labels = Files.writeString(root.resolve("labels.txt"), "day\nnight\n");
        BoxSource source = (BoxSource) Sources.open(
                root.toString(), SourceOptions.builder().labels(labels).build());
        assertThat(source.labels().orElseThrow().names()).containsExactly("day", "night");
        assertThat(source.fingerprint()).isNotEqualTo(open(Split.TRAIN).fingerprint());
    }

    @Test
    void aSelectionIsAListAndADescriptionThatPointsToIt() throws IOException {
        yaml("path: " + root + "\ntrain: images/train\nval: [images/val]\nnames: {0: cat, 1: dog}\nkpt: [3, 2]\n");
        Path folder = Files.createDirectory(root.resolve("made"));
        Path place = root.resolve("placed");
        ((YoloSource) open(Split.TRAIN)).writeSelection(new int[] {1, 0}, folder, place);
        assertThat(Files.readAllLines(folder.resolve("train.txt")))
                .containsExactly(
                        root.resolve("images/train/deep/b.png").toString(),
                        root.resolve("images/train/a.png").toString());
        assertThat(folder.resolve("data.yaml"))
                .hasContent("train: " + place.resolve("train.txt") + "\nval:\n- " + root.resolve("images/val")
                        + "\nnames:\n  0: cat\n  1: dog\nkpt:\n- 3\n- 2\n");
        Files.move(folder, place);
        BoxSource again = (BoxSource) Sources.open(place.toString(), SourceOptions.DEFAULT);
        assertThat(again.classes(1)).containsExactly(1, 0, 1);
        assertThat(again.classNames()).containsExactly("cat", "dog");
    }
}

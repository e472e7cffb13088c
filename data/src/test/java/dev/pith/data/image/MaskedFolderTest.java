package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.open.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskedFolderTest {
    private static final byte[] MASK = MaskFiles.grey(0, 1, 2, 11, 12, 255);

    @TempDir
    private Path root;

    @Test
    void imagesAndMasksWithNamesAlikeAreOneSource() throws IOException {
        pair("images/b.png", "masks/b.png");
        pair("images/a/2.png", "masks/a/2.png");
        pair("images/a.png", "masks/a.png");

        MaskSource source = open(Split.TRAIN, null);

        assertThat(keys(source)).containsExactly("images/a.png", "images/b.png", "images/a/2.png");
        assertThat(source.maskFile(2)).isEqualTo(root.resolve("masks/a/2.png"));
        assertThat(source.labels()).isEmpty();
        assertThat(source.classNames()).isEmpty();
        assertThat(source.mask(0))
                .extracting(MaskSource.Mask::width, MaskSource.Mask::height)
                .containsExactly(3, 2);
        assertThat(labels(source)).containsExactly(0, 1, 2, 11, 12, 255);
        assertThat(Sources.hasTestPart(root.toString())).isFalse();
    }

    @Test
    void partsLieAboveOrBelow() throws IOException {
        for (String part : new String[] {"train", "val", "test"}) {
            pair(part + "/images/" + part + ".png", part + "/masks/" + part + ".png");
        }
        assertThat(keys(open(Split.TRAIN, null))).containsExactly("train/images/train.png");
        assertThat(keys(open(Split.TEST, null))).containsExactly("test/images/test.png");
        assertThat(Sources.hasTestPart(root.toString())).isTrue();

        Path other = root.resolve("other");
        MaskFiles.write(other.resolve("images/training/x.png"), MaskFiles.image(3));
        MaskFiles.write(other.resolve("masks/training/x.png"), MASK);
        MaskFiles.write(other.resolve("images/valid/y.png"), MaskFiles.image(3));
        MaskFiles.write(other.resolve("masks/valid/y.png"), MASK);
        assertThat(keys(open(other, Split.TRAIN, null))).containsExactly("images/training/x.png");
        assertThat(keys(open(other, Split.TEST, null))).containsExactly("images/valid/y.png");
    }

    @Test
    void aPartThatIsNotThereIsNamed() throws IOException {
        pair("val/images/a.png", "val/masks/a.png");
        refuses("has no training part (train), only val; name the folder of the part that is meant");
        assertThat(keys(open(root.resolve("val"), Split.TRAIN, null))).containsExactly("images/a.png");
    }

    @Test
    void anIgnoredLabelIsNotCountedAndThoseAboveCountOneLess() throws IOException {
        pair("images/a.png", "masks/a.png");
        assertThat(labels(open(Split.TRAIN, 11))).containsExactly(0, 1, 2, 255, 11, 255);
        assertThat(labels(open(Split.TRAIN, 0))).containsExactly(255, 0, 1, 10, 11, 255);
        assertThat(open(Split.TRAIN, 11).fingerprint())
                .isNotEqualTo(open(Split.TRAIN, null).fingerprint());
    }

    @Test
    void namesOfLabelsLieBesideOrAbove() throws IOException {
        pair("train/images/a.png", "train/masks/a.png");
        Files.writeString(root.resolve("classes.txt"), "sky\nbuilding\nroad\n");
        MaskSource source = open(Split.TRAIN, 1);
        assertThat(source.classNames()).containsExactly("sky", "road");
        assertThat(open(root.resolve("train"), Split.TRAIN, 1).classNames()).containsExactly("sky", "road");
        assertThatThrownBy(() -> source.mask(0))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        root.resolve("train/masks/a.png") + ": label 11 at column 0 of row 1 is beyond the 2 classes;"
                                + " name it in classes.txt, or number the classes from 0");
    }

    @Test
    void whatHasNoPartnerIsNamed() throws IOException {
        pair("images/a.png", "masks/a.png");
        MaskFiles.write(root.resolve("images/b.png"), MaskFiles.image(3));
        refuses(root.resolve("images/b.png") + ": has no mask; put it at " + root.resolve("masks/b.png")
                + ", or take the image away");
        Files.delete(root.resolve("images/b.png"));
        MaskFiles.write(root.resolve("masks/c.png"), MASK);
        refuses(root.resolve("masks/c.png") + ": is a mask without an image " + root.resolve("images/c")
                + ".jpg or of another kind; add it, or take the mask away");
        Files.delete(root.resolve("masks/c.png"));
        MaskFiles.write(root.resolve("masks/a.jpg"), MASK);
        refuses(root.resolve("masks/a.jpg") + ": is no PNG, and masks are; save it as one, or take it away");
        Files.delete(root.resolve("masks/a.jpg"));
        MaskFiles.write(root.resolve("images/a.jpg"), MaskFiles.image(3));
        refuses(root.resolve("images/a.png") + " and images/a.jpg have one mask, " + root.resolve("masks/a.png")
                + "; take one away");
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() throws IOException {
        MaskFiles.write(root.resolve("images/a.png"), MaskFiles.image(4));
        MaskFiles.write(root.resolve("masks/a.png"), MASK);
        MaskSource source = open(Split.TRAIN, null);
        assertThatThrownBy(() -> source.mask(0))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("masks/a.png") + ": is of 3 x 2 pixels, but " + root.resolve("images/a.png")
                        + " of 4 x 2; make the mask of the image's size");
    }

    @Test
    void ade20kHasItsOwnMeaningOfZero() throws IOException {
        pair("images/training/a.png", "annotations/training/a.png");
        pair("images/validation/b.png", "annotations/validation/b.png");
        assertThat(labels(open(Split.TRAIN, null))).containsExactly(255, 0, 1, 10, 11, 255);
        assertThat(keys(open(Split.TEST, null))).containsExactly("images/validation/b.png");
        refuses(0, "lies as ADE20K does, which says what is not counted; leave out `ignore-label`");
    }

    @Test
    void cityscapesHasIdsOfObjectsOrOfClasses() throws IOException {
        MaskFiles.write(root.resolve("leftImg8bit/train/bonn/bonn_0_leftImg8bit.png"), MaskFiles.image(3));
        MaskFiles.write(
                root.resolve("gtFine/train/bonn/bonn_0_gtFine_labelIds.png"), MaskFiles.grey(7, 8, 33, 0, 4, 26));
        MaskFiles.write(root.resolve("gtFine/train/bonn/bonn_0_gtFine_color.png"), MaskFiles.image(3));
        assertThat(labels(open(Split.TRAIN, null))).containsExactly(0, 1, 18, 255, 255, 13);
        assertThat(open(Split.TRAIN, null).classNames())
                .hasSize(19)
                .startsWith("road")
                .endsWith("bicycle");

        MaskFiles.write(
                root.resolve("gtFine/train/bonn/bonn_0_gtFine_labelTrainIds.png"),
                MaskFiles.grey(0, 1, 18, 255, 255, 13));
        assertThat(labels(open(Split.TRAIN, null))).containsExactly(0, 1, 18, 255, 255, 13);
        assertThat(open(Split.TRAIN, null).maskFile(0)).hasFileName("bonn_0_gtFine_labelTrainIds.png");
    }

    @Test
    void pascalVocIsWhatItsListsName() throws IOException {
        pair("JPEGImages/2007_1.jpg", "SegmentationClass/2007_1.png");
        pair("JPEGImages/2007_2.jpg", "SegmentationClass/2007_2.png");
        MaskFiles.write(root.resolve("JPEGImages/2007_3.jpg"), MaskFiles.image(3)); // for detection alone
        Files.createDirectories(root.resolve("ImageSets/Segmentation"));
        Path train = root.resolve("ImageSets/Segmentation/train.txt");
        Files.writeString(train, "2007_2\n");
        Files.writeString(root.resolve("ImageSets/Segmentation/val.txt"), "2007_1\n");
        assertThat(keys(open(Split.TRAIN, null))).containsExactly("JPEGImages/2007_2.jpg");
        assertThat(keys(open(Split.TEST, null))).containsExactly("JPEGImages/2007_1.jpg");
        assertThat(open(Split.TRAIN, null).classNames()).hasSize(21);
        Files.writeString(train, "2007_2\n2007_3\n");
        refuses(train + ":2: names " + root.resolve("SegmentationClass/2007_3.png")
                + ", which is not there; add the file, or take the line out");
    }

    private void pair(String image, String mask) throws IOException {
        MaskFiles.write(root.resolve(image), MaskFiles.image(3));
        MaskFiles.write(root.resolve(mask), MASK);
    }

    private MaskSource open(Split split, @Nullable Integer ignored) {
        return open(root, split, ignored);
    }

    private static MaskSource open(Path folder, Split split, @Nullable Integer ignored) {
        SourceOptions options =
                SourceOptions.builder().split(split).ignoreLabel(ignored).build();
        return (MaskSource) Sources.open(folder.toString(), options);
    }

    private void refuses(String message) {
        refuses(null, message);
    }

    private void refuses(@Nullable Integer ignored, String message) {
        assertThatThrownBy(() -> open(Split.TRAIN, ignored))
                .isInstanceOf(PithException.class)
                .hasMessageEndingWith(message);
    }

    private static String[] keys(ImageSource source) {
        return IntStream.range(0, source.size())
                .mapToObj(((Source) source)::key)
                .toArray(String[]::new);
    }

    private static int[] labels(MaskSource source) {
        byte[] labels = source.mask(0).labels();
        return IntStream.range(0, labels.length).map(i -> labels[i] & 0xff).toArray();
    }
}

package dev.pith.data.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.npy.NpzWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFileTest {
    private static final List<String> KEYS = List.of("a/1.png", "a/2.png", "b/3.png");

    @TempDir
    Path folder;

    private Labels read(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content.replace('|', '\n'));
        return LabelFile.read(file, KEYS.size(), "photos", KEYS::get);
    }

    @ParameterizedTest
    @CsvSource({
        "l.txt, 7|0|7",
        "l.txt, '\ufeff7|0|7||'",
        "l.csv, 7|0|7|",
        "l.csv, label|7|0|7",
        "l.TXT, '7\r|0\r|7\r'",
        "l.csv, 'label,weight|7,1|0,2|7,3'",
        "l.csv, 'path,Class|b/3.png,7|c/4.png,9|a/2.png,0|a/1.png,7'",
        "l.csv, 'id,breed|a/1,7|a/2,0|b/3,7'",
        "l.tsv, 'key\ttarget|a/1.png\t7|a/2.png\t0|b/3.png\t7'",
    })
    void integersStayAsTheyAre(String name, String content) throws IOException {
        Labels labels = read(name, content);
        assertThat(labels.values()).containsExactly(7, 0, 7);
        assertThat(labels.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "l.txt, hen|cow|hen",
        "l.csv, hen|cow|hen",
        "l.csv, animal|hen|cow|hen",
        "l.csv, 'file,label|a/2.png,cow|a/1.png,hen|b/3.png,hen'",
    })
    void wordsBecomeClasses(String name, String content) throws IOException {
        Labels labels = read(name, content);
        assertThat(labels.values()).containsExactly(1, 0, 1);
        assertThat(labels.names()).containsExactly("cow", "hen");
    }

    @Test
    void anArrayOfAnArchive() throws IOException {
        Path file = folder.resolve("l.npz");
        try (NpzWriter archive = new NpzWriter(Files.newOutputStream(file))) {
            archive.add("y", new long[] {1, 2, 3});
            archive.add("x", new float[] {1, 2, 3});
        }
        assertThat(LabelFile.read(file.resolve("y"), 3, "photos", KEYS::get).values())
                .containsExactly(1, 2, 3);
        assertThat(Fingerprint.ofFiles(List.of(file.resolve("y"))))
                .isNotEqualTo(Fingerprint.ofFiles(List.of(file.resolve("x"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "l.txt # 1|2 # holds 2 labels, but photos has 3 samples; give the labels of this source",
                "l.txt # 1||2 # line 2 is empty; labels are one a line, for each sample one",
                "l.csv # label,x|1,1|2,2 # holds 2 labels, but photos has 3 samples; give the labels of this source, or a"
                        + " column key with the samples' names",
                "l.csv # a,b|1,1|2,2|3,3 # does not say which column holds the labels; call it label (its columns are a, b)",
                "l.csv # path,label|a/1.png,1|a/2.png,2 # has no label for b/3.png, sample 2 of photos; its keys are such as"
                        + " a/1.png",
                "l.csv # path,label|a/1.png,1|a/1.png,2 # gives a/1.png two labels; leave one out",
                "l.json # [1] # is no file of labels of a known kind; they are read from .npy, .npz, .txt (one a line), .csv,"
                        + " .tsv and IDX",
            })
    void whatIsWrongIsSaid(String name, String content, String fault) {
        assertThatThrownBy(() -> read(name, content))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve(name) + ": " + fault);
    }

    @ParameterizedTest
    @CsvSource({"'label,x|7,1|,2|3,3'", "'path,label|a/1.png,1|a/2.png,|b/3.png,2'"})
    void aLabelThatIsAbsentIsNamed(String content) throws IOException {
        assertThatThrownBy(() -> read("l.csv", content))
                .isInstanceOf(PithException.class)
                .hasMessage("row 1 of " + folder.resolve("l.csv") + " has no label; give it one");
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("l.txt"), "müll".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> LabelFile.read(file, 1, "photos", KEYS::get))
                .hasMessage(file + ": is not UTF-8; convert it");
    }
}

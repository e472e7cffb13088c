package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.image.Png;
import dev.pith.data.open.Sources;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoxExportTest {
    private static final Selection SELECTION = new Selection(new int[] {2, 0}, new float[] {1, 1.5f});

    @TempDir
    private Path root;

    private Path json;
    private Path yolo;

    @BeforeEach
    void write() throws IOException {
        yolo = Files.createDirectories(root.resolve("yolo"));
        Path images = Files.createDirectories(yolo.resolve("images"));
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            Files.write(images.resolve(i + ".png"), Png.encode(new ImageSource.Image(1, 1, 1, new byte[1])));
            list.append(i == 0 ? "" : ", ").append("{\"id\": " + (9 - i) + ", \"file_name\": \"" + i + ".png\"}");
        }
        json = Files.writeString(
                images.resolve("file.json"),
                "{\"images\": [" + list + "], \"annotations\": [{\"image_id\": 8, \"category_id\": 1},"
                        + " {\"image_id\": 7, \"category_id\": 1}], \"categories\": [{\"id\": 1, \"name\": \"x\"}]}");
        Files.writeString(yolo.resolve("data.yaml"), "train: images\nnames: [x]\n");
    }

    private void export(Path source, Export export) {
        try (Source opened = Sources.open(source.toString(), SourceOptions.DEFAULT)) {
            ExportFolder.write(export, opened, SELECTION, root.resolve("out"), Progress.NONE);
        }
    }

    @Test
    void cocoHasTheSelectedImagesAndWhatIsInThem() {
        export(json, new CocoExport());
        assertThat(root.resolve("out/annotations.json"))
                .hasContent(
                        "{\"images\": [{\"id\": 9, \"file_name\": \"0.png\"},\n{\"id\": 7, \"file_name\": \"2.png\"}],"
                                + " \"annotations\": [{\"image_id\": 7, \"category_id\": 1}],"
                                + " \"categories\": [{\"id\": 1, \"name\": \"x\"}]}");
        assertThat(root.resolve("out/selection.csv"))
                .hasContent("id,key,weight,file\n2,2.png,1.0," + json.resolveSibling("2.png") + "\n0,0.png,1.5,"
                        + json.resolveSibling("0.png") + "\n");
    }

    @Test
    void yoloHasAListInDrawOrder() {
        export(yolo, new YoloExport(root.resolve("out")));
        assertThat(root.resolve("out/train.txt"))
                .hasContent(yolo.resolve("images/2.png") + "\n" + yolo.resolve("images/0.png") + "\n");
        assertThat(root.resolve("out/data.yaml"))
                .hasContent("train: " + root.resolve("out/train.txt") + "\nnames:\n- x\n");
        assertThat(root.resolve("out/selection.csv")).exists();
    }

    @Test
    void eachIsForItsOwnKindOfSource() {
        assertThatThrownBy(() -> export(json, new YoloExport(root.resolve("out"))))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        json + " is no data set of YOLO's (data.yaml), so there are no lists to write; export it `to"
                                + " coco` or in another form");
        assertThatThrownBy(() -> export(yolo, new CocoExport()))
                .isInstanceOf(PithException.class)
                .hasMessage(yolo + " is no JSON file of COCO's, so there are no annotations to write; export it `to"
                        + " yolo` or in another form");
        assertThatThrownBy(() -> export(yolo.resolve("images"), new CocoExport()))
                .hasMessageEndingWith("export it `to imagefolder` or in another form");
        assertThat(root.resolve("out")).doesNotExist();
    }
}

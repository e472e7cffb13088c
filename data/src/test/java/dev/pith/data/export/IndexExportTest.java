package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.NaturalOrder;
import dev.pith.data.Source;
import dev.pith.data.image.ImageFolder;
import dev.pith.npy.Npy;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexExportTest {
    /** In timm's order: sorted by Python with timm 1.0's natural_key. */
    private static final List<String> TIMM_LISTING = List.of(
            "C2/x.png",
            "c10/x.png",
            "c/1.5.png",
            "c/1.png",
            "c/1e3.png",
            "c/9.png",
            "c/10.png",
            "c/10a.png",
            "c/00000000000000000000012.png",
            "c/_.jpeg",
            "c/a/1.png",
            "c/IMG1.jpg",
            "c/img2.png",
            "c/img10.png",
            "c/z.png",
            "c/ü9.png",
            "c/\uFF21.png",
            "c/😀.png");

    @TempDir
    Path folder;

    @Test
    void ordersAsTimmDoes() {
        List<String> shuffled = new ArrayList<>(TIMM_LISTING);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort((a, b) -> NaturalOrder.compare(NaturalOrder.key(a), NaturalOrder.key(b)));
        assertThat(shuffled).containsExactlyElementsOf(TIMM_LISTING);
        assertThat(NaturalOrder.key("7")).containsExactly("", "7", "");
        assertThat(NaturalOrder.compare(NaturalOrder.key("A01"), NaturalOrder.key("a1")))
                .isZero();
    }

    @Test
    void writesIdsInDrawOrderUnderBothNames() {
        Images source = Images.of("0", "1", "2", "3");
        Selection selection = new Selection(new int[] {2, 0, 3}, new float[] {1, 2.5f, 0});
        Path out = export(new IndexExport(IndexOrder.SOURCE, "0.75"), source, selection);
        assertThat(Npy.readLongs(out.resolve("indices.npy"))).containsExactly(2, 0, 3);
        assertThat(Npy.readLongs(out.resolve("select_indices_images_0.75.npy"))).containsExactly(2, 0, 3);
        assertThat(Npy.readDoubles(out.resolve("weights.npy"))).containsExactly(1, 2.5, 0);
    }

    @Test
    void countsAsTimmCountsAnImageFolder() throws IOException {
        Path root = folder.resolve("my.set");
        for (String key : List.of("c10/1.png", "c2/10.JPG", "c2/2.jpeg", "c2/3.bmp")) {
            Files.createDirectories(root.resolve(key).getParent());
            Files.write(root.resolve(key), new byte[0]);
        }
        // timm lists c2/2.jpeg, c2/10.JPG, c10/1.png; torchvision c10/1.png, c2/10.JPG, c2/2.jpeg, c2/3.bmp
        try (ImageFolder source = ImageFolder.open(root.toString(), root, null)) {
            Export timm = new IndexExport(IndexOrder.TIMM, "50%");
            Path out = export(timm, source, new Selection(new int[] {0, 2, 1}));
            assertThat(Npy.readLongs(out.resolve("select_indices_my_50%.npy"))).containsExactly(2, 0, 1);
            assertThat(out.resolve("weights.npy")).doesNotExist();
            assertThatThrownBy(() -> export(timm, source, new Selection(new int[] {0, 3})))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "c2/3.bmp (id 3) is not seen by timm, which reads .png, .jpg, .jpeg; exclude such files and"
                                    + " select again");
        }
    }

    @Test
    void timmHasNoOrderForOtherSources() {
        assertThatThrownBy(() ->
                        export(new IndexExport(IndexOrder.TIMM, "1"), Images.of("0"), new Selection(new int[] {0})))
                .isInstanceOf(PithException.class)
                .hasMessage("images is no image folder, so timm has no order for it; use the source's order");
    }

    @Test
    void keepMustSuitAFileName() {
        assertThatThrownBy(() -> new IndexExport(IndexOrder.SOURCE, "../x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keep must be a word for a file name, got '../x'");
    }

    private Path export(Export export, Source source, Selection selection) {
        Path out = folder.resolve("out");
        ExportFolder.write(export, source, selection, out, Progress.NONE);
        return out;
    }
}

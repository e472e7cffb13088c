package dev.pith.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.translate.TranslateException;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDatasetTest {
    @TempDir
    private Path folder;

    private static SourceDataset mini(Source source) {
        return SourceDataset.builder().setSource(source).setSampling(3, false).build();
    }

    @Test
    void selectedImagesAreThoseOfTheSource() throws IOException, TranslateException {
        Path file = folder.resolve("ids.npy");
        int[] ids = {5, 5999, 0, 17};
        Npy.write(file, ids);
        try (Source source = Sources.open("fashion-mnist-mini", SourceOptions.DEFAULT);
                NDManager manager = NDManager.newBaseManager()) {
            SourceDataset all = mini(source);
            assertThat(all.size()).isEqualTo(6000);
            RandomAccessDataset selected = Selections.open(all, file);
            assertThat(selected.size()).isEqualTo(4);
            int at = 0;
            for (Batch batch : selected.getData(manager)) {
                assertThat(batch.getSize()).isEqualTo(Math.min(3, 4 - at));
                assertThat(batch.getData().head().getShape()).isEqualTo(new Shape(batch.getSize(), 1, 28, 28));
                assertThat(batch.getLabels().head().getDataType()).isEqualTo(DataType.INT64);
                for (int i = 0; i < batch.getSize(); i++) {
                    int id = ids[at++];
                    float[] read = batch.getData().head().get(i).toFloatArray();
                    byte[] pixels = ((ImageSource) source).image(id).pixels();
                    for (int k = 0; k < pixels.length; k++) {
                        assertThat(read[k]).isEqualTo((pixels[k] & 0xff) / 255f);
                    }
                    assertThat(batch.getLabels().head().getLong(i))
                            .isEqualTo(source.labels().orElseThrow().values()[id]);
                }
                batch.close();
            }
            assertThat(at).isEqualTo(4);
        }
    }

    @Test
    void selectionsOfOtherSamplesAreRefused() {
        Path file = folder.resolve("ids.npy");
        Npy.write(file, new int[] {6000});
        Path rows = folder.resolve("rows.npy");
        Npy.write(rows, new float[6], 3, 2);
        try (Source source = Sources.open("fashion-mnist-mini", SourceOptions.DEFAULT);
                Source features = Sources.open(rows.toString(), SourceOptions.DEFAULT)) {
            SourceDataset all = mini(source);
            assertThatThrownBy(() -> Selections.open(all, file))
                    .isInstanceOf(PithException.class)
                    .hasMessage(file + ": names id 6000, but the ids of this dataset go from 0 to 5999; open it on the"
                            + " samples it was made from");
            assertThatThrownBy(() -> Selections.open(all, folder))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("it is not a run");
            assertThatThrownBy(() -> mini(features))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("holds no images");
        }
    }
}

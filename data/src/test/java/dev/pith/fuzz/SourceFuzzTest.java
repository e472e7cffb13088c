package dev.pith.fuzz;

import dev.pith.data.box.YoloLabelsFuzz;
import org.junit.jupiter.api.Test;

class SourceFuzzTest {
    private static final int MUTATIONS = 200;

    @Test
    void cifar() {
        ShortRun.of("Cifar", MUTATIONS, CifarFuzz::fuzzerTestOneInput);
    }

    @Test
    void coco() {
        ShortRun.of("Coco", MUTATIONS, CocoFuzz::fuzzerTestOneInput);
    }

    @Test
    void yolo() {
        ShortRun.of("Yolo", MUTATIONS, YoloFuzz::fuzzerTestOneInput);
        ShortRun.of("YoloLabels", MUTATIONS, YoloLabelsFuzz::fuzzerTestOneInput);
    }

    @Test
    void idx() {
        ShortRun.of("Idx", MUTATIONS, IdxFuzz::fuzzerTestOneInput);
    }

    @Test
    void image() {
        ShortRun.of("Image", MUTATIONS, ImageFuzz::fuzzerTestOneInput);
    }

    @Test
    void mask() {
        ShortRun.of("Mask", MUTATIONS, MaskFuzz::fuzzerTestOneInput);
    }

    @Test
    void json() {
        ShortRun.of("Json", MUTATIONS, JsonFuzz::fuzzerTestOneInput);
    }

    @Test
    void labels() {
        ShortRun.of("Labels", MUTATIONS, LabelsFuzz::fuzzerTestOneInput);
    }

    @Test
    void mat() {
        ShortRun.of("Mat", MUTATIONS, MatFuzz::fuzzerTestOneInput);
    }

    @Test
    void patchArchive() {
        ShortRun.of("PatchArchive", MUTATIONS, PatchArchiveFuzz::fuzzerTestOneInput);
    }

    @Test
    void tar() {
        ShortRun.of("Tar", MUTATIONS, TarFuzz::fuzzerTestOneInput);
    }

    @Test
    void compressed() {
        ShortRun.of("Compressed", MUTATIONS, CompressedFuzz::fuzzerTestOneInput);
    }

    @Test
    void csv() {
        ShortRun.of("Csv", MUTATIONS, CsvFuzz::fuzzerTestOneInput);
    }

    @Test
    void lines() {
        ShortRun.of("Lines", MUTATIONS, LinesFuzz::fuzzerTestOneInput);
    }

    @Test
    void recordText() {
        ShortRun.of("RecordText", MUTATIONS, RecordTextFuzz::fuzzerTestOneInput);
    }
}

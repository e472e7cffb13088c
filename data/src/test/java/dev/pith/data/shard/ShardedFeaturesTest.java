package dev.pith.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.export.SelectionFile;
import dev.pith.data.open.Sources;
import dev.pith.feature.Features;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedFeaturesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT[]", "DOUBLE[]", "FLOAT[3]", "SMALLINT[]"})
    void readsListsOfNumbers(String type) throws Exception {
        Path file = ShardsTest.parquet(
                folder.resolve("a.parquet"),
                "SELECT CAST([range, 1, -range] AS " + type + ") AS e, 'c' || (range % 2) AS l FROM range(5000)");
        try (FeatureSource source = open(file, "l");
                Threads threads = new Threads(1);
                Features features = source.features(threads)) {
            assertThat(source.dimension()).isEqualTo(3);
            assertThat(source.size()).isEqualTo(5000);
            assertThat(source.key(7)).isEqualTo("7");
            assertThat(source.labels().orElseThrow().names()).containsExactly("c0", "c1");
            assertThat(features.squaredNorm(4999)).isEqualTo(2.0 * 4999 * 4999 + 1);
        }
    }

    @Test
    void readsShardsAsOneAndWritesThemForMapping() throws Exception {
        ShardsTest.parquet(folder.resolve("s-10.parquet"), "SELECT [range, 10]::FLOAT[] AS e FROM range(2)");
        ShardsTest.parquet(folder.resolve("s-9.parquet"), "SELECT [range, 9]::DOUBLE[] AS e FROM range(3)");
        Path npy = folder.resolve("features.npy");
        Path selection = folder.resolve("selection.parquet");
        try (FeatureSource source = open(folder, null)) {
            ((ShardedFeatures) source).write(npy);
            assertThat(source.key(4)).isEqualTo("s-10.parquet#1");
            SelectionFile.of(source).orElseThrow().write(new int[] {4, 0}, selection);
        }
        FloatMatrix rows = Npy.mapFloats(npy);
        float[] row = new float[2];
        assertThat(rows.rows()).isEqualTo(5);
        rows.row(4, row);
        assertThat(row).containsExactly(1, 10);
        try (FeatureSource source = open(selection, null);
                Threads threads = new Threads(1);
                Features features = source.features(threads)) {
            assertThat(features.squaredNorm(0)).isEqualTo(101);
            assertThat(features.squaredNorm(1)).isEqualTo(81);
        }
    }

    @Test
    void keepsNaNAndInfinityForTheStepThatSkipsThem() throws Exception {
        Path file =
                ShardsTest.parquet(folder.resolve("a.parquet"), "SELECT unnest([['nan'::DOUBLE, 1], [1e300, 1]]) AS e");
        try (FeatureSource source = open(file, null);
                Threads threads = new Threads(1);
                Features features = source.features(threads)) {
            assertThat(features.squaredNorm(0)).isNaN();
            assertThat(features.squaredNorm(1)).isInfinite();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[1, 2], NULL]: row 1 of column 'e' of FILE is NULL; fill it, or leave the row out",
                "[[1, 2], []]: row 1 of column 'e' of FILE is an empty list; fill it, or leave the row out",
                "[[1, 2], [3]]: row 1 of column 'e' of FILE has 1 numbers, the first row has 2; features need rows of one length",
                "[[1, 2], [3, NULL]]: row 1 of column 'e' of FILE has no number at position 1; fill it, or leave the row out"
            })
    void namesTheRowThatIsNoFeature(String example) throws Exception {
        String[] parts = example.split(": ", 2);
        Path file = ShardsTest.parquet(folder.resolve("a.parquet"), "SELECT unnest(" + parts[0] + "::FLOAT[][]) AS e");
        try (FeatureSource source = open(file, null)) {
            assertThatThrownBy(() -> ((ShardedFeatures) source).write(folder.resolve("f.npy")))
                    .isInstanceOf(PithException.class)
                    .hasMessage(parts[1].replace("FILE", file.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a': 1.0}", "'x'::BLOB", "[[1.0]]", "1.0::DOUBLE", "'[1, 2]'"})
    void refusesOtherColumnsByTheirType(String value) throws SQLException {
        Path file = ShardsTest.parquet(folder.resolve("a.parquet"), "SELECT " + value + " AS e");
        assertThatThrownBy(() -> open(file, null))
                .isInstanceOf(PithException.class)
                .hasMessageMatching(
                        "column 'e' of .* holds [A-Z]+.*; features must be lists of numbers, float16, float32 or"
                                + " float64");
    }

    @Test
    void refusesWhatCannotBeMeant() throws Exception {
        Path csv = Files.writeString(folder.resolve("a.csv"), "e\n1\n");
        assertThatThrownBy(() -> open(csv, null))
                .hasMessage(csv + ": is no Parquet, and only there is a column of features");
        ShardsTest.parquet(folder.resolve("1.parquet"), "SELECT [1, 2] AS e");
        ShardsTest.parquet(folder.resolve("2.parquet"), "SELECT [1] AS e");
        assertThatThrownBy(() -> open(folder.resolve("*.parquet"), null))
                .hasMessageStartingWith(
                        folder.resolve("2.parquet") + ": its rows have 1 numbers in column 'e', those of ");
        SourceOptions both =
                SourceOptions.builder().featureColumn("e").textColumn("t").build();
        assertThatThrownBy(() -> Sources.open(folder + "/1.parquet", both))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FeatureSource open(Path path, @Nullable String labelColumn) {
        return (FeatureSource) Sources.open(
                path.toString(),
                SourceOptions.builder()
                        .featureColumn("e")
                        .labelColumn(labelColumn)
                        .build());
    }
}

package dev.pith.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableImagesTest {
    private static final Image GREY = new Image(2, 1, 1, new byte[] {0, (byte) 200});
    private static final byte[] PNG = Png.encode(GREY);
    private static final String BLOB = "from_hex('" + HexFormat.of().formatHex(PNG) + "')";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("t.parquet");
    }

    @Test
    void readsBytes() throws SQLException {
        DuckDb.parquet(file, "SELECT " + BLOB + " AS image, 3 AS label");
        try (TableImages source = TableImages.open(file, "image", "label")) {
            assertThat(source.size()).isEqualTo(1);
            assertThat(source.image(0).pixels()).isEqualTo(GREY.pixels());
            assertThat(source.encoded(0).bytes()).isEqualTo(PNG);
            assertThat(source.encoded(0).extension()).isEqualTo("png");
            assertThat(source.file(0)).isEmpty();
            assertThat(source.labels().orElseThrow().values()).containsExactly(3);
        }
    }

    @Test
    void readsTheStructOfHuggingFaceWithBytesOrAPath() throws SQLException, IOException {
        Files.write(folder.resolve("one.png"), PNG);
        DuckDb.parquet(
                file,
                "SELECT {'bytes': " + BLOB + ", 'path': 'gone.png'} AS image "
                        + "UNION ALL SELECT {'bytes': NULL::BLOB, 'path': 'one.png'}");
        try (TableImages source = TableImages.open(file, "image", null)) {
            assertThat(source.image(0).pixels()).isEqualTo(GREY.pixels());
            assertThat(source.image(1).pixels()).isEqualTo(GREY.pixels());
            assertThat(source.file(0)).isEmpty();
            assertThat(source.file(1)).contains(folder.resolve("one.png"));
        }
    }

    @Test
    void refusesAListOfImagesInARow() throws SQLException {
        DuckDb.parquet(file, "SELECT [{'bytes': " + BLOB + ", 'path': 'x'}] AS images");
        assertThatThrownBy(() -> TableImages.open(file, "images", null))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "column 'images' of " + file + " holds a list in each row (STRUCT(bytes BLOB, path VARCHAR)[]),"
                                + " and a sample is one image; make a row of each, for instance with pandas' explode");
    }

    @Test
    void refusesTheImageOfARowWithoutALabel() throws SQLException {
        DuckDb.parquet(file, "SELECT " + BLOB + " AS image, 3 AS label UNION ALL SELECT " + BLOB + ", NULL");
        try (TableImages source = TableImages.open(file, "image", "label")) {
            assertThat(source.image(0).pixels()).isEqualTo(GREY.pixels());
            assertThatThrownBy(() -> source.image(1))
                    .isInstanceOf(PithException.class)
                    .hasMessage("row 1 of " + file + " has no label; give it one");
        }
    }

    @Test
    void readsPathsRelativeToTheTable() throws IOException {
        Files.createDirectory(folder.resolve("img"));
        Files.write(folder.resolve("img/ü 1.png"), PNG);
        Path csv = Files.writeString(folder.resolve("t.csv"), "file,label\nimg/ü 1.png,cat\nimg/2.png,dog\n,dog\n");
        try (TableImages source = TableImages.open(csv, "file", "label")) {
            assertThat(source.image(0).pixels()).isEqualTo(GREY.pixels());
            assertThatThrownBy(() -> source.image(1))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "cannot read " + folder.resolve("img/2.png") + ", the image of row 1 of column 'file' of "
                                    + csv + "; paths are relative to the table's folder");
            assertThatThrownBy(() -> source.image(2))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "row 2 of column 'file' of " + csv + " is empty; give it an image, or leave the row out");
        }
    }

    @Test
    void refusesAColumnThatHoldsNoImages() throws SQLException {
        DuckDb.parquet(file, "SELECT 3 AS image");
        assertThatThrownBy(() -> TableImages.open(file, "image", null))
                .isInstanceOf(PithException.class)
                .hasMessage("column 'image' of " + file
                        + " holds INTEGER; images must be bytes, a struct of bytes and path, or paths");
    }

    @Test
    void saysWhichRowHoldsNoImage() throws SQLException {
        DuckDb.parquet(file, "SELECT '\\x00\\x01'::BLOB AS image");
        try (TableImages source = TableImages.open(file, "image", null)) {
            assertThatThrownBy(() -> source.image(0))
                    .isInstanceOf(PithException.class)
                    .message()
                    .startsWith("row 0 of column 'image' of " + file);
        }
    }
}

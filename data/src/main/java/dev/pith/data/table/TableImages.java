package dev.pith.data.table;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.ImageDecoder;
import dev.pith.data.image.ImageNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images in a column of a Parquet or CSV file, in file order; the key of an image is its row number, from 0. A cell
 * holds the image's bytes, a struct {@code {bytes, path}} as Hugging Face writes it, or a path relative to
 * the table's folder.
 *
 * <p>The fingerprint covers the table, not the files its paths lead to.
 */
public final class TableImages implements ImageSource {
    private final Table table;
    private final Path folder;
    private final String imageColumn;
    private final @Nullable Labels labels;
    private final RowCache<Cell> cells;
    private final ImageNotes notes = new ImageNotes();

    private record Cell(byte @Nullable [] bytes, @Nullable String path) {
        long size() {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private TableImages(Table table, Path folder, Column column, @Nullable Labels labels) {
        this.table = table;
        this.folder = folder;
        this.imageColumn = column.name();
        this.labels = labels;
        this.cells = new RowCache<>(
                table,
                bytesAndPath(table, column),
                List.of(column),
                row -> new Cell(row.getBytes(1), row.getString(2)),
                Cell::size);
    }

    /**
     * Opens a file: CSV if it is called {@code .csv} (or {@code .tsv}, with tabs), else Parquet. The first line of a
     * CSV file names its columns.
     *
     * @param imageColumn the column of images
     * @param labelColumn the column of labels, integers or names, or null for no labels
     * @throws PithException when the file cannot be read, is cut off or empty, lacks a column, or when no row
     *     has a label
     */
    public static TableImages open(Path file, String imageColumn, @Nullable String labelColumn) {
        return open(file, file.resolveSibling(""), imageColumn, labelColumn);
    }

    /**
     * Opens a file likewise.
     *
     * @param folder that paths are relative to
     */
    public static TableImages open(Path file, Path folder, String imageColumn, @Nullable String labelColumn) {
        Table table = Table.open(file);
        try {
            return new TableImages(table, folder, table.column(imageColumn), table.labels(labelColumn));
        } catch (PithException e) {
            table.close();
            throw e;
        }
    }

    private static String bytesAndPath(Table table, Column column) {
        String name = column.sql();
        if (column.type().equals("BLOB")) {
            return name + ", NULL";
        }
        if (column.type().equals("VARCHAR")) {
            return "CAST(NULL AS BLOB), " + name;
        }
        boolean list = column.type().endsWith("]");
        if (!list && column.type().startsWith("STRUCT(") && column.type().contains("bytes BLOB")) {
            return name + ".bytes, " + (column.type().contains("path VARCHAR") ? name + ".path" : "NULL");
        }
        throw new PithException("column '" + column.name() + "' of " + table.file() + " holds "
                + (list
                        ? "a list in each row (" + column.type() + "), and a sample is one image; make a row of each,"
                                + " for instance with pandas' explode"
                        : column.type() + "; images must be bytes, a struct of bytes and path, or paths"));
    }

    @Override
    public String name() {
        return table.file().toString();
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public Image image(int id) {
        return imageFor(id, Integer.MAX_VALUE, Integer.MAX_VALUE).image();
    }

    @Override
    public Reduced imageFor(int id, int width, int height) {
        if (labels != null) {
            labels.require(id, "row " + id + " of " + table.file());
        }
        return ImageDecoder.decodeFor(content(id), where(id), notes, width, height);
    }

    @Override
    public Encoded encoded(int id) {
        byte[] content = content(id);
        return new Encoded(content, ImageFormat.extension(content));
    }

    /** Returns the file a cell names, when the cell does not hold the image itself. */
    @Override
    public Optional<Path> file(int id) {
        Cell cell = cells.row(id);
        if (cell.bytes() != null) {
            return Optional.empty();
        }
        if (cell.path() == null || cell.path().isEmpty()) {
            throw new PithException(where(id) + " is empty; give it an image, or leave the row out");
        }
        try {
            return Optional.of(folder.resolve(cell.path()));
        } catch (InvalidPathException e) {
            throw new PithException(where(id) + " holds what is no path; paths are relative to the table's folder", e);
        }
    }

    private byte[] content(int id) {
        Optional<Path> file = file(id);
        if (file.isEmpty()) {
            return Objects.requireNonNull(cells.row(id).bytes()); // or there is a file
        }
        try {
            return Files.readAllBytes(file.get());
        } catch (IOException e) {
            throw new PithException(
                    "cannot read " + file.get() + ", the image of " + where(id)
                            + "; paths are relative to the table's folder",
                    e);
        }
    }

    private String where(int id) {
        return "row " + id + " of column '" + imageColumn + "' of " + table.file();
    }

    @Override
    public void expect(int[] ids) {
        cells.expect(ids);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofFiles(List.of(table.file()));
    }

    @Override
    public void close() {
        table.close();
    }
}

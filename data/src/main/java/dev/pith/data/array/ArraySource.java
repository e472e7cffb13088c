package dev.pith.data.array;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.label.LabelFile;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Features in {@code .npy} files, memory-mapped where their form allows. The key of a sample is its row number, or what
 * a {@link FeatureFolder} calls it.
 */
public final class ArraySource implements FeatureSource {
    private static final String LOGIT_GRADIENTS = FeatureFolder.LOGIT_GRADIENTS;
    private static final String EMBEDDINGS = FeatureFolder.EMBEDDINGS;

    private final String name;
    private final Rows rows;
    private final @Nullable FeatureFolder folder;
    private final @Nullable Labels labels;
    private final String fingerprint;

    /** The arrays, and how features are made of them. */
    private interface Rows {
        int size();

        int dimension();

        Features features(Threads threads);
    }

    private ArraySource(
            String name, Rows rows, @Nullable FeatureFolder folder, List<Path> files, @Nullable Path labelFile) {
        this.name = name;
        this.rows = rows;
        this.folder = folder;
        List<Path> all = new ArrayList<>(files);
        if (labelFile == null) {
            this.labels = null;
        } else {
            all.add(labelFile);
            this.labels = LabelFile.read(labelFile, rows.size(), name, this::key);
        }
        this.fingerprint = Fingerprint.ofFiles(all);
    }

    /**
     * Opens a matrix {@code float32[n, d]}, or what can be converted to one.
     *
     * @param name what the user called it
     * @param labels a file of n labels, or null
     * @throws PithException when a file cannot be read, is no matrix, has no rows, or the labels are of another number
     */
    public static ArraySource openMatrix(String name, Path file, @Nullable Path labels) {
        return new ArraySource(name, new Dense(matrix(file)), null, List.of(file), labels);
    }

    /** Tells whether a folder holds features. */
    public static boolean isFolder(Path folder) {
        return Files.exists(folder.resolve(LOGIT_GRADIENTS)) || FeatureFolder.is(folder);
    }

    /**
     * Opens a folder with {@code logit_gradients.npy} ({@code float32[n, c]}) and {@code embeddings.npy}
     * ({@code float32[n, e]}), and {@code labels.npy} if it is there. A {@link FeatureFolder} may also have
     * embeddings or logits alone, and its keys are the source's.
     *
     * @param name what the user called it
     * @param labels a file of n labels that wins over the folder's, or null
     * @throws PithException when a file is missing, cannot be read, or has another number of rows
     */
    public static ArraySource openFolder(String name, Path folder, @Nullable Path labels) {
        FeatureFolder named = FeatureFolder.is(folder) ? FeatureFolder.open(folder) : null;
        if (named != null) {
            named.requireDistinctKeys();
        }
        List<Path> files = new ArrayList<>(named == null ? List.of() : named.files());
        Path own = folder.resolve(FeatureFolder.LABELS);
        Path labelFile = labels != null ? labels : Files.exists(own) ? own : null;
        Path gradientFile = folder.resolve(LOGIT_GRADIENTS);
        Path embeddingFile = folder.resolve(EMBEDDINGS);
        if (Files.exists(gradientFile)) {
            Rows factors = factors(folder, gradientFile, embeddingFile);
            return new ArraySource(
                    name, factors, named, named == null ? List.of(gradientFile, embeddingFile) : files, labelFile);
        }
        Path file = Files.exists(embeddingFile) ? embeddingFile : folder.resolve(FeatureFolder.LOGITS);
        return new ArraySource(name, new Dense(matrix(file)), named, files, labelFile);
    }

    private static Rows factors(Path folder, Path gradientFile, Path embeddingFile) {
        if (!Files.exists(embeddingFile)) {
            throw new PithException(
                    folder + ": holds " + LOGIT_GRADIENTS + " but not " + EMBEDDINGS + "; gradient features need both");
        }
        FloatMatrix gradients = matrix(gradientFile);
        FloatMatrix embeddings = matrix(embeddingFile);
        if (gradients.rows() != embeddings.rows()) {
            throw new PithException(embeddingFile + ": has " + embeddings.rows() + " rows, but " + LOGIT_GRADIENTS
                    + " has " + gradients.rows() + "; both need one row per sample");
        }
        return new Factors(gradients, embeddings);
    }

    private static FloatMatrix matrix(Path file) {
        FloatMatrix matrix = Npy.mapFloats(file);
        if (matrix.rows() < 1 || matrix.rows() > Integer.MAX_VALUE) {
            throw new PithException(
                    file + ": has " + matrix.rows() + " rows; from 1 to " + Integer.MAX_VALUE + " samples are read");
        }
        return matrix;
    }

    private record Dense(FloatMatrix matrix) implements Rows {
        @Override
        public int size() {
            return (int) matrix.rows();
        }

        @Override
        public int dimension() {
            return matrix.columns();
        }

        @Override
        public Features features(Threads threads) {
            return new DenseFeatures(matrix, threads);
        }
    }

    private record Factors(FloatMatrix gradients, FloatMatrix embeddings) implements Rows {
        @Override
        public int size() {
            return (int) gradients.rows();
        }

        @Override
        public int dimension() {
            return Math.multiplyExact(gradients.columns(), embeddings.columns() + 1);
        }

        @Override
        public Features features(Threads threads) {
            return new GradientFactors(gradients, embeddings, threads);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public String key(int id) {
        return folder == null ? Integer.toString(id) : folder.key(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public int dimension() {
        return rows.dimension();
    }

    @Override
    public Features features(Threads threads) {
        return rows.features(threads);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() {
        // Mapped files are let go with the memory.
    }
}

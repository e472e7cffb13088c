package dev.pith.spark;

import dev.pith.PithException;
import dev.pith.Ranking;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Finished bins in a directory, so that a driver that was started again goes on from them.
 *
 * <p>{@code class-C/bin-K} holds the picks of a large class, {@code partition-P} those of a task's classes;
 * {@code quantization} says of what. Files are written under another name and renamed.
 */
public final class Checkpoint {
    private static final String PARALLELISM = "parallelism ";

    private final @Nullable FileSystem files;
    private final @Nullable Path directory;
    private final int parallelism;

    private Checkpoint(@Nullable FileSystem files, @Nullable Path directory, int parallelism) {
        this.files = files;
        this.directory = directory;
        this.parallelism = parallelism;
    }

    /**
     * Opens the checkpoint that the parameters name, if any.
     *
     * @throws PithException when the directory holds bins of another quantization
     */
    static Checkpoint of(
            QuantizerParams params, JavaSparkContext spark, Samples samples, @Nullable RowShape shape, int[][] sizes) {
        String name = params.<String>value(params.checkpointDir());
        if (name == null) {
            return new Checkpoint(null, null, spark.defaultParallelism());
        }
        Path directory = new Path(name);
        String what = String.join(
                "\n",
                "samples " + samples.count(),
                "content " + (shape == null ? 0 : samples.contentHash()),
                "shape " + shape,
                "sizes " + Arrays.deepHashCode(sizes),
                "method " + params.getOrDefault(params.method()),
                "similarity " + params.getOrDefault(params.similarity()),
                "objective " + params.getOrDefault(params.objective()),
                "lambda " + params.getOrDefault(params.lambda()),
                "seed " + params.getOrDefault(params.seed()),
                "maxTaskBytes " + params.getOrDefault(params.maxTaskBytes()),
                PARALLELISM);
        try {
            FileSystem files = directory.getFileSystem(spark.hadoopConfiguration());
            Path note = new Path(directory, "quantization");
            if (files.exists(note)) {
                String other;
                try (DataInputStream in = files.open(note)) {
                    other = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
                int end = other.lastIndexOf(' ') + 1;
                if (!other.substring(0, end).equals(what)) {
                    throw new PithException(name + " holds bins of another quantization (" + difference(other, what)
                            + "): give another checkpointDir, or delete it");
                }
                // Classes are dealt to partitions by the parallelism that there was, whatever executors there are now.
                return new Checkpoint(files, directory, Integer.parseInt(other.substring(end)));
            }
            Checkpoint checkpoint = new Checkpoint(files, directory, spark.defaultParallelism());
            checkpoint.write(note, out -> out.write((what + checkpoint.parallelism).getBytes(StandardCharsets.UTF_8)));
            return checkpoint;
        } catch (IOException e) {
            throw new PithException(name + ": cannot keep bins here: " + e.getMessage(), e);
        }
    }

    private static String difference(String other, String what) {
        String[] before = other.split("\n", -1);
        String[] now = what.split("\n", -1);
        for (int k = 0; k < Math.min(before.length, now.length) - 1; k++) {
            if (!before[k].equals(now[k])) {
                return before[k] + ", now " + now[k];
            }
        }
        return "of another version";
    }

    /** Returns the parallelism that partitions of classes follow: the cluster's when the quantization began. */
    int parallelism() {
        return parallelism;
    }

    /** Returns what a partition of classes came to, or null when it is not finished. */
    @Nullable
    List<ClassBins> partition(int partition) {
        return load("partition-" + partition, in -> {
            List<ClassBins> bins = new ArrayList<>();
            for (int remaining = in.readInt(); remaining > 0; remaining--) {
                int number = in.readInt();
                Ranking[] rankings = new Ranking[in.readInt()];
                for (int k = 0; k < rankings.length; k++) {
                    rankings[k] = readRanking(in);
                }
                bins.add(ClassBins.of(number, rankings));
            }
            return bins;
        });
    }

    void savePartition(int partition, List<ClassBins> bins) {
        save("partition-" + partition, out -> {
            out.writeInt(bins.size());
            for (ClassBins ofClass : bins) {
                out.writeInt(ofClass.number());
                out.writeInt(ofClass.ids().length);
                for (Ranking ranking : ofClass.rankings()) {
                    writeRanking(ranking, out);
                }
            }
        });
    }

    /** Returns the picks of a bin of a large class, or null when it is not finished. */
    @Nullable
    Ranking bin(int number, int bin) {
        return load("class-" + number + "/bin-" + bin, Checkpoint::readRanking);
    }

    void saveBin(int number, int bin, Ranking ranking) {
        save("class-" + number + "/bin-" + bin, out -> writeRanking(ranking, out));
    }

    private static Ranking readRanking(DataInputStream in) throws IOException {
        int size = in.readInt();
        Ranking ranking = new Ranking(new int[size], new double[size]);
        for (int k = 0; k < size; k++) {
            ranking.ids()[k] = in.readInt();
            ranking.gains()[k] = in.readDouble();
        }
        return ranking;
    }

    private static void writeRanking(Ranking ranking, DataOutputStream out) throws IOException {
        out.writeInt(ranking.size());
        for (int k = 0; k < ranking.size(); k++) {
            out.writeInt(ranking.ids()[k]);
            out.writeDouble(ranking.gains()[k]);
        }
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private <T> @Nullable T load(String name, Reading<T> reading) {
        if (files == null || directory == null) {
            return null;
        }
        Path file = new Path(directory, name);
        try {
            if (!files.exists(file)) {
                return null;
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(files.open(file)))) {
                return reading.from(in);
            }
        } catch (IOException e) {
            throw new PithException(file + ": cannot read finished bins; delete it to have them made again", e);
        }
    }

    private void save(String name, Writing writing) {
        if (directory != null) {
            Path file = new Path(directory, name);
            try {
                write(file, writing);
            } catch (IOException e) {
                throw new PithException(file + ": cannot keep finished bins: " + e.getMessage(), e);
            }
        }
    }

    private void write(Path file, Writing writing) throws IOException {
        FileSystem to = Objects.requireNonNull(files);
        Path part = new Path(file.getParent(), "." + file.getName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.create(part, true)))) {
            writing.to(out);
        }
        if (!to.rename(part, file)) {
            throw new IOException("cannot rename " + part);
        }
    }
}

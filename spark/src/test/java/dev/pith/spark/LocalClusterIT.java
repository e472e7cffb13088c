package dev.pith.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.Similarity;
import dev.pith.spark.LocalSpark.Data;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of processes on this machine loses a worker in the middle of a job, and the job's bytes are those of core.
 */
class LocalClusterIT {
    private static final int ROWS = 12_000;

    @TempDir
    private Path folder;

    @Test
    void aKilledWorkerChangesNothing() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("pith.root"));
        Path script = root.resolve("spark/bin/local-cluster");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                script.toString(),
                "2",
                "/bin/sh",
                "-c",
                "exec java -Xmx1g $0 -cp \"$1:$SPARK_HOME/jars/*\" -Dspark.master=$SPARK_MASTER -Dspark.app.name=test"
                        + " -Dspark.driver.host=127.0.0.1 -Dspark.ui.enabled=false -Dspark.executor.memory=1g"
                        + " -Dspark.sql.shuffle.partitions=4 dev.pith.spark.ClusterJob $2 $3",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                root.resolve("spark/target/test-classes").toString(),
                Integer.toString(ROWS),
                out.toString());
        builder.environment().put("SPARK_CLUSTER_DIR", folder.toString());
        builder.environment().put("SPARK_WORKER_MEMORY", "1g");
        Process cluster = builder.redirectErrorStream(true).start();
        List<String> log = new ArrayList<>();
        List<ProcessHandle> killed = new ArrayList<>();
        List<ProcessHandle> all = new ArrayList<>();
        try (BufferedReader reader = cluster.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                if (killed.isEmpty() && line.contains("bin 2 of " + ClusterJob.BINS)) {
                    cluster.descendants().forEach(all::add);
                    long pid = Long.parseLong(
                            Files.readString(folder.resolve("worker-1.pid")).strip());
                    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
                    worker.descendants().forEach(killed::add);
                    killed.add(worker);
                    killed.forEach(ProcessHandle::destroyForcibly);
                }
            }
            assertThat(cluster.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            cluster.descendants().forEach(ProcessHandle::destroy);
            cluster.destroy();
        }
        String end = String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size()));
        assertThat(cluster.exitValue()).as(end).isZero();
        assertThat(killed).as("worker and executor").hasSizeGreaterThanOrEqualTo(2);
        assertThat(log).anyMatch(line -> line.contains("Lost executor") || line.contains("Executor lost"));
        for (ProcessHandle process : all) {
            assertThat(process.onExit().orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(20, TimeUnit.SECONDS);
        }
        assertThat(Files.readAllLines(out)).isEqualTo(core());
    }

    private static List<String> core() throws IOException {
        List<Row> rows;
        try (SparkSession spark = LocalSpark.session()) {
            rows = ClusterJob.rows(spark, ROWS).orderBy("id").collectAsList();
        }
        float[] values = new float[ROWS * ClusterJob.COLUMNS];
        for (int i = 0; i < ROWS; i++) {
            List<Float> features = rows.get(i).getList(1);
            for (int j = 0; j < ClusterJob.COLUMNS; j++) {
                values[i * ClusterJob.COLUMNS + j] = features.get(j);
            }
        }
        Assignments core = new Data(values, ClusterJob.COLUMNS, new long[ROWS])
                .core(ClusterJob.BINS, Similarity.COSINE, "20%", 11, false);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            lines.add(ClusterJob.line(i, core.bin()[i], core.rank()[i], core.gain()[i], core.selected()[i]));
        }
        return lines;
    }
}

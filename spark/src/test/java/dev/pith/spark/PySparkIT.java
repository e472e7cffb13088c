package dev.pith.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The wrapper in examples/pyspark does in PySpark what its own tests say. Needs python3 with the same
 * PySpark and NumPy.
 */
class PySparkIT {
    private static final Path ROOT = Path.of(System.getProperty("pith.root"));
    private String jars = "";

    @Test
    void theWrapperPassesItsTests() throws IOException, InterruptedException {
        String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
        Assumptions.assumeTrue(
                python("-c", "import numpy, pyspark; print(pyspark.__version__)")
                        .equals(version + "\n"),
                "needs python3 with NumPy and PySpark " + version);
        String classPath = Files.readString(ROOT.resolve("spark/target/cluster.classpath"));
        Stream<String> libraries = Arrays.stream(classPath.strip().split(File.pathSeparator, -1))
                .filter(jar -> Path.of(jar).getFileName().toString().matches("(pith|javacpp|openblas)-.*"));
        try (Stream<Path> built = Files.list(ROOT.resolve("spark/target"))) {
            jars = Stream.concat(
                            libraries,
                            built.map(Path::toString).filter(jar -> jar.matches(".*-[0-9.]+(-SNAPSHOT)?\\.jar")))
                    .collect(Collectors.joining(","));
        }
        assertThat(python("-m", "unittest", "test_pith_spark")).contains("Ran 2 tests", "\nOK\n");
    }

    /** Returns what Python prints, errors included. */
    private String python(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("python3")
                .directory(ROOT.resolve("examples/pyspark").toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PITH_JARS", jars);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            Process process = builder.redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return printed.replace(System.lineSeparator(), "\n");
        } catch (IOException e) {
            return "no python3: " + e.getMessage();
        }
    }
}

package dev.pith.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The golden values that lie beside the project. */
public final class Golden {
    private Golden() {}

    /** Returns a folder of golden values, or skips the test where there is none. */
    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("pith.root", ".."))
                .resolve("../shared/golden")
                .resolve(name)
                .normalize();
        assumeTrue(Files.isDirectory(folder), "golden values are absent: " + folder);
        return folder;
    }
}

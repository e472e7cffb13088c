package dev.pith;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Golden values: the small ones are resources of the module's tests, the others lie beside the project. A folder of
 * files is there whole or not at all.
 */
public final class Golden {
    /** Those that any clone has, as a path from the module whose tests run. */
    public static final Path OWN = Path.of("src/test/resources/golden");

    /** All of them, where they are. */
    public static final Path BESIDE = Path.of(System.getProperty("pith.root", ".."))
            .resolve("../shared/golden")
            .normalize();

    private Golden() {}

    /** Returns a folder of golden values, or skips the test where there is none. */
    public static Path folder(String name) {
        for (Path root : List.of(OWN, BESIDE)) {
            if (Files.exists(root.resolve(name))) {
                return root.resolve(name);
            }
        }
        assumeTrue(false, "skipped, since these golden values are absent: " + BESIDE.resolve(name));
        throw new AssertionError(name);
    }
}

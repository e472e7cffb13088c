package dev.pith.data.builtin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where data sets are looked for.
 *
 * @param dataDir the user's own folder of data sets, or null
 * @param cache where fetched data sets are kept
 * @param system where Linux distributions put data sets
 */
record Places(@Nullable Path dataDir, Path cache, Path system) {
    private static final Path SYSTEM = Path.of("/usr/share/datasets");

    /** Returns the places of this machine: the cache as the XDG base directory specification says. */
    static Places of(@Nullable Path dataDir) {
        String home = System.getenv("XDG_CACHE_HOME");
        // Relative paths are to be ignored, says the specification.
        boolean valid = home != null && Path.of(home).isAbsolute();
        Path caches = valid ? Path.of(home) : Path.of(System.getProperty("user.home"), ".cache");
        return new Places(dataDir, caches.resolve("pith"), SYSTEM);
    }

    /** Returns the folders in which a data set may lie, in the order they are tried. */
    List<Path> folders(BuiltIn builtIn) {
        List<Path> folders = new ArrayList<>();
        if (dataDir != null) {
            builtIn.dataFolders().forEach(folder -> folders.add(dataDir.resolve(folder)));
        }
        folders.add(cache.resolve(builtIn.name()));
        folders.add(system.resolve(builtIn.name()));
        return folders;
    }
}

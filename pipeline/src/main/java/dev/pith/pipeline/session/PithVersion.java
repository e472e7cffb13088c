package dev.pith.pipeline.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Pith, as the build wrote it. */
public final class PithVersion {
    private static final String FILE = "version.properties";

    private PithVersion() {}

    /** Returns it, as in {@code 1.2.0}. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream in = PithVersion.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return properties.getProperty("version");
    }
}

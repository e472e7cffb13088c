package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images of one size that lie in memory as raw pixels; the key of a sample is its number. */
public final class RawImages implements ImageSource {
    private final String name;
    private final int width;
    private final int height;
    private final byte[][] pixels;
    private final @Nullable Labels labels;
    private final long fileBytes;
    private final String fingerprint;

    /**
     * Makes a source.
     *
     * @param name what the user called it
     * @param pixels for each image {@code byte[height * width * channels]}; not copied
     * @param labels one per image, or null
     * @param fileBytes what the images take where they came from, compressed as they are there
     * @param fingerprint of the files the images came from
     */
    public RawImages(
            String name,
            int width,
            int height,
            byte[][] pixels,
            @Nullable Labels labels,
            long fileBytes,
            String fingerprint) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.labels = labels;
        this.fileBytes = fileBytes;
        this.fingerprint = fingerprint;
    }

    /** Returns the bytes of all files together. */
    public static long fileBytes(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw new PithException(file + ": its size cannot be read (" + e + ")", e);
            }
        }
        return bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return pixels.length;
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
        return new Image(width, height, pixels[id].length / (width * height), pixels[id]);
    }

    @Override
    public Encoded encoded(int id) {
        return new Encoded(Png.encode(image(id)), "png");
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public long storedBytes(int id) {
        // So that the shares of all images add up to the whole.
        return fileBytes * (id + 1) / pixels.length - fileBytes * id / pixels.length;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() {
        // Everything is in memory.
    }
}

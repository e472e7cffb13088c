package dev.pith.data.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Images that are files of their own. No file is held open. */
public abstract class ImageFiles implements ImageSource {
    private final String name;
    private final String fingerprint;
    private final ImageNotes notes = new ImageNotes();

    /**
     * Makes a source.
     *
     * @param name what the user called it
     */
    protected ImageFiles(String name, String fingerprint) {
        this.name = name;
        this.fingerprint = fingerprint;
    }

    /** Returns the file of an image. */
    protected abstract Path path(int id);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String fingerprint() {
        return fingerprint;
    }

    @Override
    public final Image image(int id) {
        Path file = path(id);
        return ImageDecoder.decode(content(file), file.toString(), notes);
    }

    @Override
    public Reduced imageFor(int id, int width, int height) {
        Path file = path(id);
        return ImageDecoder.decodeFor(content(file), file.toString(), notes, width, height);
    }

    @Override
    public final Encoded encoded(int id) {
        Path file = path(id);
        String text = file.getFileName().toString();
        return new Encoded(
                content(file), text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public final Optional<Path> file(int id) {
        return Optional.of(path(id));
    }

    @Override
    public final long storedBytes(int id) {
        Path file = path(id);
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new PithException(file + ": its size cannot be read (" + e + ")", e);
        }
    }

    @Override
    public final void close() {
        // No file is held open.
    }

    /**
     * Returns the content of an image's file.
     *
     * @throws PithException saying why it cannot be read
     */
    static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new PithException(
                    file + (Files.isSymbolicLink(file) ? ": a symbolic link to nothing" : ": is not there"), e);
        } catch (AccessDeniedException e) {
            throw new PithException(file + ": permission denied", e);
        } catch (IOException | OutOfMemoryError e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}

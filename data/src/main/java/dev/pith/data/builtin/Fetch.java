package dev.pith.data.builtin;

import dev.pith.PithException;
import dev.pith.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fetches files into a folder. A file is written beside its final name, checked, and renamed: under its name it is
 * either whole and right or not there.
 */
final class Fetch {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Path folder;
    private final List<Path> without;

    /**
     * Prepares it.
     *
     * @param folder that files are fetched into
     * @param without folders in which the files were looked for; empty when they were not
     */
    Fetch(Path folder, List<Path> without) {
        this.folder = folder;
        this.without = without;
    }

    /** Fetches what is missing; {@code progress} counts the bytes of all files. */
    void files(List<RemoteFile> files, Progress progress) {
        long total = files.stream().mapToLong(RemoteFile::size).sum();
        long done = 0;
        for (RemoteFile file : files) {
            long before = done;
            if (Files.exists(folder.resolve(file.name()))) {
                check(file);
            } else {
                fetch(file, bytes -> progress.onStep(Math.min(total, before + bytes), total));
            }
            done += file.size();
            progress.onStep(done, total);
        }
    }

    /** Hears how many bytes of a file are there. */
    private interface Meter {
        void at(long bytes);
    }

    private void check(RemoteFile file) {
        Path target = folder.resolve(file.name());
        Checksums checksums = new Checksums();
        try (InputStream in = Files.newInputStream(target)) {
            in.transferTo(checksums);
        } catch (IOException e) {
            throw new PithException(target + ": cannot be read (" + e + "); remove it and fetch again", e);
        }
        checksums.difference(file).ifPresent(difference -> {
            throw new PithException(target + ": is not the file published at " + file.address() + " (" + difference
                    + "); remove it and fetch again");
        });
    }

    private void fetch(RemoteFile file, Meter meter) {
        Path part = folder.resolve(file.name() + ".part");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel, file);
                channel.truncate(0);
                try {
                    receive(file, Channels.newOutputStream(channel), meter);
                    channel.force(true);
                    Files.move(part, folder.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(part);
                }
            }
        } catch (ConnectException e) {
            throw failed(file, "no connection", e);
        } catch (IOException e) {
            throw failed(file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(file, "interrupted", e);
        }
    }

    /** Keeps a second process from writing into the same part, until the channel is closed. */
    private void lock(FileChannel channel, RemoteFile file) throws IOException {
        boolean held;
        try {
            held = channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            held = true;
        }
        if (held) {
            throw new PithException(
                    folder.resolve(file.name()) + ": is being fetched by another process; wait until it is done");
        }
    }

    private void receive(RemoteFile file, OutputStream out, Meter meter) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(file.address()).timeout(ANSWER).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        Checksums checksums = new Checksums();
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("the server answers " + response.statusCode());
            }
            byte[] block = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                out.write(block, 0, read);
                checksums.write(block, 0, read);
                bytes += read;
                meter.at(bytes);
            }
        }
        String difference = checksums.difference(file).orElse(null);
        if (difference != null) {
            throw new IOException("what came is not the published file: " + difference);
        }
    }

    private PithException failed(RemoteFile file, String reason, Exception cause) {
        String missing = without.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new PithException(
                "cannot fetch " + file.address() + " (" + reason + ")"
                        + (missing.isEmpty() ? "" : ", and the data set is in none of " + missing)
                        + "; get that file in another way and put it at " + folder.resolve(file.name()),
                cause);
    }
}

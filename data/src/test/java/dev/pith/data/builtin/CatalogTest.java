package dev.pith.data.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Split;
import dev.pith.run.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    private static final byte[] IMAGES =
            HexFormat.of().parseHex("00000803" + "00000002" + "00000001" + "00000002" + "01020304");
    private static final byte[] LABELS = HexFormat.of().parseHex("00000801" + "00000002" + "0100");

    /** How the server spoils an answer. */
    private enum Fault {
        NONE,
        NOT_FOUND,
        OTHER_CONTENT,
        CUT
    }

    @TempDir
    private Path root;

    private HttpServer server;
    private Fault fault = Fault.NONE;
    private Catalog catalog;
    private Path cache;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tiny/", this::answer);
        server.start();
        Places places = new Places(root.resolve("data"), root.resolve("cache"), root.resolve("system"));
        catalog = new Catalog(places, List.of(tiny()));
        cache = root.resolve("cache/tiny");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetchesWhatIsNowhereAndFindsItThen() throws IOException {
        List<Long> heard = new ArrayList<>();
        ImageSource source = catalog.open("tiny", Split.TRAIN, (done, total) -> heard.add(done));

        assertThat(source.name()).isEqualTo("tiny");
        assertThat(source.image(1).pixels()).containsExactly(3, 4);
        assertThat(source.labels().orElseThrow().names()).containsExactly("no", "yes");
        assertThat(heard).isSorted().endsWith((long) IMAGES.length + LABELS.length);
        assertThat(filesIn(cache)).containsExactly("train-images-idx3-ubyte", "train-labels-idx1-ubyte");

        server.stop(0);
        assertThat(catalog.open("tiny", Split.TRAIN, Progress.NONE).size()).isEqualTo(2);
        assertThat(catalog.list().get(1).place()).contains(cache);
    }

    @Test
    void looksInTheUsersFolderFirstThenInTheCacheThenInTheSystems() throws IOException {
        place(root.resolve("system/tiny"));
        assertThat(catalog.list().get(1).place()).contains(root.resolve("system/tiny"));
        place(cache);
        assertThat(catalog.list().get(1).place()).contains(cache);
        place(root.resolve("data/Tiny/raw"));
        assertThat(catalog.list().get(1).place()).contains(root.resolve("data/Tiny/raw"));
        place(root.resolve("data/tiny"));
        assertThat(catalog.list().get(1).place()).contains(root.resolve("data/tiny"));
    }

    @Test
    void leavesNothingBehindWhenTheServerHasNoSuchFile() throws IOException {
        fault = Fault.NOT_FOUND;

        assertFetchFails("the server answers 404");
    }

    @Test
    void leavesNothingBehindWhenTheContentIsAnother() throws IOException {
        fault = Fault.OTHER_CONTENT;

        assertFetchFails("what came is not the published file: SHA-256 " + hex("SHA-256", spoiled(IMAGES))
                + " instead of " + hex("SHA-256", IMAGES));
    }

    @Test
    void leavesNothingBehindWhenTheConnectionIsCut() throws IOException {
        fault = Fault.CUT;

        assertThatThrownBy(() -> catalog.fetch("tiny", Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("cannot fetch " + address("train-images-idx3-ubyte") + " (")
                .hasMessageEndingWith(
                        "); get that file in another way and put it at " + cache.resolve("train-images-idx3-ubyte"));
        assertThat(filesIn(cache)).isEmpty();
    }

    @Test
    void saysWhereItLookedAndWhichFileToPutWhereWithoutANetwork() throws IOException {
        server.stop(0);

        assertThatThrownBy(() -> catalog.open("tiny", Split.TEST, Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("cannot fetch " + address("t10k-images-idx3-ubyte") + " (")
                .hasMessageEndingWith("), and the data set is in none of "
                        + String.join(
                                ", ",
                                root.resolve("data/tiny").toString(),
                                root.resolve("data/Tiny/raw").toString(),
                                cache.toString(),
                                root.resolve("system/tiny").toString())
                        + "; get that file in another way and put it at " + cache.resolve("t10k-images-idx3-ubyte"));
        assertThat(filesIn(cache)).isEmpty();
    }

    @Test
    void goesOnAfterAFailure() throws IOException {
        fault = Fault.CUT;
        assertThatThrownBy(() -> catalog.fetch("tiny", Progress.NONE)).isInstanceOf(PithException.class);

        fault = Fault.NONE;
        assertThat(catalog.fetch("tiny", Progress.NONE)).isEqualTo(cache);
        assertThat(filesIn(cache)).hasSize(4);
        assertThat(catalog.open("tiny", Split.TEST, Progress.NONE).size()).isEqualTo(2);
    }

    @Test
    void fetchChecksFilesThatLieInTheCache() throws IOException {
        Files.createDirectories(cache);
        Path mine = Files.write(cache.resolve("train-images-idx3-ubyte"), new byte[3]);

        assertThatThrownBy(() -> catalog.fetch("tiny", Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessage(mine + ": is not the file published at " + address("train-images-idx3-ubyte")
                        + " (3 bytes instead of 20); remove it and fetch again");
        assertThat(mine).hasSize(3);
    }

    @Test
    void refusesToFetchWhatAnotherFetches() throws IOException {
        Files.createDirectories(cache);
        Path part = cache.resolve("train-images-idx3-ubyte.part");
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();

            assertThatThrownBy(() -> catalog.fetch("tiny", Progress.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessage(cache.resolve("train-images-idx3-ubyte")
                            + ": is being fetched by another process; wait until it is done");
        }
    }

    @Test
    void listsTheBundledSetAndHasNothingToFetchForIt() {
        assertThat(catalog.list().get(0).name()).isEqualTo("fashion-mnist-mini");
        assertThat(catalog.list().get(0).bundled()).isTrue();
        assertThat(catalog.list().get(1).downloadBytes()).isEqualTo(2L * (IMAGES.length + LABELS.length));
        assertThatThrownBy(() -> catalog.fetch("fashion-mnist-mini", Progress.NONE))
                .hasMessage("fashion-mnist-mini: travels with Pith, there is nothing to fetch");
        assertThatThrownBy(() -> catalog.fetch("imagenet", Progress.NONE))
                .hasMessage("imagenet: no built-in data set has this name; there are fashion-mnist-mini, fashion-mnist,"
                        + " mnist, cifar10, cifar100, svhn");
    }

    @Test
    void knowsTheOfficialFilesOfEveryDataSet() {
        for (BuiltIn builtIn : BuiltIns.ALL) {
            for (Split split : Split.values()) {
                assertThat(builtIn.files(split)).isNotEmpty().allSatisfy(file -> {
                    assertThat(file.md5()).matches("[0-9a-f]{32}");
                    assertThat(file.sha256()).matches("[0-9a-f]{64}");
                    assertThat(file.size()).isPositive();
                });
            }
        }
    }

    @Test
    void findsFashionMnistWhereDebianPutsIt() {
        Path debian = Path.of("/usr/share/datasets/fashion-mnist");
        assumeTrue(Files.isDirectory(debian));
        Catalog local =
                new Catalog(new Places(null, root.resolve("cache"), Path.of("/usr/share/datasets")), BuiltIns.ALL);

        ImageSource test = local.open("fashion-mnist", Split.TEST, Progress.NONE);

        assertThat(test.size()).isEqualTo(10_000);
        assertThat(test.labels().orElseThrow().names()).hasSize(10);
        assertThat(local.list().get(1).place()).contains(debian);
    }

    private void assertFetchFails(String reason) throws IOException {
        assertThatThrownBy(() -> catalog.fetch("tiny", Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessage("cannot fetch " + address("train-images-idx3-ubyte") + " (" + reason
                        + "); get that file in another way and put it at "
                        + cache.resolve("train-images-idx3-ubyte"));
        assertThat(filesIn(cache)).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean labels = exchange.getRequestURI().getPath().contains("labels");
        byte[] content = labels ? LABELS : IMAGES;
        try (exchange) {
            switch (fault) {
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case CUT -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content, 0, content.length / 2);
                    exchange.getResponseBody().flush();
                }
                case OTHER_CONTENT -> send(exchange, spoiled(content));
                case NONE -> send(exchange, content);
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
    }

    private static byte[] spoiled(byte[] content) {
        byte[] spoiled = content.clone();
        spoiled[spoiled.length - 1]++;
        return spoiled;
    }

    private BuiltIn tiny() {
        return new BuiltIn(
                "tiny",
                2,
                2,
                2,
                List.of("tiny", "Tiny/raw"),
                List.of(file("train-images-idx3-ubyte", IMAGES), file("train-labels-idx1-ubyte", LABELS)),
                List.of(file("t10k-images-idx3-ubyte", IMAGES), file("t10k-labels-idx1-ubyte", LABELS)),
                BuiltIns.idx(List.of("no", "yes")));
    }

    private RemoteFile file(String name, byte[] content) {
        return new RemoteFile(name, address(name), content.length, hex("MD5", content), hex("SHA-256", content));
    }

    private URI address(String file) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/tiny/" + file);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void place(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
        Files.write(folder.resolve("train-labels-idx1-ubyte"), LABELS);
    }

    private static String[] filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            String[] names = files.map(file -> file.getFileName().toString()).toArray(String[]::new);
            Arrays.sort(names);
            return names;
        }
    }
}

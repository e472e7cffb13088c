package dev.pith.pipeline.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.run.Manifest;
import dev.pith.sample.Budget;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small run of photographs that a server shows. */
abstract class ServedRun {
    static final int N = 60;

    @TempDir
    Path folder;

    Path photos;
    Path run;
    ViewServer server;
    URI page;

    /** What tells the samples of the page from those of other sources. */
    String samples;

    @BeforeEach
    void serve() throws IOException {
        photos = folder.resolve("photos");
        run = folder.resolve("run");
        for (int i = 0; i < N; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 64; pixel++) {
                image.setRGB(pixel % 8, pixel / 8, 0x10101 * ((i * 37 + pixel * pixel * (i % 7 + 1)) % 251));
            }
            Path ofClass = Files.createDirectories(photos.resolve(i % 2 == 0 ? "cat" : "dog"));
            ImageIO.write(
                    image, "png", ofClass.resolve(String.format("%02d.png", i)).toFile());
        }
        try (Session session = Session.open(run, Messages.NONE)) {
            Quantization.of(photos.toString())
                    .features(FeatureSettings.builder(FeatureKind.PIXELS).build())
                    .sample(Budget.parse("12"))
                    .perform(session);
        }
        start();
    }

    void start(Path... others) {
        server = ViewServer.start(run, List.of(others), 0, WorkSettings.DEFAULT, Messages.NONE);
        page = server.address();
        samples = Objects.requireNonNull(Manifest.read(run).source()).fingerprint();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(Asked.get(page, path).body());
    }

    void deleteRun() throws IOException {
        try (var files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Saves as the page does. */
    Asked save(String name, int[] ids, int... excluded) throws IOException {
        return Asked.post(page, "save/" + samples + "/" + name, Asked.selection(ids, excluded));
    }
}

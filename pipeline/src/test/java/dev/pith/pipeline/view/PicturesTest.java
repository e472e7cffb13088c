package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Thumbnails are made once while they are looked at, and take no more memory than they may, however many there are. */
class PicturesTest {
    private static final int N = 200_000;
    private static final int LOOKED_AT = 3_000;

    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void thoseLookedAtLastAreKept() {
        ImageSource source = new Many();
        int bytes = new Pictures(Long.MAX_VALUE).thumbnail(source, 0).bytes().length;
        Pictures pictures = new Pictures(100L * bytes);
        decoded.set(0);
        for (int k = 0; k < LOOKED_AT; k++) {
            pictures.thumbnail(source, (int) ((long) k * N / LOOKED_AT));
        }
        assertThat(decoded).hasValue(LOOKED_AT);
        assertThat(pictures.size()).isBetween(50, 150);
        int last = (int) ((LOOKED_AT - 1L) * N / LOOKED_AT);
        assertThat(pictures.thumbnail(source, last)).isSameAs(pictures.thumbnail(source, last));
        assertThat(decoded).hasValue(LOOKED_AT);
        pictures.thumbnail(source, 0);
        assertThat(decoded).hasValue(LOOKED_AT + 1);
    }

    private final class Many implements ImageSource {
        @Override
        public Image image(int id) {
            decoded.incrementAndGet();
            byte[] pixels = new byte[16];
            pixels[id % 16] = (byte) id;
            return new Image(4, 4, 1, pixels);
        }

        @Override
        public Encoded encoded(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Path> file(int id) {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "many";
        }

        @Override
        public int size() {
            return N;
        }

        @Override
        public String key(int id) {
            return Integer.toString(id);
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.empty();
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public void close() {}
    }
}

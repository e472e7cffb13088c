package dev.pith.data.patch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.pith.data.ImageSource.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pixels bit for bit: {@link Prediction}, then zstd. Small images share a dictionary, without which each would bring
 * statistics of its own; {@link #trained} makes one where it pays.
 *
 * <p>The variant is the filter, plus {@link #PLAIN} where zstd does not help.
 */
final class LosslessCodec implements PixelCodec {
    /** The payload is the differences as they are. */
    private static final int PLAIN = 8;

    private static final int LEVEL = 19;
    /** Tells which filter is best nearly as well, in a fortieth of the time. */
    private static final int QUICK_LEVEL = 3;

    /** Sizes of dictionary that are tried: the first has little more than statistics. */
    private static final int[] DICTIONARY_BYTES = {512, 4096, 16384};
    /** A trainer wants more samples than that, and samples of some length. */
    private static final int LEAST_SAMPLES = 32;

    private final PatchGrid grid;
    private final byte[] dictionary;

    /**
     * Makes a codec.
     *
     * @param dictionary of zstd's form, or empty for none; not copied
     */
    LosslessCodec(PatchGrid grid, byte[] dictionary) throws IOException {
        this.grid = grid;
        this.dictionary = dictionary;
        if (dictionary.length > 0 && Zstd.getDictIdFromDict(dictionary) == 0) {
            throw new IOException("its dictionary is none of zstd's");
        }
    }

    private static ZstdCompressCtx compressor(int level, byte[] dictionary) {
        ZstdCompressCtx context = new ZstdCompressCtx()
                .setLevel(level)
                .setMagicless(true)
                .setContentSize(false)
                .setChecksum(false)
                .setDictID(false);
        return dictionary.length == 0 ? context : context.loadDict(dictionary);
    }

    @Override
    public Payload encode(Image image, boolean[] kept) {
        Prediction prediction = new Prediction(grid.width(), grid.pixels(kept));
        int filter = 0;
        byte[] differences = new byte[0];
        int least = Integer.MAX_VALUE;
        try (ZstdCompressCtx quick = compressor(QUICK_LEVEL, dictionary)) {
            for (int candidate = 0; candidate < Prediction.FILTERS; candidate++) {
                byte[] tried = prediction.differences(image.pixels(), image.channels(), candidate);
                int length = quick.compress(tried).length;
                if (length < least) {
                    least = length;
                    filter = candidate;
                    differences = tried;
                }
            }
        }
        byte[] compressed = compressed(differences);
        return compressed.length < differences.length
                ? new Payload(filter, compressed)
                : new Payload(filter + PLAIN, differences);
    }

    private byte[] compressed(byte[] differences) {
        try (ZstdCompressCtx best = compressor(LEVEL, dictionary)) {
            return best.compress(differences);
        }
    }

    @Override
    public byte[] decode(Payload payload, int channels, boolean[] kept) throws IOException {
        Prediction prediction = new Prediction(grid.width(), grid.pixels(kept));
        int filter = payload.variant() % PLAIN;
        if (filter >= Prediction.FILTERS || payload.variant() >= 2 * PLAIN) {
            throw new IOException("there is no filter " + payload.variant());
        }
        int length = channels * prediction.keptCount();
        byte[] differences = payload.variant() < PLAIN ? decompressed(payload.bytes(), length) : payload.bytes();
        if (differences.length != length) {
            throw new IOException("it holds " + differences.length + " bytes of pixels instead of " + length);
        }
        return prediction.pixels(differences, channels, filter);
    }

    private byte[] decompressed(byte[] bytes, int length) throws IOException {
        try (ZstdDecompressCtx decoder = new ZstdDecompressCtx().setMagicless(true)) {
            if (dictionary.length > 0) {
                decoder.loadDict(dictionary);
            }
            return decoder.decompress(bytes, length);
        } catch (ZstdException e) {
            throw new IOException("zstd: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] shared() {
        return dictionary;
    }

    /** Returns a codec with the dictionary, of those tried and none, that makes an archive of such images smallest. */
    static LosslessCodec trained(PatchGrid grid, List<Image> images, List<boolean[]> masks) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Prediction prediction = new Prediction(grid.width(), grid.pixels(masks.get(i)));
            samples.add(
                    prediction.differences(images.get(i).pixels(), images.get(i).channels(), Prediction.FILTERS - 1));
        }
        byte[] chosen = new byte[0];
        long least = compressedBytes(samples, chosen);
        for (int capacity : DICTIONARY_BYTES) {
            byte[] dictionary = samples.size() < LEAST_SAMPLES ? chosen : trainedDictionary(samples, capacity);
            long bytes = compressedBytes(samples, dictionary);
            if (bytes < least) {
                least = bytes;
                chosen = dictionary;
            }
        }
        return new LosslessCodec(grid, chosen);
    }

    /** Trains on every other sample; the rest judges. */
    private static byte[] trainedDictionary(List<byte[]> samples, int capacity) {
        long bytes = 0;
        for (int i = 0; i < samples.size(); i += 2) {
            bytes += samples.get(i).length;
        }
        ZstdDictTrainer trainer = new ZstdDictTrainer(Math.toIntExact(bytes), capacity, LEVEL);
        for (int i = 0; i < samples.size(); i += 2) {
            trainer.addSample(samples.get(i));
        }
        try {
            return trainer.trainSamples();
        } catch (ZstdException e) {
            return new byte[0]; // samples too few, too short or too much alike: no dictionary then
        }
    }

    /**
     * Returns the bytes of the samples that no dictionary was trained on, doubled, and of the dictionary, which
     * is stored twice.
     */
    private static long compressedBytes(List<byte[]> samples, byte[] dictionary) {
        long bytes = 2L * dictionary.length;
        try (ZstdCompressCtx context = compressor(LEVEL, dictionary)) {
            for (int i = 1; i < samples.size(); i += 2) {
                bytes += 2L * context.compress(samples.get(i)).length;
            }
        }
        return bytes;
    }
}

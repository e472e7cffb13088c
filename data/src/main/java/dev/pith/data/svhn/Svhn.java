package dev.pith.data.svhn;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.RawImages;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The cropped digits of SVHN: {@code train_32x32.mat} and {@code test_32x32.mat}, with the variables X, bytes of 32 x
 * 32 x 3 x n, and y, labels from 1 to 10, where 10 stands for the digit 0 and becomes label 0.
 *
 * <p>Netzer et al., "Reading Digits in Natural Images with Unsupervised Feature Learning", 2011.
 */
public final class Svhn {
    private static final int SIDE = 32;
    private static final int AREA = SIDE * SIDE;
    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private final List<byte[]> images = new ArrayList<>();
    private long[] labels = new long[0];

    private Svhn() {}

    /**
     * Reads a file.
     *
     * @param name what the user called the source
     * @throws PithException when the file cannot be read or does not hold what it should
     */
    public static ImageSource open(String name, Path file) {
        Svhn svhn = new Svhn();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            MatFile.read(in, svhn::take);
        } catch (IOException e) {
            String reason = e instanceof EOFException ? "it ends too early" : e.getMessage();
            throw new PithException(file + ": cannot be read as a MATLAB file (" + reason + "); get the file again", e);
        }
        if (svhn.images.isEmpty() || svhn.images.size() != svhn.labels.length) {
            throw new PithException(file + ": holds " + svhn.images.size() + " images (X) and " + svhn.labels.length
                    + " labels (y); get the file again");
        }
        return new RawImages(
                name,
                SIDE,
                SIDE,
                svhn.images.toArray(byte[][]::new),
                new Labels(svhn.labels, DIGITS),
                RawImages.fileBytes(List.of(file)),
                Fingerprint.ofFiles(List.of(file)));
    }

    private void take(MatFile.Array array) throws IOException {
        int[] sizes = array.sizes();
        boolean images32 = sizes.length == 4 && sizes[0] == SIDE && sizes[1] == SIDE && sizes[2] == 3;
        if (array.name().equals("X") && images32 && array.type() == MatFile.Type.UINT8) {
            for (int i = 0; i < sizes[3]; i++) {
                images.add(interleaved(array.data().readNBytes(3 * AREA)));
            }
        } else if (array.name().equals("y")) {
            LongStream.Builder read = LongStream.builder(); // grows with what is there, not with what is claimed
            int count = IntStream.of(sizes).max().orElse(0);
            for (int i = 0; i < count; i++) {
                long digit = array.next();
                if (digit < 1 || digit > 10) {
                    throw new IOException("it holds the label " + digit + ", which is no digit from 1 to 10");
                }
                read.add(digit % 10);
            }
            labels = read.build().toArray();
        }
    }

    /** Turns three planes, each column by column, into rows of pixels. */
    private static byte[] interleaved(byte[] planes) throws IOException {
        if (planes.length < 3 * AREA) {
            throw new EOFException();
        }
        byte[] pixels = new byte[3 * AREA];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    pixels[(y * SIDE + x) * 3 + c] = planes[c * AREA + x * SIDE + y];
                }
            }
        }
        return pixels;
    }
}

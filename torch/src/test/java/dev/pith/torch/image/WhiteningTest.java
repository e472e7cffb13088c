package dev.pith.torch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.data.ImageSource;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whitening beside rotations that make a covariance diagonal, one pair of numbers at a time (Jacobi). */
class WhiteningTest {
    private static final int N = 60;
    private static final int SIDE = 3;
    private static final int D = SIDE * SIDE;
    private static Threads threads;

    @BeforeAll
    static void open() {
        threads = new Threads(2);
    }

    @AfterAll
    static void close() {
        threads.close();
    }

    /** Neighbouring pixels vary together. */
    private static ImageSet images(int n) {
        ImageSource.Image[] images = new ImageSource.Image[n];
        for (int id = 0; id < n; id++) {
            SplittableRandom random = new SplittableRandom(id);
            byte[] pixels = new byte[D];
            for (int p = 0; p < D; p++) {
                pixels[p] = (byte) (p % 2 == 0 ? 30 + random.nextInt(180) : (pixels[p - 1] & 255) + random.nextInt(30));
            }
            images[id] = new ImageSource.Image(SIDE, SIDE, 1, pixels);
        }
        ImageSource source = new FakeImages(null, images);
        return ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
    }

    private static double[][] rows(ImageSet set) {
        float[] values = new float[set.size() * D];
        set.read(IntStream.range(0, set.size()).toArray(), values);
        double[][] rows = new double[set.size()][D];
        for (int i = 0; i < values.length; i++) {
            rows[i / D][i % D] = values[i];
        }
        return rows;
    }

    /** Returns the images before they were normalized, but for an offset. */
    private static double[][] brightness(ImageSet set) {
        double[][] rows = rows(set);
        for (double[] row : rows) {
            for (int k = 0; k < D; k++) {
                row[k] *= set.std()[0];
            }
        }
        return rows;
    }

    private static double[] mean(double[][] rows) {
        double[] mean = new double[D];
        for (double[] row : rows) {
            for (int k = 0; k < D; k++) {
                mean[k] += row[k] / rows.length;
            }
        }
        return mean;
    }

    private static double[][] covariance(double[][] rows) {
        double[] mean = mean(rows);
        double[][] covariance = new double[D][D];
        for (double[] row : rows) {
            for (int a = 0; a < D; a++) {
                for (int b = 0; b < D; b++) {
                    covariance[a][b] += (row[a] - mean[a]) * (row[b] - mean[b]) / (rows.length - 1);
                }
            }
        }
        return covariance;
    }

    /** Returns {@code U diag(1 / sqrt(s + 0.1)) U^T}. */
    private static double[][] naive(double[][] symmetric) {
        double[][] a = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        double[][] u = new double[D][D];
        for (int k = 0; k < D; k++) {
            u[k][k] = 1;
        }
        for (int sweep = 0; sweep < 30; sweep++) {
            for (int p = 0; p < D; p++) {
                for (int q = p + 1; q < D; q++) {
                    double angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
                    double c = Math.cos(angle);
                    double s = Math.sin(angle);
                    for (int k = 0; k < D; k++) {
                        rotate(a[k], p, q, c, s);
                        rotate(u[k], p, q, c, s);
                    }
                    for (int k = 0; k < D; k++) {
                        double old = a[p][k];
                        a[p][k] = c * old - s * a[q][k];
                        a[q][k] = s * old + c * a[q][k];
                    }
                }
            }
        }
        double[][] matrix = new double[D][D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    matrix[i][j] += u[i][k] * u[j][k] / Math.sqrt(a[k][k] + 0.1);
                }
            }
        }
        return matrix;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[D][D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static void rotate(double[] row, int p, int q, double c, double s) {
        double old = row[p];
        row[p] = c * old - s * row[q];
        row[q] = s * old + c * row[q];
    }

    @Test
    void isThatOfANaiveDecomposition() {
        ImageSet set = images(N);
        Whitening whitening = Whitening.of(set);
        double[][] rows = rows(set);
        double[][] expected = naive(covariance(brightness(set)));
        double[] mean = mean(rows);
        for (int i = 0; i < D; i++) {
            assertThat(whitening.mean()[i]).isCloseTo((float) mean[i], within(1e-5f));
            for (int j = 0; j < D; j++) {
                assertThat((double) whitening.matrix()[i * D + j])
                        .isCloseTo(set.std()[0] * expected[i][j], within(1e-5));
            }
        }
    }

    @Test
    void imagesGoThroughItAndBack() {
        ImageSet set = images(N);
        Whitening whitening = Whitening.of(set);
        ImageSet white = set.whitened(whitening);
        double[][] covariance = covariance(rows(white));
        double[][] raw = covariance(brightness(set));
        double[][] w = naive(raw);
        double[][] expected = product(product(w, raw), w); // s / (s + 0.1) along each axis
        for (int i = 0; i < D; i++) {
            assertThat(covariance[i][i]).isLessThan(1);
            for (int j = 0; j < D; j++) {
                assertThat(covariance[i][j]).isCloseTo(expected[i][j], within(1e-4));
            }
        }
        float[] before = new float[N * D];
        set.read(IntStream.range(0, N).toArray(), before);
        float[] there = new float[N * D];
        white.read(IntStream.range(0, N).toArray(), there);
        assertThat(there).isNotEqualTo(before);
        whitening.undo(there);
        for (int i = 0; i < there.length; i++) {
            assertThat(there[i]).isCloseTo(before[i], within(1e-4f));
        }
        assertThat(white.mean()).isEqualTo(set.mean());
        assertThat(white.whitening()).isSameAs(whitening);
    }

    /** Other images, such as those of a test, go through the same. */
    @Test
    void fewerImagesThanNumbers() {
        ImageSet few = images(2);
        Whitening whitening = Whitening.of(images(N));
        float[] both = new float[2 * D];
        few.whitened(whitening).read(new int[] {1, 0}, both);
        float[] first = new float[D];
        few.read(new int[] {0}, first);
        whitening.apply(first);
        assertThat(Arrays.copyOfRange(both, D, 2 * D)).containsExactly(first, within(1e-5f));
        assertThat(Whitening.of(few).matrix()).doesNotContain(Float.NaN);
    }
}

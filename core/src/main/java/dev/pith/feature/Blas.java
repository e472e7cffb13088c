package dev.pith.feature;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The two BLAS calls that Pith makes, on native memory.
 *
 * <p>Each runs on the calling thread alone; work is split over threads outside, by blocks of rows. The threads of
 * OpenBLAS wait for each other by spinning: with another process on the machine two of them were measured to be ten
 * times slower than one.
 */
final class Blas {
    static {
        openblas.blas_set_num_threads(1);
    }

    private Blas() {}

    /**
     * Writes {@code out[k * columns + c] = <x_k, y_c>} for {@code rows} rows x and {@code columns} rows y, all of
     * {@code length} numbers side by side.
     */
    static void products(FloatPointer x, int rows, FloatPointer y, int columns, int length, FloatPointer out) {
        if (columns == 1) {
            openblas.cblas_sgemv(CblasRowMajor, CblasNoTrans, rows, length, 1, x, length, y, 1, 0, out, 1);
        } else {
            // The few columns as the last dimension: measured a third faster than the other way round.
            openblas.cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasTrans,
                    rows,
                    columns,
                    length,
                    1,
                    x,
                    length,
                    y,
                    length,
                    0,
                    out,
                    columns);
        }
    }

    /** Native memory of one thread, reused from call to call and grown when a call needs more. */
    static final class Scratch {
        private FloatPointer pointer = new FloatPointer(1);
        private FloatBuffer buffer = pointer.asBuffer();

        /** Makes room for {@code length} floats; what was there is lost. */
        void reserve(long length) {
            if (pointer.capacity() < length) {
                pointer.deallocate();
                pointer = new FloatPointer(length);
                buffer = pointer.asBuffer();
            }
        }

        FloatPointer pointer() {
            return pointer;
        }

        FloatBuffer buffer() {
            return buffer;
        }
    }
}

package dev.pith.objective;

/** The smallest of the largest numbers of an array, by a binary heap of as many numbers with the smallest on top. */
final class Smallest {
    private Smallest() {}

    /**
     * Returns the number of rank {@code count}, the largest having rank 1.
     *
     * @param values not NaN
     * @param count from 1 to {@code values.length}
     */
    static float ofLargest(float[] values, int count) {
        float[] heap = new float[count];
        System.arraycopy(values, 0, heap, 0, count);
        for (int place = count / 2 - 1; place >= 0; place--) {
            sink(heap, place);
        }
        for (int i = count; i < values.length; i++) {
            if (values[i] > heap[0]) {
                heap[0] = values[i];
                sink(heap, 0);
            }
        }
        return heap[0];
    }

    private static void sink(float[] heap, int start) {
        int place = start;
        float value = heap[place];
        for (int child = 2 * place + 1; child < heap.length; child = 2 * place + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = value;
    }
}

package dev.pith.maximizer;

import java.util.Arrays;

/**
 * A binary heap of candidates: the largest value on top, of equal values the lowest candidate. All start at
 * infinity.
 */
final class CandidateQueue {
    private final double[] values;
    private final int[] heap;
    private final int[] places;
    private int size;

    CandidateQueue(int size) {
        this.size = size;
        this.values = new double[size];
        this.heap = new int[size];
        this.places = new int[size];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        Arrays.setAll(heap, candidate -> candidate);
        Arrays.setAll(places, candidate -> candidate);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int top() {
        return heap[0];
    }

    double value(int candidate) {
        return values[candidate];
    }

    void set(int candidate, double value) {
        values[candidate] = value;
        settle(places[candidate]);
    }

    /** Forgets what is known of the values of all that are left. */
    void forget() {
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        Arrays.sort(heap, 0, size); // equal values are in the order of candidates
        for (int place = 0; place < size; place++) {
            places[heap[place]] = place;
        }
    }

    void remove(int candidate) {
        int place = places[candidate];
        size--;
        if (place < size) {
            put(place, heap[size]);
            settle(place);
        }
    }

    /** Moves the candidate at a place up or down to where it belongs. */
    private void settle(int start) {
        int place = start;
        int candidate = heap[place];
        while (place > 0 && before(candidate, heap[(place - 1) / 2])) {
            put(place, heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        int child = betterChild(place);
        while (child < size && before(heap[child], candidate)) {
            put(place, heap[child]);
            place = child;
            child = betterChild(place);
        }
        put(place, candidate);
    }

    private int betterChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && before(heap[left + 1], heap[left]) ? left + 1 : left;
    }

    private boolean before(int a, int b) {
        return values[a] > values[b] || (values[a] == values[b] && a < b);
    }

    private void put(int place, int candidate) {
        heap[place] = candidate;
        places[candidate] = place;
    }
}

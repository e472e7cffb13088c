package dev.pith.data.box;

import java.util.Arrays;

/** A bag of classes for each of n images, flat: 4 bytes an object. */
final class Bags {
    private final int[] starts;
    private final int[] classes;

    /**
     * Sorts objects by their images, those of an image in the order given.
     *
     * @param images how many there are
     * @param image of each object, from 0; not kept
     * @param classes of each object; not kept
     * @param objects how many of these there are
     */
    Bags(int images, int[] image, int[] classes, int objects) {
        starts = new int[images + 1];
        for (int object = 0; object < objects; object++) {
            starts[image[object] + 1]++;
        }
        for (int id = 0; id < images; id++) {
            starts[id + 1] += starts[id];
        }
        int[] next = starts.clone();
        this.classes = new int[objects];
        for (int object = 0; object < objects; object++) {
            this.classes[next[image[object]]++] = classes[object];
        }
    }

    /** Returns the classes of the objects in an image. */
    int[] get(int id) {
        return Arrays.copyOfRange(classes, starts[id], starts[id + 1]);
    }
}

package dev.pith.data;

import java.util.List;

/**
 * Images with boxes around the objects in them, each object of a class: a bag of classes for every image, which may be
 * empty. Such samples have no label of their own, unless labels are given beside.
 */
public interface BoxSource extends ImageSource {
    /**
     * Returns the class of every object in an image, in the order of the file, crowds left out.
     *
     * @return {@code int[objects]}, from 0 to the number of names less one; the caller's own
     */
    int[] classes(int id);

    /** Returns the name of each class. */
    List<String> classNames();
}

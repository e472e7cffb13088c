package dev.pith.data;

import java.nio.file.Path;
import java.util.List;

/** Images with a mask each, which says of every pixel what it shows. Such samples have no label of their own. */
public interface MaskSource extends ImageSource {
    /** The label of pixels that are not counted: nothing is learned of them, and no test asks for them. */
    int IGNORED = 255;

    /**
     * Returns the mask of an image.
     *
     * @throws dev.pith.PithException naming the file and the remedy when it cannot be read as a mask, is of another
     *     size than the image, or holds a label beyond the named classes
     */
    Mask mask(int id);

    /** Returns the file of the mask. */
    Path maskFile(int id);

    /** Returns where the mask lies in the source, with {@code /} between folders. */
    String maskKey(int id);

    /** Returns the name of each class; empty where classes are numbers, and as many as the masks show. */
    List<String> classNames();

    /**
     * A class for every pixel.
     *
     * @param width in pixels, positive
     * @param height in pixels, positive
     * @param labels {@code byte[height * width]}, unsigned, row by row: classes from 0, or {@link #IGNORED}; not copied
     */
    record Mask(int width, int height, byte[] labels) {}
}

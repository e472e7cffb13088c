package dev.pith.data.builtin;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Split;

/** The data sets that have a name. */
public final class Catalog {
    private Catalog() {}

    /** Tells whether a data set has this name. */
    public static boolean isBuiltIn(String name) {
        return name.equals(FashionMnistMini.NAME);
    }

    /** Opens a data set. */
    public static ImageSource open(String name, Split split) {
        if (name.equals(FashionMnistMini.NAME)) {
            return FashionMnistMini.open(split);
        }
        throw new PithException(name + ": no such source");
    }
}

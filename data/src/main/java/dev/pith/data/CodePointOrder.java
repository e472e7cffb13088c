package dev.pith.data;

import java.util.Comparator;

/**
 * Orders strings by their code points, as Python does. Java's own order compares UTF-16 units and puts an emoji before
 * {@code U+FF21}.
 */
public enum CodePointOrder implements Comparator<String> {
    /** The one instance. */
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Of two different units, a surrogate belongs to the larger code point.
                boolean surrogateX = Character.isSurrogate(x);
                boolean surrogateY = Character.isSurrogate(y);
                return surrogateX == surrogateY ? Character.compare(x, y) : Boolean.compare(surrogateX, surrogateY);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}

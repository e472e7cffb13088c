package dev.pith.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Orders texts as timm does (its {@code natural_key}): in lower case, split into runs of digits and what stands between
 * them, runs compared as numbers, the rest by code point. So {@code img2} comes before {@code img10}. Texts that differ
 * only in case or leading zeros are equal.
 */
public final class NaturalOrder {
    private NaturalOrder() {}

    /** Returns text, number, text, number, ..., text, as strings; the first and the last may be empty. */
    public static List<String> key(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> key = new ArrayList<>();
        int start = 0;
        boolean number = false;
        for (int i = 0; i <= lower.length(); i += i < lower.length() ? Character.charCount(lower.codePointAt(i)) : 1) {
            boolean digit = i < lower.length() && Character.isDigit(lower.codePointAt(i));
            if (i == lower.length() || digit != number) {
                key.add(lower.substring(start, i));
                start = i;
                number = digit;
            }
        }
        if (key.size() % 2 == 0) {
            key.add(""); // it ends with a number
        }
        return key;
    }

    /** Compares two keys. */
    public static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = i % 2 == 0
                    ? CodePointOrder.INSTANCE.compare(a.get(i), b.get(i))
                    : new BigInteger(a.get(i)).compareTo(new BigInteger(b.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}

package dev.pith.data;

import dev.pith.PithException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the labels of a source in id order. Integers stay as they are. Names become 0 to C - 1, in the order of
 * their values if all of them are numbers, else in the order of their code points, as Python's
 * {@code sorted} orders them.
 *
 * <p>Where a file does not tell numbers from names, labels that are numbers throughout are read as numbers: 1, 01 and
 * 1.0 are one class. Whole numbers are integers then; if some are not whole, the numbers are the names of the classes.
 */
public final class LabelsBuilder {
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final Comparator<String> BY_VALUE =
            Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(CodePointOrder.INSTANCE);

    private enum Kind {
        INTEGER,
        NAME,
        UNTYPED
    }

    private final String where;
    private final Map<String, Integer> firstSeen = new HashMap<>();
    private final BitSet absent = new BitSet();
    private @Nullable Kind kind;
    private long[] values = new long[1024];
    private int size;

    /**
     * Starts without labels.
     *
     * @param where what the labels are called in messages, such as {@code column 'label' of rows.csv}
     */
    public LabelsBuilder(String where) {
        this.where = where;
    }

    /**
     * Adds the label of the next sample.
     *
     * @throws PithException when a name came before
     */
    public void add(long label) {
        require(Kind.INTEGER);
        append(label);
    }

    /**
     * Adds the class name of the next sample.
     *
     * @throws PithException when a number came before
     */
    public void add(String name) {
        require(Kind.NAME);
        append(firstSeen.computeIfAbsent(name, unseen -> firstSeen.size()));
    }

    /**
     * Adds the label of the next sample as it is spelled: a number, or a name.
     *
     * @throws PithException when something came before that is known to be a name
     */
    public void addUntyped(String label) {
        require(Kind.UNTYPED);
        append(firstSeen.computeIfAbsent(label, unseen -> firstSeen.size()));
    }

    /** Notes that the next sample has no label. */
    public void addAbsent() {
        absent.set(size);
        append(Labels.ABSENT);
    }

    /**
     * Returns the labels of all samples added.
     *
     * @throws PithException when none has a label
     */
    public Labels build() {
        if (kind == null) {
            throw new PithException(where + " has no value at any record; give them values, or name another");
        }
        if (kind == Kind.INTEGER) {
            return new Labels(Arrays.copyOf(values, size), List.of(), absent);
        }
        boolean numbers = firstSeen.keySet().stream()
                .allMatch(name -> NUMBER.matcher(name).matches());
        if (kind == Kind.NAME || !numbers) {
            return named(Function.identity(), numbers ? BY_VALUE : CodePointOrder.INSTANCE);
        }
        return areIntegers(firstSeen.keySet()) ? integers() : named(LabelsBuilder::plain, BY_VALUE);
    }

    /** Samples whose spelling is the same, once changed, are of one class. */
    private Labels named(Function<String, String> spelling, Comparator<String> order) {
        List<String> names = firstSeen.keySet().stream()
                .map(spelling)
                .distinct()
                .sorted(order)
                .toList();
        Map<String, Integer> rankOfName = new HashMap<>();
        names.forEach(name -> rankOfName.put(name, rankOfName.size()));
        return new Labels(ofSeen(name -> rankOfName.get(spelling.apply(name))), names, absent);
    }

    private Labels integers() {
        return new Labels(ofSeen(name -> new BigDecimal(name).longValueExact()), List.of(), absent);
    }

    private long[] ofSeen(Function<String, Number> label) {
        long[] labelOfSeen = new long[firstSeen.size()];
        firstSeen.forEach((name, seen) -> labelOfSeen[seen] = label.apply(name).longValue());
        long[] labels = new long[size];
        for (int id = 0; id < size; id++) {
            labels[id] = absent.get(id) ? Labels.ABSENT : labelOfSeen[(int) values[id]];
        }
        return labels;
    }

    private static boolean areIntegers(Collection<String> names) {
        try {
            names.forEach(name -> new BigDecimal(name).longValueExact());
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Spells equal numbers alike. */
    private static String plain(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    private void append(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    private void require(Kind next) {
        if (kind != null && kind != next) {
            throw new PithException(where + " mixes integers and names (record " + size + "); use one or the other");
        }
        kind = next;
    }
}

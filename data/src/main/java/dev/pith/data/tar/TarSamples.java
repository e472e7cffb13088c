package dev.pith.data.tar;

import dev.pith.KeyIndex;
import dev.pith.Keys;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The samples of an archive in the order in which they first appear, and where their members lie. There may be
 * millions: a sample takes 16 bytes and its key, a member 20, and neither is an object but while it is looked at.
 */
final class TarSamples extends AbstractList<TarSample> implements RandomAccess {
    private static final int NONE = -1;

    private final Keys keys = new Keys();
    private final Words fields = new Words();
    private final Words labels = new Words();

    // of each sample
    private int[] first = new int[64];
    private int[] last = new int[64];
    private int[] image = new int[64];
    private int[] label = new int[64];

    // of each member
    private int members;
    private int[] field = new int[64];
    private long[] start = new long[64];
    private int[] length = new int[64];
    private int[] next = new int[64];

    /** Distinct texts by number. */
    private static final class Words {
        private final Keys texts = new Keys();
        private final KeyIndex numbers = new KeyIndex(texts::get);

        int number(String text) {
            int known = numbers.putIfAbsent(text, texts.size());
            if (known == KeyIndex.NONE) {
                texts.add(text);
                return texts.size() - 1;
            }
            return known;
        }
    }

    /** Takes in a sample that has no members yet. */
    TarSample addSample(String key) {
        int id = keys.size();
        keys.add(key);
        if (id == first.length) {
            first = Arrays.copyOf(first, id * 2);
            last = Arrays.copyOf(last, id * 2);
            image = Arrays.copyOf(image, id * 2);
            label = Arrays.copyOf(label, id * 2);
        }
        first[id] = NONE;
        last[id] = NONE;
        image[id] = NONE;
        label[id] = NONE;
        return new TarSample(this, id);
    }

    /** Takes a member of a sample in. */
    void addMember(int id, Member member) {
        if (members == start.length) {
            field = Arrays.copyOf(field, members * 2);
            start = Arrays.copyOf(start, members * 2);
            length = Arrays.copyOf(length, members * 2);
            next = Arrays.copyOf(next, members * 2);
        }
        field[members] = fields.number(member.field());
        start[members] = member.start();
        length[members] = member.length();
        next[members] = NONE;
        if (first[id] == NONE) {
            first[id] = members;
        } else {
            next[last[id]] = members;
        }
        last[id] = members++;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public TarSample get(int id) {
        return new TarSample(this, id);
    }

    String key(int id) {
        return keys.get(id);
    }

    /** Returns the number of a sample's first member, or a negative one. */
    int first(int id) {
        return first[id];
    }

    /** Returns the number of the member of the same sample after another, or a negative one. */
    int next(int number) {
        return next[number];
    }

    Member member(int number) {
        return new Member(fields.texts.get(field[number]), start[number], length[number]);
    }

    void image(int id, int number) {
        image[id] = number;
    }

    /** Returns the number of the member that is a sample's image, or a negative one. */
    int image(int id) {
        return image[id];
    }

    void label(int id, String text) {
        label[id] = labels.number(text);
    }

    @Nullable
    String label(int id) {
        return label[id] == NONE ? null : labels.texts.get(label[id]);
    }
}

package dev.pith.linear;

import dev.pith.feature.PackedRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Shares as a cluster holds them: all that is asked and answered is sent as bytes, some shares are lost and made anew,
 * and answers come in any order.
 */
final class Shares implements SharedPool.Shares {
    private final List<PoolShare> shares = new ArrayList<>();
    private final Random random = new Random(1);

    /** @param idsPerShare rows are dealt by blocks of so many ids; 4,096 or a multiple for sums as in one pool */
    Shares(float[] values, int columns, int[] ids, int idsPerShare) {
        for (int from = 0; from < ids.length; ) {
            int to = from;
            while (to < ids.length && ids[to] / idsPerShare == ids[from] / idsPerShare) {
                to++;
            }
            int[] some = Arrays.copyOfRange(ids, from, to);
            float[] rows = new float[some.length * columns];
            for (int k = 0; k < some.length; k++) {
                System.arraycopy(values, some[k] * columns, rows, k * columns, columns);
            }
            shares.add(new PoolShare(PackedRows.dense(some, rows, columns)));
            from = to;
        }
    }

    @Override
    public <A extends Serializable> List<A> ask(String purpose, SharedPool.Question<A> question) {
        List<A> answers = new ArrayList<>();
        for (int k = 0; k < shares.size(); k++) {
            if (random.nextInt(4) == 0) {
                shares.set(k, sent(shares.get(k)));
            }
            answers.add(sent(sent(question).answer(shares.get(k))));
        }
        Collections.shuffle(answers, random);
        return answers;
    }

    @SuppressWarnings("unchecked") // a copy has the type of what was copied
    private static <T> T sent(T object) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(object);
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.pith.pipeline.finetune;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.session.Session;
import dev.pith.text.RowLog;
import dev.pith.torch.language.AnswerLoss;
import dev.pith.torch.language.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The loss of every record after every epoch of a training. Each look at all records is kept as it is made, and a
 * training that was killed goes on behind those that are there.
 */
final class LossTrajectories implements AutoCloseable {
    private final String name;
    private final RowLog looks;
    private final FinetuneRecords records;
    private final Threads threads;

    private LossTrajectories(String name, RowLog looks, FinetuneRecords records, Threads threads) {
        this.name = name;
        this.looks = looks;
        this.records = records;
        this.threads = threads;
    }

    /**
     * Opens what there is, or begins.
     *
     * @param name of the run's file that keeps the looks
     * @param identity all that decides the training
     */
    static LossTrajectories open(Session session, String name, Map<String, String> identity, FinetuneRecords records) {
        RowLog looks = RowLog.open(session.run().file(name), identity, session.force());
        return new LossTrajectories(name, looks, records, session.threads());
    }

    /**
     * Looks at all records, unless that was done.
     *
     * @param epoch that is over, from 1
     */
    void look(LanguageModel model, int epoch) {
        if (looks.rows() < epoch - 1) {
            throw new PithException(name + ": lacks the losses after epoch " + (looks.rows() + 1)
                    + ", and the training is beyond it; train anew with `force`");
        }
        if (looks.rows() < epoch) {
            looks.append(new float[][] {AnswerLoss.of(model, records.records(), threads)});
        }
    }

    /** Returns how many looks there were. */
    int epochs() {
        return looks.rows();
    }

    /**
     * Returns the losses of the records after an epoch.
     *
     * @param epoch from 1
     */
    float[] after(int epoch) throws IOException {
        float[] look = new float[records.records().size()];
        looks.read(epoch - 1, look);
        return look;
    }

    /**
     * Writes {@code float32[n, looks]}; rows of records that were not trained on hold no number.
     *
     * @param n how many records the source has
     */
    void write(Path file, int n) throws IOException {
        int count = looks.rows();
        if (count == 0) {
            throw new PithException("no epoch was whole, so no loss has a trajectory: train for longer, by `epochs`");
        }
        float[] losses = new float[Math.multiplyExact(n, count)];
        Arrays.fill(losses, Float.NaN);
        for (int t = 0; t < count; t++) {
            float[] look = after(t + 1);
            for (int k = 0; k < look.length; k++) {
                losses[records.ids().get(k) * count + t] = look[k];
            }
        }
        Npy.write(file, losses, n, count);
    }

    @Override
    public void close() {
        looks.close();
    }
}

package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Step;
import dev.pith.text.chat.Dialogue;
import dev.pith.text.chat.Turn;
import dev.pith.text.token.TokenCounter;
import dev.pith.torch.language.InstructionDifficulty;
import java.util.BitSet;

/** Scores of records of text that have a name of their own where a score is asked for. */
public final class RecordScores {
    /** How many tokens a record's answers have, as {@value TokenCounter#USUAL} counts them. */
    public static final String LENGTH = "length";

    /** What a language model owes to the question: {@link InstructionDifficulty}. */
    public static final String DIFFICULTY = "ifd";

    private RecordScores() {}

    /** Returns whether a score is one of these. */
    public static boolean isName(String score) {
        return score.equals(LENGTH) || score.equals(DIFFICULTY);
    }

    /**
     * Returns a score of every record; NaN where a record has none.
     *
     * @param source of the run
     * @throws PithException when the source holds no records, or the run has no such score
     */
    public static double[] of(String score, Session session, Source source) {
        RecordSource records = RecordSource.require(source, "and " + score + " is a score of those; give another");
        return score.equals(LENGTH) ? length(records) : difficulty(session);
    }

    private static double[] length(RecordSource source) {
        double[] lengths = new double[source.size()];
        try (TokenCounter counter = TokenCounter.of(TokenCounter.USUAL)) {
            for (int id = 0; id < lengths.length; id++) {
                lengths[id] = length(source, id, counter);
            }
        }
        return lengths;
    }

    /** Returns NaN of a record without an answer. */
    private static double length(RecordSource source, int id, TokenCounter counter) {
        Dialogue dialogue;
        try {
            dialogue = Dialogue.of(source.record(id), "record " + id);
        } catch (PithException e) {
            return Double.NaN;
        }
        return dialogue.turns().stream()
                .filter(turn -> turn.speaker() == Turn.Speaker.ASSISTANT)
                .mapToInt(turn -> counter.count(turn.text()))
                .sum();
    }

    /**
     * Returns the difficulty of every record; NaN where a record has none.
     *
     * @throws PithException when it was not computed in this run
     */
    public static double[] difficulty(Session session) {
        session.run()
                .require(
                        Step.SCORES,
                        "pith scores SOURCE `by ifd` `model DIR` -o "
                                + session.run().directory());
        return Npy.readDoubles(session.run().file(RunFiles.SCORE_FOLDER).resolve(RunFiles.score(DIFFICULTY)));
    }

    /**
     * Returns the records that a score speaks against: those that have none, and of the difficulty those whose question
     * is of no use, as its authors have it.
     *
     * @param values of the score, by id
     */
    public static BitSet unfit(String score, double[] values) {
        BitSet unfit = new BitSet();
        for (int id = 0; id < values.length; id++) {
            boolean useless = score.equals(DIFFICULTY) && values[id] >= InstructionDifficulty.USELESS;
            unfit.set(id, Double.isNaN(values[id]) || useless);
        }
        return unfit;
    }
}

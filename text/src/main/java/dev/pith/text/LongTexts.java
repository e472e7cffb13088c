package dev.pith.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is read of a text that is longer than an embedder reads at once. */
public enum LongTexts {
    /** Its beginning. */
    HEAD,
    /** Its end, where conversations with one long system prompt differ. */
    TAIL,
    /** All of it, in windows one after the other. Their vectors are averaged. */
    WINDOWS;

    /**
     * Pieces of a text that are read at once.
     *
     * @param from the first
     * @param to the one behind the last
     */
    public record Span(int from, int to) {
        /** Returns the number of pieces. */
        public int length() {
            return to - from;
        }
    }

    /**
     * Returns which pieces of a text are read, at least one span.
     *
     * @param pieces how many the text has
     * @param most how many are read at once
     */
    public List<Span> spans(int pieces, int most) {
        if (pieces <= most) {
            return List.of(new Span(0, pieces));
        }
        return switch (this) {
            case HEAD -> List.of(new Span(0, most));
            case TAIL -> List.of(new Span(pieces - most, pieces));
            case WINDOWS -> {
                List<Span> windows = new ArrayList<>();
                for (int from = 0; from < pieces; from += most) {
                    windows.add(new Span(from, Math.min(pieces, from + most)));
                }
                yield windows;
            }
        };
    }

    /**
     * Returns one vector for a text of several spans: the mean of theirs, each weighing as much as it has pieces,
     * scaled to the mean of their lengths, so that vectors of length 1 give one of length 1. A single vector is
     * returned as it is.
     *
     * @param vectors one for each span, all of one length
     */
    public static float[] mean(List<float[]> vectors, List<Span> spans) {
        if (vectors.size() == 1) {
            return vectors.get(0);
        }
        int d = vectors.get(0).length;
        double[] sum = new double[d];
        double length = 0;
        for (int s = 0; s < spans.size(); s++) {
            int weight = spans.get(s).length();
            float[] vector = vectors.get(s);
            double squares = 0;
            for (int j = 0; j < d; j++) {
                sum[j] += (double) weight * vector[j];
                squares += (double) vector[j] * vector[j];
            }
            length += weight * Math.sqrt(squares);
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        double scale = squares == 0 ? 0 : spans.stream().mapToInt(Span::length).sum() * Math.sqrt(squares) / length;
        float[] mean = new float[d];
        for (int j = 0; j < d; j++) {
            mean[j] = squares == 0 ? 0 : (float) (sum[j] / scale);
        }
        return mean;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

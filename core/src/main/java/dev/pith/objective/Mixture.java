package dev.pith.objective;

import java.util.List;

/**
 * A mixture: {@code f(S) = sum over k of w_k f_k(S)} of objectives over one pool (Lin and Bilmes, UAI 2012,
 * <em>Learning mixtures of submodular shells</em>). {@code gain(x) = sum over k of w_k gain_k(x)}, in the order of the
 * parts. It is monotone and submodular where all parts are.
 */
public final class Mixture implements Objective {
    private final List<Objective> parts;
    private final double[] weights;

    /**
     * Starts with nothing picked.
     *
     * @param parts at least one, all of the same pool, with nothing picked yet; used up
     * @param weights one per part, positive and finite; copied
     */
    public Mixture(List<? extends Objective> parts, double[] weights) {
        if (parts.isEmpty() || parts.size() != weights.length) {
            throw new IllegalArgumentException("a mixture needs parts and as many weights, got " + parts.size()
                    + " parts and " + weights.length + " weights");
        }
        for (double weight : weights) {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights of a mixture must be positive numbers, got " + weight);
            }
        }
        this.parts = List.copyOf(parts);
        this.weights = weights.clone();
        for (Objective part : parts) {
            if (part.size() != size()) {
                throw new IllegalArgumentException("parts of a mixture must be of one pool, got pools of " + size()
                        + " and of " + part.size() + " samples");
            }
            for (int x = 0; x < size(); x++) {
                if (part.id(x) != id(x)) {
                    throw new IllegalArgumentException("parts of a mixture must be of one pool, got ids " + id(x)
                            + " and " + part.id(x) + " at " + x);
                }
            }
        }
    }

    @Override
    public int size() {
        return parts.get(0).size();
    }

    @Override
    public int id(int candidate) {
        return parts.get(0).id(candidate);
    }

    @Override
    public double gain(int candidate) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * parts.get(k).gain(candidate);
        }
        return sum;
    }

    /**
     * {@inheritDoc} Rounding keeps the order, so the sum of bounds bounds the sum of gains. Where a part has gains that
     * are much dearer than its bounds, which are of float32 then, the others give their gains: one loose bound would
     * make all dear gains be looked at.
     */
    @Override
    public double bound(int candidate) {
        boolean cheap = boundsDecide();
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            Objective part = parts.get(k);
            sum += weights[k] * (cheap || !part.boundsDecide() ? part.bound(candidate) : part.gain(candidate));
        }
        return sum;
    }

    @Override
    public boolean boundsDecide() {
        return parts.stream().allMatch(Objective::boundsDecide);
    }

    @Override
    public void pick(int candidate) {
        parts.forEach(part -> part.pick(candidate));
    }

    @Override
    public boolean submodular() {
        return parts.stream().allMatch(Objective::submodular);
    }

    /** {@inheritDoc} Twice the sum of the parts', for the rounding of what rose. */
    @Override
    public double roundingSlack() {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += 2 * weights[k] * parts.get(k).roundingSlack();
        }
        return sum;
    }
}

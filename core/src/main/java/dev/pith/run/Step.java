package dev.pith.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A step of a run, in the order of the work. */
public enum Step {
    /** What may be wrong with the samples, listed; rests on nothing but the source. */
    CHECK,
    /** The network that makes the features, when it is trained for them, and the scores that its training may give. */
    NETWORK,
    /** Features of the samples, their keys and labels; rests on the network. */
    FEATURES,
    /** Records that repeat others and are left out; rests on the features. */
    DEDUP,
    /** What a language model says of each record: its scores, made without features. */
    SCORES,
    /** Bins of the samples; rests on the features. */
    BINS,
    /** A draw from the bins; rests on the bins. */
    SAMPLE,
    /** A choice between ways to select, by held-out samples; rests on the features. */
    CHOICE,
    /** One ranking of the samples; rests on the features, the scores of records, and on the choice of how. */
    SELECT,
    /** A masked autoencoder, which rebuilds dropped patches. */
    PRETRAIN,
    /** How well a linear classifier does on what the masked autoencoder makes of images; rests on that. */
    PROBE,
    /**
     * The patches that are kept of the selected images; rests on a selection, and on the masked autoencoder
     * for their grid.
     */
    PIXELS,
    /** A network trained and tested; a run of its own, or beside the selection it is trained on. */
    TRAIN,
    /** Images that a trained network makes; rests on the training. */
    GENERATE,
    /** A language model that learned the answers of records; a run of its own, or beside the selection it learned. */
    FINETUNE,
    /** A language model's answers to the questions of a task; a run of its own. */
    TASK,
    /**
     * Networks trained on real images, with their weights after each epoch; a run of its own, or beside condensed
     * images.
     */
    EXPERTS,
    /** A few images condensed from all; a run of its own. Rests on experts where it follows those of the same run. */
    CONDENSE,
    /** Selections, or condensed images, compared by training on them. */
    EVALUATE,
    /** Networks ranked by trainings on a few images; rests on the features, by which some of the images are chosen. */
    SEARCH,
    /** Files for a trainer; rests on a selection, or on condensed images. */
    EXPORT,
    /** A page to look at; rests on all there is. */
    REPORT;

    /** Returns what the manifest calls the step. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether other steps rest on this one's files, so that it must not change under them,
     * or whether it took long enough that a mistyped option must not undo it.
     *
     * <p>What is drawn, ranked, compared, exported or reported may be made anew with other options at any time.
     */
    boolean isFoundation() {
        return this == NETWORK
                || this == FEATURES
                || this == DEDUP
                || this == SCORES
                || this == BINS
                || this == PRETRAIN
                || this == TRAIN
                || this == FINETUNE
                || this == EXPERTS
                || this == CONDENSE;
    }

    /** Returns the steps of the same run whose files this one reads, as far as they are there. */
    private Set<Step> restsOn() {
        return switch (this) {
            case CHECK, NETWORK, SCORES, PRETRAIN, TRAIN, FINETUNE, TASK, EXPERTS -> EnumSet.noneOf(Step.class);
            case PROBE -> EnumSet.of(PRETRAIN);
            case GENERATE -> EnumSet.of(TRAIN);
            case CONDENSE -> EnumSet.of(EXPERTS);
            case FEATURES -> EnumSet.of(NETWORK);
            case DEDUP -> EnumSet.of(FEATURES);
            case BINS, CHOICE -> EnumSet.of(FEATURES, DEDUP);
            case SELECT -> EnumSet.of(FEATURES, DEDUP, SCORES, CHOICE);
            case SAMPLE -> EnumSet.of(BINS);
            case PIXELS -> EnumSet.of(NETWORK, SAMPLE, SELECT, PRETRAIN);
            case EVALUATE -> EnumSet.of(FEATURES, SAMPLE, SELECT, PIXELS, CONDENSE);
            case SEARCH -> EnumSet.of(FEATURES);
            case EXPORT -> EnumSet.of(SAMPLE, SELECT, CONDENSE);
            case REPORT -> EnumSet.of(CHECK, FEATURES, BINS, SAMPLE, SELECT, PIXELS, CONDENSE, EVALUATE, SEARCH);
        };
    }

    /**
     * Returns the steps that rest on this one, directly or by others: their files are worth nothing once it
     * is done anew.
     */
    Set<Step> dependents() {
        Set<Step> dependents = EnumSet.noneOf(Step.class);
        for (Step later : values()) { // in the order of the work, so that those between come first
            Set<Step> below = later.restsOn();
            if (below.contains(this) || !Collections.disjoint(below, dependents)) {
                dependents.add(later);
            }
        }
        return dependents;
    }
}

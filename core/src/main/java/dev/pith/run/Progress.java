package dev.pith.run;

/** Hears how far a long computation has come. Called often and from one thread at a time; must return quickly. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress NONE = (done, total) -> {};

    /**
     * Reports that {@code done} of {@code total} units are done.
     *
     * @param done from 0 to {@code total}, never falling
     * @param total the number of units, positive
     */
    void onStep(long done, long total);
}

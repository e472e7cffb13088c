package dev.pith.pipeline.session;

/** Hears what a step has to say while it works. The results of the step are in the record that the step returns. */
public interface Messages {
    /** Hears nothing, and answers no. */
    Messages NONE = new Messages() {};

    /** Hears what was decided for the user. */
    default void note(String line) {}

    /** Hears what the user should know although the work goes on. */
    default void warn(String line) {}

    /** Answers a question; without anybody to ask it is no. */
    default boolean agrees(String question) {
        return false;
    }

    /**
     * Begins to hear how far a task has come.
     *
     * @param task what is being done, as in {@code reading images}
     */
    default TaskProgress progress(String task) {
        return TaskProgress.NONE;
    }
}

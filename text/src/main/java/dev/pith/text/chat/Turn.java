package dev.pith.text.chat;

/**
 * What somebody says.
 *
 * @param input what an instruction is about, apart from its text; empty where there is none
 */
public record Turn(Speaker speaker, String text, String input) {
    /** Who speaks. */
    public enum Speaker {
        SYSTEM,
        USER,
        ASSISTANT,
        /** What a tool answered to the assistant. */
        TOOL
    }

    Turn(Speaker speaker, String text) {
        this(speaker, text, "");
    }

    /** Returns the text, and below it the input. */
    String whole() {
        return input.isEmpty() ? text : text + "\n" + input;
    }
}

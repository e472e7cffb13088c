package dev.pith.text.chat;

/** A part of what a model sees: a text, or, where that is empty, a token that begins or ends one. */
record Piece(String text, boolean learned) {
    /** The token that begins a text, where the tokenizer has one. */
    static final Piece BEGIN = new Piece("", false);

    /** The token that ends a text; learned, so that a model knows when to stop. */
    static final Piece END = new Piece("", true);

    /** Returns whether this is one of those two. */
    boolean isMarker() {
        return text.isEmpty();
    }

    static Piece given(String text) {
        return new Piece(text, false);
    }

    static Piece learned(String text) {
        return new Piece(text, true);
    }
}

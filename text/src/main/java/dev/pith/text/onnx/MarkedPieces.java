package dev.pith.text.onnx;

import dev.pith.text.LongTexts.Span;
import java.util.Arrays;

/**
 * The numbered pieces of a text between those that mark its beginning and end.
 *
 * @param ids all of them; not copied
 * @param marksBefore how many mark the beginning
 * @param marksAfter how many mark the end
 */
record MarkedPieces(long[] ids, int marksBefore, int marksAfter) {
    /**
     * Tells marks from pieces.
     *
     * @param special 1 for what the tokenizer added to the text, else 0
     */
    static MarkedPieces of(long[] ids, long[] special) {
        int before = 0;
        while (before < ids.length && special[before] == 1) {
            before++;
        }
        int after = 0;
        while (after < ids.length - before && special[ids.length - 1 - after] == 1) {
            after++;
        }
        return new MarkedPieces(ids, before, after);
    }

    int marks() {
        return marksBefore + marksAfter;
    }

    /** Returns how many pieces are the text's own. */
    int count() {
        return ids.length - marks();
    }

    /** Returns a part of the text as a text of its own, marks around it. */
    long[] marked(Span span) {
        long[] part = Arrays.copyOf(ids, marks() + span.length());
        System.arraycopy(ids, marksBefore + span.from(), part, marksBefore, span.length());
        System.arraycopy(ids, ids.length - marksAfter, part, marksBefore + span.length(), marksAfter);
        return part;
    }
}

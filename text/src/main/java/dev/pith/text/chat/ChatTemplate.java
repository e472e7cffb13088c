package dev.pith.text.chat;

import dev.pith.text.chat.Turn.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a dialogue is put to a model: what stands around what is said, and what of it is learned. */
public enum ChatTemplate {
    /** Stanford Alpaca's prompt; a system's words stand in place of its first sentences. */
    ALPACA {
        @Override
        List<Piece> pieces(List<Turn> turns) {
            List<Piece> pieces = new ArrayList<>();
            String before = "";
            boolean first = true;
            for (Turn turn : turns) {
                switch (turn.speaker()) {
                    case SYSTEM -> before = turn.text();
                    case USER -> {
                        String opening = first ? opening(before, turn) : "\n\n";
                        pieces.add(Piece.given(opening + "### Instruction:\n" + turn.text() + "\n\n"
                                + (turn.input().isEmpty() ? "" : "### Input:\n" + turn.input() + "\n\n")
                                + "### Response:"));
                        first = false;
                    }
                    case TOOL -> pieces.add(Piece.given("\n\n### Input:\n" + turn.text() + "\n\n### Response:"));
                    case ASSISTANT -> pieces.addAll(List.of(Piece.learned(turn.text()), Piece.END));
                }
            }
            return pieces;
        }

        private String opening(String before, Turn turn) {
            String given = turn.input().isEmpty() ? "" : ", paired with an input that provides further context";
            return (before.isEmpty()
                            ? "Below is an instruction that describes a task" + given
                                    + ". Write a response that appropriately completes the request."
                            : before)
                    + "\n\n";
        }
    },

    /** {@code <|im_start|>}, a role, what is said, and {@code <|im_end|>}. */
    CHATML {
        @Override
        List<Piece> pieces(List<Turn> turns) {
            List<Piece> pieces = new ArrayList<>();
            for (Turn turn : turns) {
                pieces.add(Piece.given("<|im_start|>" + role(turn) + "\n"));
                boolean learned = turn.speaker() == Speaker.ASSISTANT;
                pieces.add(new Piece(turn.whole() + "<|im_end|>", learned));
                pieces.add(Piece.given("\n"));
            }
            return pieces;
        }
    },

    /** LLaMA 2's: instructions in {@code [INST]}, and in the first of them the system's words. */
    LLAMA2 {
        @Override
        List<Piece> pieces(List<Turn> turns) {
            List<Piece> pieces = new ArrayList<>();
            String before = "";
            for (Turn turn : turns) {
                switch (turn.speaker()) {
                    case SYSTEM -> before = "<<SYS>>\n" + turn.text() + "\n<</SYS>>\n\n";
                    case USER, TOOL -> {
                        pieces.add(Piece.BEGIN);
                        pieces.add(Piece.given("[INST] " + before + turn.whole() + " [/INST]"));
                        before = "";
                    }
                    case ASSISTANT -> pieces.addAll(List.of(Piece.learned(" " + turn.text() + " "), Piece.END));
                }
            }
            return pieces;
        }
    },

    /** LLaMA 3's: a header with a role, what is said, and {@code <|eot_id|>}. */
    LLAMA3 {
        @Override
        List<Piece> pieces(List<Turn> turns) {
            List<Piece> pieces = new ArrayList<>(List.of(Piece.BEGIN));
            for (Turn turn : turns) {
                String role = turn.speaker() == Speaker.TOOL ? "ipython" : role(turn);
                pieces.add(Piece.given("<|start_header_id|>" + role + "<|end_header_id|>\n\n"));
                boolean learned = turn.speaker() == Speaker.ASSISTANT;
                pieces.add(new Piece(turn.whole().strip() + "<|eot_id|>", learned));
            }
            return pieces;
        }
    },

    /** What is said and nothing else, each turn on lines of its own: for texts without a question. */
    PLAIN {
        @Override
        List<Piece> pieces(List<Turn> turns) {
            List<Piece> pieces = new ArrayList<>();
            for (Turn turn : turns) {
                boolean learned = turn.speaker() == Speaker.ASSISTANT;
                pieces.add(new Piece(turn.whole(), learned));
                pieces.add(learned ? Piece.END : Piece.given("\n"));
            }
            return pieces;
        }
    };

    /** Returns what a model sees of a dialogue, in order. */
    abstract List<Piece> pieces(List<Turn> turns);

    /**
     * Returns what a model sees of a dialogue as a text to look at: what is learned stands between {@code [[} and
     * {@code ]]}.
     *
     * @param template null for what is usual for the dialogue's form
     */
    public static String shown(Dialogue dialogue, @Nullable ChatTemplate template) {
        ChatTemplate chosen = template == null ? usual(dialogue.form()) : template;
        return chosen.pieces(dialogue.turns()).stream()
                .map(piece -> piece.isMarker()
                        ? (piece.learned() ? "[[<end>]]" : "<begin>")
                        : piece.learned() ? "[[" + piece.text() + "]]" : piece.text())
                .collect(Collectors.joining());
    }

    private static String role(Turn turn) {
        return turn.speaker().name().toLowerCase(Locale.ROOT);
    }

    /** Returns the template that fits the form of a record. */
    public static ChatTemplate usual(Dialogue.Form form) {
        return switch (form) {
            case INSTRUCTION -> ALPACA;
            case CONVERSATION -> CHATML;
            case TEXT -> PLAIN;
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.pith.data.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with names of fields in braces, such as {@code Q: {question} A: {answer}}; a brace doubled is the brace
 * itself.
 */
final class TextTemplate {
    private final String template;
    /** What stands before, between and after the fields: one more than there are fields. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> fields = new ArrayList<>();

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException when it names no field or a brace has no partner
     */
    TextTemplate(String template) {
        this.template = template;
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                literal.append(c);
                i++;
            } else if (c == '{') {
                int end = template.indexOf('}', i);
                if (end <= i + 1) {
                    throw unreadable("a { without a field and a }");
                }
                literals.add(literal.toString());
                literal.setLength(0);
                fields.add(template.substring(i + 1, end));
                i = end;
            } else if (c == '}') {
                throw unreadable("a } without a {");
            } else {
                literal.append(c);
            }
        }
        literals.add(literal.toString());
        if (fields.isEmpty()) {
            throw unreadable("no field");
        }
    }

    private IllegalArgumentException unreadable(String what) {
        return new IllegalArgumentException("a text template names fields in braces, such as '{question} {answer}'"
                + " ({{ and }} are braces themselves); '" + template + "' has " + what);
    }

    /** Returns the names of the fields, in order. */
    List<String> fields() {
        return fields;
    }

    /** Returns the text with the values in place, those that are absent or null empty; null when all are. */
    @Nullable
    String fill(Map<String, @Nullable String> values) {
        StringBuilder text = new StringBuilder(literals.get(0));
        boolean any = false;
        for (int i = 0; i < fields.size(); i++) {
            String value = values.get(fields.get(i));
            if (value != null && !value.isEmpty()) {
                any = true;
                text.append(value);
            }
            text.append(literals.get(i + 1));
        }
        return any ? text.toString() : null;
    }
}

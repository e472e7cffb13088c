package dev.pith.text;

import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Texts in memory. */
public record ListSource(List<String> texts) implements RecordSource {
    @Override
    public byte[] record(int id) {
        return text(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int id) {
        return texts.get(id);
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.empty();
    }

    @Override
    public String fingerprint() {
        return "list of " + texts.hashCode();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}

package dev.pith.text.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.record.RecordJson;
import java.io.IOException;
import java.nio.file.Path;

/** What a {@code tokenizer.json} says of its vocabulary. */
final class TokenizerFile {
    private static final ObjectMapper JSON = new ObjectMapper(RecordJson.FACTORY);

    private TokenizerFile() {}

    /**
     * Returns the largest number of a token.
     *
     * @throws PithException when the file cannot be read
     */
    static int largestId(Path file) {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            int largest = -1;
            JsonNode vocabulary = json.path("model").path("vocab");
            if (vocabulary.isArray()) { // of pairs of a token and how likely it is
                largest = vocabulary.size() - 1;
            } else {
                for (JsonNode id : vocabulary) {
                    largest = Math.max(largest, id.asInt());
                }
            }
            for (JsonNode token : json.path("added_tokens")) {
                largest = Math.max(largest, token.path("id").asInt());
            }
            return largest;
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read (" + e.getMessage() + "): take it from the model's files", e);
        }
    }
}

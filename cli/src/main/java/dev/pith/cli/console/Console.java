package dev.pith.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;

/**
 * Where a command prints.
 *
 * @param out for results
 * @param err for progress and messages
 * @param json whether results are printed as JSON
 */
public record Console(PrintWriter out, PrintWriter err, boolean json) {
    /** Prints a result of maps, lists, text and numbers. */
    public void printJson(Object result) {
        try {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, text and numbers can be written", e);
        }
    }
}

package dev.pith.cli.console;

import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.TaskProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Says on stderr what steps have to say, and asks on stdin. */
public record ConsoleMessages(PrintWriter err) implements Messages {
    @Override
    public void note(String line) {
        err.println("pith: " + OptionWords.in(line));
    }

    @Override
    public void warn(String line) {
        err.println("pith: warning: " + OptionWords.in(line));
    }

    @Override
    public boolean agrees(String question) {
        err.print("pith: " + OptionWords.in(question) + " (yes or no) ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        } finally {
            err.println();
        }
    }

    @Override
    public TaskProgress progress(String task) {
        return new ProgressLine(task, err);
    }
}

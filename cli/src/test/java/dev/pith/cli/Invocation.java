package dev.pith.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command that ran in this process, as a user would see it.
 *
 * @param exitCode what the process would end with
 * @param out what stood on stdout
 * @param err what stood on stderr
 */
record Invocation(int exitCode, String out, String err) {
    static Invocation of(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        int exitCode = Pith.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Invocation(exitCode, out.toString(), err.toString());
    }
}

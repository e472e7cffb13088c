package dev.pith.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, which can be killed. */
final class PithProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final Process process;

    private PithProcess(Process process) {
        this.process = process;
    }

    /** Starts a command on the class path of the tests. */
    static PithProcess start(Path directory, Object... words) throws IOException {
        return startUnder(directory, List.of(), words);
    }

    /** Starts a command through another, such as a shell that sets a limit first. */
    static PithProcess startUnder(Path directory, List<String> launcher, Object... words) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(command(words));
        return new PithProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns the words that start a command on the class path of the tests. */
    static List<String> command(Object... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Pith.class.getName());
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }

    /**
     * Tells the process to end, as Ctrl-C does, and returns the exit code that this leads to. Where whoever started the
     * tests ignores Ctrl-C (a shell does for what it runs in the background), so do all processes below, and SIGTERM
     * tells them the same.
     */
    int interrupt() throws IOException, InterruptedException {
        boolean ignored = ignoresInterrupts();
        new ProcessBuilder("kill", ignored ? "-TERM" : "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        return 128 + (ignored ? SIGTERM : SIGINT);
    }

    /** Asks the system where it tells; others are believed to listen. */
    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line ->
                        new BigInteger(line.substring("SigIgn:".length()).strip(), 16).testBit(SIGINT - 1));
    }

    /** Ends the process at once and for sure, as SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Returns the processes that it started and that run still, in the order of their start. */
    List<ProcessHandle> children() {
        return process.children()
                .filter(ProcessHandle::isAlive)
                .sorted(Comparator.comparingLong(ProcessHandle::pid))
                .toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Waits for the end and returns what stood on stderr. */
    String err() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

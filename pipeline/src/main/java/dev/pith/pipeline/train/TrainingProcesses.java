package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.torch.parallel.MeetingPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of this machine that train one network together, as the process that started them sees them.
 *
 * <p>Each process has a {@link ProcessRole} and trains in a {@link TrainingProcess}. The first process tells how far
 * the training is. When a process fails, the others are ended, and an exception names the process that failed and
 * says why.
 */
final class TrainingProcesses implements AutoCloseable {
    /** Begins a line in which the first process tells how far the training is; done, total and a text follow. */
    static final String PROGRESS = "pith-progress ";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingProcesses.class);
    private static final String SAYS = "pith: ";
    private static final long POLL_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 5_000;

    private final MeetingPoint meeting;
    private final Path checkpoint;
    private final List<Member> members = new ArrayList<>();

    private TrainingProcesses(MeetingPoint meeting, Path checkpoint) {
        this.meeting = meeting;
        this.checkpoint = checkpoint;
    }

    /** One of the processes, and what the process said. */
    private static final class Member {
        private final Process process;
        private final Thread reader;
        private volatile @Nullable String progress;
        private volatile @Nullable String reason;
        private final Queue<String> fault = new ConcurrentLinkedQueue<>();

        Member(Process process, int rank) {
            this.process = process;
            reader = new Thread(() -> read(rank), "pith-process-" + rank);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(int rank) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(PROGRESS)) {
                        progress = line.substring(PROGRESS.length());
                    } else {
                        LOG.debug("Worker {}: {}", rank, line);
                        hear(line);
                    }
                }
            } catch (IOException e) {
                LOG.debug("Worker {} cannot be heard", rank, e);
            }
        }

        private void hear(String line) {
            if (line.startsWith(SAYS)) {
                reason = line.substring(SAYS.length()); // an earlier line of this kind was a note
                fault.clear();
            } else if (reason != null) {
                fault.add(line);
            }
        }
    }

    /**
     * Starts the processes.
     *
     * @param launcher starts each of them
     * @param checkpoint the file that the processes go on from and leave
     */
    static TrainingProcesses start(ProcessLauncher launcher, int count, Path checkpoint) {
        TrainingProcesses processes = new TrainingProcesses(MeetingPoint.open(), checkpoint);
        try {
            for (int rank = 0; rank < count; rank++) {
                ProcessRole role = new ProcessRole(rank, processes.meeting.port());
                processes.members.add(new Member(launcher.start(role), rank));
            }
            return processes;
        } catch (IOException e) {
            processes.close();
            throw new PithException("a process cannot be started (" + e.getMessage() + "); train without `workers`", e);
        }
    }

    /**
     * Returns when the training is done.
     *
     * @throws PithException naming the process that failed, why, and what the same command goes on from
     */
    void await(TaskProgress progress) {
        while (members.stream().anyMatch(member -> member.process.isAlive())) {
            sleep();
            String line = members.get(0).progress;
            if (line == null) {
                progress.check();
            } else {
                String[] parts = line.split(" ", 3);
                progress.onStep(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
            }
            if (members.stream().anyMatch(TrainingProcesses::failed)) {
                break;
            }
        }
        if (members.stream().anyMatch(TrainingProcesses::failed)) {
            throw failure();
        }
    }

    private static boolean failed(Member member) {
        return !member.process.isAlive() && member.process.exitValue() != 0;
    }

    /**
     * Returns why the training failed. The other processes notice soon and end with {@link ProcessRole#LOST}. The cause
     * is a process that ended otherwise.
     */
    private RuntimeException failure() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (members.stream().anyMatch(member -> member.process.isAlive()) && System.nanoTime() < deadline) {
            sleep();
        }
        List<Integer> first = new ArrayList<>();
        for (int rank = 0; rank < members.size(); rank++) {
            Member member = members.get(rank);
            if (failed(member)) {
                join(member.reader);
                if (member.process.exitValue() != ProcessRole.LOST) {
                    first.add(rank);
                }
            }
        }
        for (int rank : first) {
            Member member = members.get(rank);
            String reason = member.reason;
            boolean saidWhy = member.process.exitValue() == ProcessRole.FAILED
                    || member.process.exitValue() == ProcessRole.MISUSED;
            if (reason != null && saidWhy) {
                return member.fault.isEmpty() || member.process.exitValue() == ProcessRole.MISUSED
                        ? new PithException(reason)
                        : new IllegalStateException(
                                "worker " + rank + ": " + reason + "\n" + String.join("\n", member.fault));
            }
        }
        String who = first.isEmpty()
                ? "the workers lost each other"
                : "worker " + first.get(0) + " of " + members.size() + " was ended from outside (exit code "
                        + members.get(first.get(0)).process.exitValue() + ")";
        return new PithException(who + "; "
                + (Files.exists(checkpoint)
                        ? "the last good checkpoint is " + checkpoint + ", and the same command goes on from there"
                        : "nothing was saved before, and the same command starts anew"));
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PithException("interrupted", e);
        }
    }

    private static void join(Thread reader) {
        try {
            reader.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the processes that still run. */
    @Override
    public void close() {
        for (Member member : members) {
            member.process.destroyForcibly();
        }
        for (Member member : members) {
            join(member.reader);
        }
        meeting.close();
    }
}

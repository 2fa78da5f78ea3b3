package llhls.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program started by a test, or a pipeline of them, with its output captured. Closing ends it through its own handle.
 *
 * <p>Thread: any; the output is collected by a thread of its own.
 */
final class ChildProcess implements AutoCloseable {

    private static final int MAX_LINES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final List<Process> processes;
    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private final Thread reader;

    private ChildProcess(String name, List<Process> processes) {
        this.name = name;
        this.processes = processes;
        reader = new Thread(this::collect, "output-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    static ChildProcess start(String name, List<String> command) {
        return pipeline(name, List.of(command));
    }

    /** {@code a | b | c}; captured are both outputs of the last and the error output of none but it. */
    static ChildProcess pipeline(String name, List<List<String>> commands) {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (List<String> command : commands) {
            builders.add(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
        }
        builders.get(builders.size() - 1)
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true);
        if (builders.size() == 1) {
            builders.get(0).redirectInput(ProcessBuilder.Redirect.from(nothing()));
        }
        try {
            return new ChildProcess(name, List.copyOf(ProcessBuilder.startPipeline(builders)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + commands + ": is it installed?", e);
        }
    }

    /** Runs to its end and returns the output; fails when the exit code is not 0. */
    static String run(String name, List<String> command) {
        return run(name, command, Wait.GENEROUS);
    }

    static String run(String name, List<String> command, Duration limit) {
        try (ChildProcess process = start(name, command)) {
            int code = process.awaitExit(limit);
            if (code != 0) {
                throw new AssertionError(name + " ended with " + code + ":\n" + process.output());
            }
            return process.output();
        }
    }

    private static java.io.File nothing() {
        try {
            Path empty = Files.createTempFile("llhls-empty", "");
            empty.toFile().deleteOnExit();
            return empty.toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return last().isAlive();
    }

    long pid() {
        return last().pid();
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The first match in the output so far or to come. */
    Matcher awaitLine(Pattern pattern) {
        return Wait.until(name + " prints " + pattern, () -> {
            boolean ended = !reader.isAlive();
            Optional<Matcher> found =
                    lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
            if (found.isEmpty() && ended) {
                throw new Wait.Hopeless(name + " ended without printing " + pattern + ":\n" + output());
            }
            return found;
        });
    }

    /** The exit code of the (last) program. */
    int awaitExit(Duration limit) {
        try {
            if (!last().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + limit.toSeconds() + " s:\n" + output());
            }
            reader.join(PATIENCE.toMillis());
            return last().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends it without giving it a chance to say goodbye. */
    void kill() {
        everything().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        List<ProcessHandle> all = everything().toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : all) {
            try {
                process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                process.destroyForcibly();
            }
        }
        writeLog();
    }

    private Stream<ProcessHandle> everything() {
        return processes.stream()
                .map(Process::toHandle)
                .flatMap(process -> Stream.concat(process.descendants().toList().stream(), Stream.of(process)));
    }

    private Process last() {
        return processes.get(processes.size() - 1);
    }

    private void collect() {
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(last().getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                synchronized (lines) {
                    if (lines.size() < MAX_LINES) {
                        lines.add(line);
                    }
                }
            }
        } catch (IOException e) {
            // "Stream closed": the process was ended by us while this thread read
            synchronized (lines) {
                lines.add("(output cut: " + e.getMessage() + ")");
            }
        }
    }

    /** Leaves the output under target/logs, for whoever looks into a failure. */
    private void writeLog() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "logs"));
            Files.writeString(folder.resolve(name + "-" + pid() + ".log"), output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

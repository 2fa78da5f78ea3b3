package llhls.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a command stop cleanly on SIGTERM and Ctrl-C: the JVM waits in its shutdown hook until {@code stop} returns, then ends
 * with exit code 0.
 */
final class SignalStop {

    private final AtomicBoolean armed = new AtomicBoolean(true); // whoever clears it acts: the hook, or disarm

    private SignalStop() {}

    /** Calls {@code stop} once on a signal, on the hook's thread. */
    static SignalStop install(Runnable stop) {
        SignalStop signal = new SignalStop();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.run(stop), "stop"));
        return signal;
    }

    private void run(Runnable stop) {
        if (armed.compareAndSet(true, false)) {
            stop.run();
            Runtime.getRuntime().halt(ExitCodes.OK);
        }
    }

    /** The command ended on its own: the JVM keeps its exit code. */
    void disarm() {
        armed.set(false);
    }
}

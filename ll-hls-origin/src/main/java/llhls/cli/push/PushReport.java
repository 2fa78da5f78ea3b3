package llhls.cli.push;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tells the user how pushing goes: a line for each event, and on a terminal one line of figures that renews itself. */
public final class PushReport {

    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final int CLEAR_WIDTH = 78;

    private final PrintWriter out;
    private final boolean terminal;
    private final String what;
    private final String where;

    // for the running connection
    private boolean lineOpen;
    private long lastNs;
    private long lastBytes;
    private boolean started;

    /**
     * @param terminal whether {@code out} can renew a line
     * @param what the source, for people
     * @param where the server, for people
     */
    public PushReport(PrintWriter out, boolean terminal, String what, String where) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.where = where;
    }

    void connected() {
        started = false;
        line("publishing " + what + " to " + where + " (Ctrl-C stops)");
    }

    void lost(String reason) {
        line("connection lost: " + (reason.isEmpty() ? "the server is gone" : reason));
    }

    void notConnected(IOException e) {
        line("not connected to " + where + ": " + e.getMessage());
    }

    void pause(long seconds) {
        line("trying again in " + seconds + " s");
    }

    /** Renews the figures, once a second. */
    void stats(long nowNs, Supplier<Map<String, Number>> stats) {
        if (!terminal || (started && nowNs - lastNs - INTERVAL_NS < 0)) {
            return;
        }
        Map<String, Number> now = stats.get();
        long bytes = now.getOrDefault("byteSentTotal", 0).longValue();
        if (started) {
            show(figures(bytes - lastBytes, nowNs - lastNs, now));
        }
        started = true;
        lastNs = nowNs;
        lastBytes = bytes;
    }

    /** Ends the line of figures. */
    public void end() {
        if (lineOpen) {
            out.println();
            out.flush();
            lineOpen = false;
        }
    }

    private static String figures(long bytes, long ns, Map<String, Number> stats) {
        return String.format(
                Locale.ROOT,
                "%6d kbit/s   round trip %5.1f ms   sent again %d   dropped %d",
                bytes * 8_000_000L / Math.max(1, ns),
                stats.getOrDefault("msRTT", 0).doubleValue(),
                stats.getOrDefault("pktRetransTotal", 0).longValue(),
                stats.getOrDefault("pktSndDropTotal", 0).longValue());
    }

    private void show(String figures) {
        out.print("\r" + figures);
        out.flush();
        lineOpen = true;
    }

    private void line(String text) {
        if (lineOpen) {
            out.print("\r" + " ".repeat(CLEAR_WIDTH) + "\r");
            lineOpen = false;
        }
        out.println("push: " + text);
        out.flush();
    }
}

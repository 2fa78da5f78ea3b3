package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llhls.ingest.ts.TsCounters.Name;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.io.Payload;
import llhls.media.io.PayloadReceiver;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one publisher's transport stream into complete access units, each as soon as its last byte is in.
 *
 * <p>AVC and AAC in ADTS become tracks; other streams are told as findings or ignored. A unit with a missing byte is never
 * given out.
 *
 * <p>Thread: confined to the media thread of the stream, {@link #counters} excepted.
 */
public final class TsDemuxer implements PayloadReceiver {

    private static final long MAX_UNSYNCHRONISED_BYTES = 64 << 10;
    private static final long MAX_UNSYNCHRONISED_NS = 2_000_000_000L;
    private static final long LATE_TABLES_NS = 1_000_000_000L;
    /** A source silent for so long has sent all of its last picture. */
    private static final long IDLE_NS = 50_000_000;

    private final MediaSink sink;
    private final Findings findings;
    private final TsCounters counters = new TsCounters();
    private final PidTable pids = new PidTable();
    private final TsPacketView view = new TsPacketView();
    private final TsSync sync;
    private final ProgramTables tables;
    private final TsProgram program;

    /** Written by the media thread when streams come or go, read by {@link #counters}. */
    private volatile List<EsPid> streams = List.of();

    private boolean started;
    private boolean ended;
    private long startNs;
    private long arrivalNs;
    private long tickNs;

    public TsDemuxer(MediaSink sink) {
        this(sink, TsConfig.defaults());
    }

    public TsDemuxer(MediaSink sink, TsConfig config) {
        this.sink = sink;
        this.findings = new Findings(sink);
        this.sync = new TsSync(new Packets(), counters);
        this.program = new TsProgram(sink, config.onLoss(), pids, findings, counters);
        this.tables = new ProgramTables(config, pids, counters, this::programChanged);
    }

    @Override
    public void payload(Payload payload) {
        if (ended) {
            return;
        }
        arrivalNs = payload.arrivalNs();
        startNs = started ? startNs : arrivalNs;
        started = true;
        tables.at(arrivalNs);
        sync.message(payload.bytes(), 0, payload.length(), payload.lossBefore());
        if (sync.skippedSinceLock() > MAX_UNSYNCHRONISED_BYTES) {
            reportNoTransportStream();
        }
    }

    @Override
    public void tick(long nowNs) {
        tickNs = nowNs;
        program.timeline().tick(nowNs);
        if (started && !sync.everLocked() && nowNs - startNs >= MAX_UNSYNCHRONISED_NS) {
            reportNoTransportStream();
        }
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            program.end(tickNs - arrivalNs >= IDLE_NS);
        } finally {
            sink.end();
        }
    }

    /**
     * Counters of the whole stream, and of each PID under {@code pid.<number>.}; those that are 0 are left out.
     *
     * <p>Thread: any; the values may be a moment old.
     */
    public Map<String, Number> counters() {
        Map<String, Number> all = new LinkedHashMap<>(counters.snapshot(""));
        for (EsPid stream : streams) {
            all.putAll(stream.counters().snapshot("pid." + stream.pid() + "."));
        }
        return Map.copyOf(all);
    }

    /** How much later than the video of the same time audio arrives, in milliseconds; 0 when unknown. */
    public long audioLatenessMs() {
        AudioLateness lateness = program.timeline().lateness();
        return lateness.known() ? lateness.peakMs() : 0;
    }

    private void programChanged(ProgramMap map) {
        if (streams.isEmpty() && arrivalNs - startNs > LATE_TABLES_NS) {
            findings.tell(new EncoderFinding(
                    "late-tables",
                    "the program tables came " + (arrivalNs - startNs) / 1_000_000 + " ms after the first packet",
                    "repeat PAT and PMT every 100 ms; ffmpeg: -pat_period 0.1"));
        }
        program.apply(map);
        streams = new ArrayList<>(program.streams());
    }

    private void reportNoTransportStream() {
        findings.tell(new EncoderFinding(
                "not-mpeg-ts",
                "the input is not an MPEG transport stream: no packets of 188 bytes were found",
                "send MPEG-TS; ffmpeg: -f mpegts"));
    }

    /** Takes what {@link TsSync} finds. */
    private final class Packets implements TsSync.Output {

        @Override
        public void packet(byte[] bytes, int offset) {
            counters.add(Name.PACKETS, 1);
            if (!view.wrap(bytes, offset)) {
                return;
            }
            int pid = view.pid();
            if (pid == TsPacketView.NULL_PID) {
                counters.add(Name.NULL_PACKETS, 1);
                return;
            }
            if (view.transportError() || view.scrambled() || view.malformed()) {
                refuse();
                return;
            }
            if (pid == program.pcrPid() && view.discontinuity()) {
                program.timeline().discontinuityIndicated();
            }
            @Nullable PidHandler handler = pids.get(pid);
            if (handler != null) {
                handle(handler);
            }
        }

        /** What was thrown through a handler left it half way: the next packet finds it behind a gap. */
        private void handle(PidHandler handler) {
            boolean done = false;
            try {
                handler.packet(view, arrivalNs);
                done = true;
            } finally {
                if (!done) {
                    handler.suspect();
                }
            }
        }

        @Override
        public void syncLost() {
            pids.suspectAll();
        }

        private void refuse() {
            counters.add(Name.DROPPED_PACKETS, 1);
            if (view.scrambled() && !view.transportError()) {
                findings.tell(new EncoderFinding(
                        "scrambled",
                        "transport packets are scrambled (PID " + view.pid() + ") and cannot be read",
                        "switch conditional access off for this output"));
            }
        }
    }
}

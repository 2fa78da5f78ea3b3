package llhls.ingest.ts;

/**
 * Tells when a packet of a recorded stream would have been sent.
 *
 * <p>A constant-rate multiplexer says so by PCRs close together; in between, its bitrate does. Otherwise the decoding time
 * of the video decides (of the audio when there is none), so that a picture leaves in one burst at its time, as an encoder
 * sends it live.
 *
 * <p>Thread: confined to its reader.
 */
final class TsSendClock {

    /** What the times are taken from. */
    enum Source {
        PCR,
        VIDEO,
        AUDIO,
        NONE
    }

    /** PCRs at most this far apart, as DVB wants them, are a clock. */
    private static final long DENSE_PCR_TICKS = Ticks33.PER_SECOND * 4 / 100;
    /** A step beyond is a cut in the recording: it takes no time. */
    private static final long MAX_STEP_TICKS = Ticks33.PER_SECOND;

    private static final int NONE = -1;

    private final Source source;
    private final PesTimestamps times = new PesTimestamps();
    private int clockPid = NONE;
    private boolean started;
    private long lastTicks33;
    private long sendTicks;
    private long lastStep;
    private long passStartTicks;

    // between two PCRs
    private long packetsSince;
    private long packetsBetween;
    private long ticksBetween;

    TsSendClock(Source source) {
        this.source = source;
    }

    /** Looks at a packet before it is restamped; returns ticks since the first time, never less than before. */
    long packet(TsPacketView packet) {
        if (packet.malformed()) {
            return now();
        }
        if (source == Source.PCR) {
            packetsSince++;
            if (packet.hasPcr() && isClock(packet.pid())) {
                pcr(packet.pcrBase());
            }
        } else if (packet.hasPayload() && times.wrap(packet) && isClockPes(packet.pid())) {
            step(times.dts33());
        }
        return now();
    }

    /** The file begins again: what comes first is sent {@code passTicks} after the first packet of the pass before. */
    void restart(long passTicks) {
        long wait = passStartTicks + passTicks - sendTicks;
        boolean plausible = wait > 0 && wait <= MAX_STEP_TICKS;
        sendTicks += plausible ? wait : lastStep;
        passStartTicks = sendTicks;
        started = false;
        packetsSince = 0;
        packetsBetween = 0;
    }

    private boolean isClockPes(int pid) {
        return (times.isVideo() || source == Source.AUDIO) && isClock(pid);
    }

    /** The first PID that has what is wanted is the clock for good. */
    private boolean isClock(int pid) {
        clockPid = clockPid == NONE ? pid : clockPid;
        return clockPid == pid;
    }

    private void pcr(long base33) {
        long before = sendTicks;
        step(base33);
        packetsBetween = packetsSince;
        ticksBetween = sendTicks - before;
        packetsSince = 0;
    }

    private void step(long ticks33) {
        long step = started ? Ticks33.distance(lastTicks33, ticks33) : 0;
        if (step > 0 && step <= MAX_STEP_TICKS) {
            sendTicks += step;
            lastStep = step;
        }
        lastTicks33 = ticks33;
        started = true;
    }

    private long now() {
        if (source != Source.PCR || packetsBetween == 0) {
            return sendTicks;
        }
        // at the rate of the interval before, never beyond its length
        long elapsed = Math.min(packetsSince, packetsBetween);
        return sendTicks + ticksBetween * elapsed / packetsBetween;
    }

    /** Finds out what a recording offers as a clock. */
    static final class Probe {
        private final PesTimestamps times = new PesTimestamps();
        private boolean video;
        private boolean audio;
        private int pcrPid = NONE;
        private long lastPcr33;
        private long pcrs;
        private long pcrTicks;

        void packet(TsPacketView packet) {
            if (packet.malformed()) {
                return;
            }
            if (packet.hasPayload() && times.wrap(packet)) {
                video |= times.isVideo();
                audio |= !times.isVideo();
            }
            if (packet.hasPcr() && (pcrPid == NONE || pcrPid == packet.pid())) {
                long step = pcrPid == NONE ? 0 : Ticks33.distance(lastPcr33, packet.pcrBase());
                pcrPid = packet.pid();
                lastPcr33 = packet.pcrBase();
                pcrTicks += Math.max(0, step);
                pcrs++;
            }
        }

        Source source() {
            boolean dense = pcrs > 10 && pcrTicks / (pcrs - 1) <= DENSE_PCR_TICKS;
            if (dense && pcrTicks > 0) {
                return Source.PCR;
            }
            if (video) {
                return Source.VIDEO;
            }
            return audio ? Source.AUDIO : Source.NONE;
        }
    }
}

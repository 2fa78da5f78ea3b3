package llhls.ingest.ts;

/**
 * Sample-exact times of audio frames: counted in samples from an anchor, which PES timestamps only move when they disagree
 * for good.
 *
 * <p>Thread: confined to its assembler.
 */
final class AudioFrameTimes {

    /** Rounding of PES timestamps, and jitter. */
    private static final long TOLERATED_TICKS = Ticks33.PER_SECOND / 100;
    /** A disagreement up to here is drift, and corrected by a tick per frame. */
    private static final long JUMP_TICKS = Ticks33.PER_SECOND / 10;

    private int sampleRate = 48_000;
    private int samplesPerFrame = 1024;
    private boolean started;
    private boolean framesLost;
    private long anchor33;
    private long samples;
    private long drift;

    /** Counting goes on from here at another rate. */
    void configure(int newSampleRate, int newSamplesPerFrame) {
        anchor33 = at();
        samples = 0;
        sampleRate = newSampleRate;
        samplesPerFrame = newSamplesPerFrame;
    }

    boolean started() {
        return started;
    }

    /** Frames are missing, nobody knows how many. */
    void framesLost() {
        framesLost = true;
    }

    /** The next frame has this timestamp. */
    void stated(long pts33) {
        long difference = Ticks33.distance(at(), pts33);
        if (!started || Math.abs(difference) > JUMP_TICKS) {
            anchor33 = pts33;
            samples = 0;
            drift = 0;
        } else if (framesLost) {
            skipFrames(difference);
        } else {
            drift = Math.abs(difference) > TOLERATED_TICKS ? difference : 0;
        }
        started = true;
        framesLost = false;
    }

    /** The time of the next frame. */
    long next33() {
        return at() & Ticks33.MASK;
    }

    /** A frame was counted. */
    void advance() {
        samples += samplesPerFrame;
        int step = Long.signum(drift);
        anchor33 += step;
        drift -= step;
    }

    long frameTicks() {
        return samplesPerFrame * Ticks33.PER_SECOND / sampleRate;
    }

    /** Lost frames leave a hole of whole frames, so that the count stays exact. */
    private void skipFrames(long difference) {
        long frames = Math.floorDiv(difference + frameTicks() / 2, frameTicks());
        samples += Math.max(0, frames) * samplesPerFrame;
    }

    private long at() {
        long twice = 2 * samples * Ticks33.PER_SECOND + sampleRate;
        return anchor33 + Math.floorDiv(twice, 2L * sampleRate);
    }
}

package llhls.cli.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sound of the test pattern: ADTS frames that repeat without a click after exactly 8 s. */
final class AudioLoop {

    static final int SAMPLE_RATE = 48_000;
    static final int SAMPLES_PER_FRAME = 1_024;
    static final int FRAMES = 375;
    /** 1024 samples of 48 kHz on the 90 kHz clock, exactly. */
    static final int TICKS_PER_FRAME = 1_920;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LOOP_MILLIS = (long) FRAMES * SAMPLES_PER_FRAME * 1_000 / SAMPLE_RATE;

    private final List<byte[]> frames;

    private AudioLoop(List<byte[]> frames) {
        this.frames = frames;
    }

    static AudioLoop load() {
        try (InputStream in = Resources.open("loop.aac")) {
            return new AudioLoop(split(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts at frame lengths (ISO/IEC 14496-3 §1.A.3.2.1: 13 bits from bit 30 on). */
    private static List<byte[]> split(byte[] adts) {
        List<byte[]> frames = new ArrayList<>();
        int length;
        for (int at = 0; at < adts.length; at += length) {
            length = (adts[at + 3] & 0x03) << 11 | (adts[at + 4] & 0xFF) << 3 | (adts[at + 5] & 0xFF) >> 5;
            frames.add(Arrays.copyOfRange(adts, at, at + length));
        }
        return frames;
    }

    int frameCount() {
        return frames.size();
    }

    /** Frame {@code index} of the endless sound, from 0 on. */
    byte[] frame(long index) {
        return frames.get((int) (index % frames.size()));
    }

    /** How long {@code count} frames last; whole seconds apart, since the product would overflow after two days. */
    static long durationNs(long count) {
        long samples = count * SAMPLES_PER_FRAME;
        return samples / SAMPLE_RATE * NANOS_PER_SECOND + samples % SAMPLE_RATE * NANOS_PER_SECOND / SAMPLE_RATE;
    }

    /** The frame to start with at {@code unixMillis}, so that beeps fall on full seconds of the wall clock. */
    static long startFrame(long unixMillis) {
        return Math.floorMod(unixMillis, LOOP_MILLIS) * SAMPLE_RATE / 1_000 / SAMPLES_PER_FRAME;
    }
}

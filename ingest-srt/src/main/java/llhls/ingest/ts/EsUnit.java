package llhls.ingest.ts;

import java.util.Arrays;

/**
 * One access unit on its way from an assembler to the timeline, its times still modulo 2^33. Reused for every unit of a
 * track; the bytes are borrowed.
 *
 * <p>Thread: confined to its demuxer.
 */
final class EsUnit {

    long pts33;
    long dts33;
    /** Nominal, 90 kHz ticks. */
    long durationTicks;

    boolean keyFrame;
    boolean disposable;
    long firstByteNs;
    long lastByteNs;
    byte[] bytes = {};
    int offset;
    int length;

    /** A copy that owns its bytes. */
    EsUnit copy() {
        EsUnit copy = new EsUnit();
        copy.pts33 = pts33;
        copy.dts33 = dts33;
        copy.durationTicks = durationTicks;
        copy.keyFrame = keyFrame;
        copy.disposable = disposable;
        copy.firstByteNs = firstByteNs;
        copy.lastByteNs = lastByteNs;
        copy.bytes = Arrays.copyOfRange(bytes, offset, offset + length);
        copy.length = length;
        return copy;
    }
}

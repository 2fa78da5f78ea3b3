package llhls.ingest.ts;

import java.util.Arrays;

/**
 * Makes a transport stream of AVC (Annex B) and AAC (ADTS) access units, shaped for low latency: bounded PES packets, one
 * audio frame each, tables before every key frame.
 *
 * <p>Thread: confined to its caller. Times are 90 kHz ticks; only their lower 33 bits are written.
 */
public final class TsMuxer {

    /** Receives finished packets, whole ones only, one call per access unit; the bytes are borrowed until it returns. */
    public interface Output {
        void packets(byte[] bytes, int offset, int length);
    }

    static final int PMT_PID = 0x1000;
    static final int VIDEO_PID = 0x100;
    static final int AUDIO_PID = 0x101;

    private static final int AVC_STREAM_ID = 0xE0;
    private static final int AUDIO_STREAM_ID = 0xC0;
    private static final long TIME_MASK = (1L << 33) - 1;
    private static final long TABLE_INTERVAL_TICKS = 9_000;
    /** PCR runs this far behind DTS: what a decoder's buffer may hold. */
    private static final long PCR_DELAY_TICKS = 9_000;

    private static final int MAX_BOUNDED = 0xFFFF;
    private static final int PES_PREFIX_LENGTH = 6;
    private static final byte[] ACCESS_UNIT_DELIMITER = {0, 0, 0, 1, 9, (byte) 0xF0};

    private final Output out;
    private final TsPacketWriter writer = new TsPacketWriter();
    private final byte[] pat;
    private final byte[] pmt;
    private final boolean hasVideo;

    private byte[] pes = new byte[64 * 1024];
    private boolean tablesSent;
    private long tablesAtTicks;

    /** A program of video and audio. */
    public TsMuxer(Output out) {
        this(out, true, true);
    }

    private TsMuxer(Output out, boolean video, boolean audio) {
        this.out = out;
        this.hasVideo = video;
        this.pat = TsTables.pat(1, PMT_PID);
        this.pmt = TsTables.pmt(video ? VIDEO_PID : AUDIO_PID, streams(video, audio));
    }

    /** A program without audio. */
    public static TsMuxer videoOnly(Output out) {
        return new TsMuxer(out, true, false);
    }

    /** A program without video; PCR rides on the audio. */
    public static TsMuxer audioOnly(Output out) {
        return new TsMuxer(out, false, true);
    }

    /** One picture, whole. An access unit delimiter is put in front when it has none. */
    public void video(byte[] annexB, int offset, int length, long ptsTicks, long dtsTicks, boolean keyFrame) {
        startUnit(dtsTicks, keyFrame);
        boolean delimited = startsWithDelimiter(annexB, offset, length);
        int delimiter = delimited ? 0 : ACCESS_UNIT_DELIMITER.length;
        int at = pesHeader(AVC_STREAM_ID, ptsTicks, dtsTicks, delimiter + length);
        System.arraycopy(ACCESS_UNIT_DELIMITER, 0, pes, at, delimiter);
        System.arraycopy(annexB, offset, pes, at + delimiter, length);
        writer.pes(VIDEO_PID, pes, at + delimiter + length, keyFrame, pcr(dtsTicks));
        finishUnit();
    }

    /** One ADTS frame, whole. */
    public void audio(byte[] adts, int offset, int length, long ptsTicks) {
        startUnit(ptsTicks, false);
        int at = pesHeader(AUDIO_STREAM_ID, ptsTicks, ptsTicks, length);
        System.arraycopy(adts, offset, pes, at, length);
        writer.pes(AUDIO_PID, pes, at + length, false, hasVideo ? TsPacketWriter.NO_PCR : pcr(ptsTicks));
        finishUnit();
    }

    private static long pcr(long dtsTicks) {
        return (dtsTicks - PCR_DELAY_TICKS) & TIME_MASK;
    }

    private void startUnit(long ticks, boolean keyFrame) {
        writer.clear();
        boolean due = Math.abs(ticks - tablesAtTicks) >= TABLE_INTERVAL_TICKS;
        if (!tablesSent || keyFrame || due) {
            writer.section(0, pat);
            writer.section(PMT_PID, pmt);
            tablesSent = true;
            tablesAtTicks = ticks;
        }
    }

    private void finishUnit() {
        out.packets(writer.bytes(), 0, writer.length());
    }

    private static boolean startsWithDelimiter(byte[] annexB, int offset, int length) {
        int zeros = 0;
        while (zeros < length && annexB[offset + zeros] == 0) {
            zeros++;
        }
        return zeros >= 2
                && zeros + 1 < length
                && annexB[offset + zeros] == 1
                && (annexB[offset + zeros + 1] & 0x1F) == 9;
    }

    /** Writes the header for {@code dataLength} bytes and makes room for them; returns where they go. */
    private int pesHeader(int streamId, long ptsTicks, long dtsTicks, int dataLength) {
        boolean hasDts = dtsTicks != ptsTicks;
        int fields = hasDts ? 10 : 5;
        int total = PES_PREFIX_LENGTH + 3 + fields;
        if (pes.length < total + dataLength) {
            pes = Arrays.copyOf(pes, Math.max(pes.length * 2, total + dataLength));
        }
        int counted = 3 + fields + dataLength;
        int packetLength = counted > MAX_BOUNDED ? 0 : counted;
        pes[0] = 0;
        pes[1] = 0;
        pes[2] = 1;
        pes[3] = (byte) streamId;
        pes[4] = (byte) (packetLength >> 8);
        pes[5] = (byte) packetLength;
        pes[6] = (byte) 0x84; // '10', data_alignment_indicator: the access unit starts right here
        pes[7] = (byte) (hasDts ? 0xC0 : 0x80);
        pes[8] = (byte) fields;
        timestamp(9, hasDts ? 3 : 2, ptsTicks);
        if (hasDts) {
            timestamp(14, 1, dtsTicks);
        }
        return total;
    }

    /** prefix(4) t32..30 1 | t29..22 | t21..15 1 | t14..7 | t6..0 1. */
    private void timestamp(int at, int prefix, long ticks) {
        long t = ticks & TIME_MASK;
        pes[at] = (byte) (prefix << 4 | (t >> 29 & 0x0E) | 1);
        pes[at + 1] = (byte) (t >> 22);
        pes[at + 2] = (byte) ((t >> 14 & 0xFE) | 1);
        pes[at + 3] = (byte) (t >> 7);
        pes[at + 4] = (byte) (t << 1 | 1);
    }

    private static int[][] streams(boolean video, boolean audio) {
        int[][] both = {{0x1B, VIDEO_PID}, {0x0F, AUDIO_PID}};
        return Arrays.copyOfRange(both, video ? 0 : 1, audio ? 2 : 1);
    }
}

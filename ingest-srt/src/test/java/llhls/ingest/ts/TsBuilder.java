package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds transport streams that no encoder at hand makes. */
final class TsBuilder {

    static final int PMT = 0x1000;
    static final int VIDEO = 0x100;
    static final int AUDIO = 0x101;
    static final long NONE = -1;

    private final TsPacketWriter writer = new TsPacketWriter();
    private final List<Raw> raw = new ArrayList<>();

    /** Packets by hand, between those of the writer. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Raw(int at, byte[] packets) {}

    /** One program of AVC and AAC. */
    static TsBuilder program() {
        return new TsBuilder().tables(new int[][] {{0x1B, VIDEO}, {0x0F, AUDIO}});
    }

    static TsBuilder videoProgram() {
        return new TsBuilder().tables(new int[][] {{0x1B, VIDEO}});
    }

    static TsBuilder audioProgram() {
        return new TsBuilder().tables(new int[][] {{0x0F, AUDIO}});
    }

    TsBuilder tables(int[][] streams) {
        return section(0, TsTables.pat(1, PMT)).section(PMT, TsTables.pmt(VIDEO, streams));
    }

    TsBuilder section(int pid, byte[] section) {
        writer.section(pid, section);
        return this;
    }

    /** An unbounded video PES packet; DTS or both may be NONE. */
    TsBuilder video(long pts, long dts, byte[] data) {
        return pes(VIDEO, pes(0xE0, pts, dts, false, data));
    }

    TsBuilder boundedVideo(long pts, long dts, byte[] data) {
        return pes(VIDEO, pes(0xE0, pts, dts, true, data));
    }

    TsBuilder audio(long pts, byte[] data) {
        return pes(AUDIO, pes(0xC0, pts, NONE, true, data));
    }

    TsBuilder pes(int pid, byte[] pes) {
        writer.pes(pid, pes, pes.length, false, TsPacketWriter.NO_PCR);
        return this;
    }

    /** Raw packets. */
    TsBuilder packets(byte[] packets) {
        raw.add(new Raw(writer.length(), packets));
        return this;
    }

    /** Packets by hand used {@code count} counter values of the PID. */
    TsBuilder skipCounters(int pid, int count) {
        writer.skipCounters(pid, count);
        return this;
    }

    int length() {
        return writer.length() + raw.stream().mapToInt(r -> r.packets().length).sum();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (Raw r : raw) {
            out.write(writer.bytes(), at, r.at() - at);
            out.writeBytes(r.packets());
            at = r.at();
        }
        out.write(writer.bytes(), at, writer.length() - at);
        return out.toByteArray();
    }

    static byte[] pes(int streamId, long pts, long dts, boolean bounded, byte[] data) {
        int fields = (pts == NONE ? 0 : 5) + (dts == NONE ? 0 : 5);
        return pes(streamId, pts, dts, bounded, fields, data);
    }

    /** @param headerData PES_header_data_length, stuffed with 0xFF behind the timestamps */
    static byte[] pes(int streamId, long pts, long dts, boolean bounded, int headerData, byte[] data) {
        byte[] pes = new byte[9 + headerData + data.length];
        Arrays.fill(pes, 9, 9 + headerData, (byte) 0xFF);
        int length = 3 + headerData + data.length;
        pes[2] = 1;
        pes[3] = (byte) streamId;
        pes[4] = (byte) (bounded ? length >> 8 : 0);
        pes[5] = (byte) (bounded ? length : 0);
        pes[6] = (byte) 0x80;
        pes[7] = (byte) ((pts == NONE ? 0 : 0x80) | (dts == NONE ? 0 : 0x40));
        pes[8] = (byte) headerData;
        if (pts != NONE) {
            timestamp(pes, 9, dts == NONE ? 2 : 3, pts);
        }
        if (dts != NONE) {
            timestamp(pes, 14, 1, dts);
        }
        System.arraycopy(data, 0, pes, 9 + headerData, data.length);
        return pes;
    }

    private static void timestamp(byte[] to, int at, int prefix, long ticks) {
        long t = ticks & Ticks33.MASK;
        to[at] = (byte) (prefix << 4 | (t >> 29 & 0x0E) | 1);
        to[at + 1] = (byte) (t >> 22);
        to[at + 2] = (byte) ((t >> 14 & 0xFE) | 1);
        to[at + 3] = (byte) (t >> 7);
        to[at + 4] = (byte) (t << 1 | 1);
    }

    /** A packet by hand: header flags, adaptation field bytes after its length (null for none), payload. */
    static byte[] packet(int pid, boolean unitStart, int counter, byte[] adaptation, byte[] payload) {
        byte[] packet = new byte[TsPacketView.LENGTH];
        Arrays.fill(packet, (byte) 0xFF);
        packet[0] = 0x47;
        packet[1] = (byte) ((unitStart ? 0x40 : 0) | pid >> 8);
        packet[2] = (byte) pid;
        packet[3] = (byte) ((adaptation == null ? 0 : 0x20) | (payload.length == 0 ? 0 : 0x10) | counter);
        int at = 4;
        if (adaptation != null) {
            packet[at] = (byte) (payload.length == 0 ? 183 : TsPacketView.LENGTH - payload.length - 5);
            System.arraycopy(adaptation, 0, packet, at + 1, adaptation.length);
        }
        System.arraycopy(payload, 0, packet, TsPacketView.LENGTH - payload.length, payload.length);
        return packet;
    }

    static byte[] withoutPacket(byte[] ts, int index) {
        int at = index * TsPacketView.LENGTH;
        byte[] rest = Arrays.copyOf(ts, ts.length - TsPacketView.LENGTH);
        System.arraycopy(ts, at + TsPacketView.LENGTH, rest, at, rest.length - at);
        return rest;
    }

    /** An ADTS frame, 48 kHz stereo AAC-LC, of {@code payload} bytes. */
    static byte[] adts(int payload) {
        return adts(3, 2, payload);
    }

    static byte[] adts(int rateIndex, int channels, int payload) {
        byte[] frame = new byte[7 + payload];
        new Random(payload).nextBytes(frame);
        int length = frame.length;
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xF1;
        frame[2] = (byte) (1 << 6 | rateIndex << 2 | channels >> 2);
        frame[3] = (byte) ((channels & 3) << 6 | length >> 11);
        frame[4] = (byte) (length >> 3);
        frame[5] = (byte) ((length & 7) << 5 | 0x1F);
        frame[6] = (byte) 0xFC;
        return frame;
    }
}

package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;

/** A PMT: the elementary streams of one program, in its order (ISO/IEC 13818-1 §2.4.4.8). */
record ProgramMap(int programNumber, int pcrPid, List<Stream> streams) {

    /**
     * One elementary stream.
     *
     * @param language BCP 47 tag, empty when unknown
     */
    record Stream(int pid, int streamType, StreamKind kind, String language) {

        /** True when the same decoder can go on with {@code other}. */
        boolean sameAs(Stream other) {
            return pid == other.pid && kind == other.kind;
        }
    }

    static final int TABLE_ID = 0x02;

    private static final int MAX_STREAMS = 64;
    private static final int CRC_LENGTH = 4;

    ProgramMap {
        streams = List.copyOf(streams);
    }

    /** Reads a section whose length and CRC were checked; streams on reserved PIDs, and repeated PIDs, are left out. */
    static ProgramMap parse(byte[] section, int length) {
        int end = length - CRC_LENGTH;
        if (end < 12) {
            return new ProgramMap(Sections.id(section), TsPacketView.NULL_PID, List.of());
        }
        int programInfo = Math.min(end, 12 + Sections.u12(section, 10));
        boolean spliced =
                new Descriptors(section, 12, programInfo).registration().equals("CUEI");
        List<Stream> streams = new ArrayList<>();
        int at = programInfo;
        while (at + 5 <= end && streams.size() < MAX_STREAMS) {
            int next = Math.min(end, at + 5 + Sections.u12(section, at + 3));
            add(stream(section, at, next, spliced), streams);
            at = next;
        }
        return new ProgramMap(Sections.id(section), Sections.pid(section, 8), streams);
    }

    private static Stream stream(byte[] section, int at, int next, boolean spliced) {
        Descriptors descriptors = new Descriptors(section, at + 5, next);
        int type = section[at] & 0xFF;
        StreamKind kind = StreamIdentifier.identify(type, descriptors, spliced);
        return new Stream(Sections.pid(section, at + 1), type, kind, Languages.bcp47(descriptors.language()));
    }

    private static void add(Stream stream, List<Stream> streams) {
        boolean usable = ProgramAssociation.isUserPid(stream.pid());
        boolean repeated = streams.stream().anyMatch(s -> s.pid() == stream.pid());
        if (usable && !repeated) {
            streams.add(stream);
        }
    }

    boolean hasSupportedVideo() {
        return streams.stream().anyMatch(s -> s.kind().isVideo());
    }

    boolean hasSupported() {
        return streams.stream().anyMatch(s -> s.kind().isSupported());
    }
}

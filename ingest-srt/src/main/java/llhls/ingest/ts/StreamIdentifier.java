package llhls.ingest.ts;

import java.util.Map;

/** Tells what a stream_type and its descriptors mean (ISO/IEC 13818-1 table 2-34, EN 300 468, SCTE 35, ATSC A/53). */
final class StreamIdentifier {

    private static final int PRIVATE_PES = 0x06;
    private static final int METADATA_PES = 0x15;
    private static final int SCTE35_OR_DTS = 0x86;

    private static final Map<Integer, StreamKind> BY_TYPE = Map.ofEntries(
            Map.entry(0x1B, StreamKind.AVC),
            Map.entry(0x24, StreamKind.HEVC),
            Map.entry(0x33, StreamKind.VVC),
            Map.entry(0x0F, StreamKind.AAC_ADTS),
            Map.entry(0x11, StreamKind.AAC_LATM),
            Map.entry(0x03, StreamKind.MPEG_AUDIO),
            Map.entry(0x04, StreamKind.MPEG_AUDIO),
            Map.entry(0x81, StreamKind.AC3),
            Map.entry(0x87, StreamKind.EAC3),
            Map.entry(0x01, StreamKind.MPEG_VIDEO),
            Map.entry(0x02, StreamKind.MPEG_VIDEO),
            Map.entry(0x10, StreamKind.MPEG4_VIDEO),
            Map.entry(0x42, StreamKind.OTHER_VIDEO),
            Map.entry(0xEA, StreamKind.OTHER_VIDEO),
            Map.entry(0xDB, StreamKind.ENCRYPTED),
            Map.entry(0xCF, StreamKind.ENCRYPTED),
            Map.entry(0xC1, StreamKind.ENCRYPTED),
            Map.entry(0xC2, StreamKind.ENCRYPTED),
            Map.entry(0x05, StreamKind.SECTIONS),
            Map.entry(0x0B, StreamKind.SECTIONS),
            Map.entry(0x0C, StreamKind.SECTIONS),
            Map.entry(0x0D, StreamKind.SECTIONS));

    private static final Map<String, StreamKind> BY_REGISTRATION = Map.ofEntries(
            Map.entry("Opus", StreamKind.OPUS),
            Map.entry("AV01", StreamKind.AV1),
            Map.entry("KLVA", StreamKind.KLV),
            Map.entry("BSSD", StreamKind.S302M),
            Map.entry("AC-3", StreamKind.AC3),
            Map.entry("EAC3", StreamKind.EAC3),
            Map.entry("HEVC", StreamKind.HEVC),
            Map.entry("ID3 ", StreamKind.ID3),
            Map.entry("VANC", StreamKind.UNKNOWN),
            Map.entry("DTS1", StreamKind.DTS),
            Map.entry("DTS2", StreamKind.DTS),
            Map.entry("DTS3", StreamKind.DTS));

    /** DVB descriptors that name what a private PES carries, in the order they are asked. */
    private static final int[] DVB_TAGS = {0x6A, 0x7A, 0x7B, 0x7C, 0x59, 0x56, 0x46};

    private static final StreamKind[] DVB_KINDS = {
        StreamKind.AC3,
        StreamKind.EAC3,
        StreamKind.DTS,
        StreamKind.AAC_LATM,
        StreamKind.DVB_SUBTITLE,
        StreamKind.TELETEXT,
        StreamKind.TELETEXT
    };

    private StreamIdentifier() {}

    /** @param programIsSpliced the program's own descriptors carry registration CUEI */
    static StreamKind identify(int streamType, Descriptors descriptors, boolean programIsSpliced) {
        return switch (streamType) {
            case PRIVATE_PES -> privatePes(descriptors);
            case METADATA_PES -> descriptors.registration().equals("KLVA") ? StreamKind.KLV : StreamKind.ID3;
            case SCTE35_OR_DTS ->
                programIsSpliced || descriptors.registration().equals("CUEI") ? StreamKind.SCTE35 : StreamKind.DTS;
            default -> BY_TYPE.getOrDefault(streamType, StreamKind.UNKNOWN);
        };
    }

    /** 0x06 means nothing by itself: without a descriptor it stays unknown. */
    private static StreamKind privatePes(Descriptors descriptors) {
        StreamKind registered = BY_REGISTRATION.get(descriptors.registration());
        if (registered != null) {
            return registered;
        }
        for (int i = 0; i < DVB_TAGS.length; i++) {
            if (descriptors.has(DVB_TAGS[i])) {
                return DVB_KINDS[i];
            }
        }
        return StreamKind.UNKNOWN_PRIVATE;
    }
}

package llhls.ingest.ts;

/** What an elementary stream is, and what becomes of it. */
enum StreamKind {
    AVC(Role.VIDEO, "H.264"),
    AAC_ADTS(Role.AUDIO, "AAC"),

    HEVC(Role.REFUSED_VIDEO, "HEVC"),
    VVC(Role.REFUSED_VIDEO, "VVC"),
    AV1(Role.REFUSED_VIDEO, "AV1"),
    MPEG_VIDEO(Role.REFUSED_VIDEO, "MPEG-1/2 video"),
    MPEG4_VIDEO(Role.REFUSED_VIDEO, "MPEG-4 part 2 video"),
    OTHER_VIDEO(Role.REFUSED_VIDEO, "AVS or VC-1 video"),

    AAC_LATM(Role.REFUSED_AUDIO, "AAC in LATM"),
    MPEG_AUDIO(Role.REFUSED_AUDIO, "MPEG audio (MP2/MP3)"),
    AC3(Role.REFUSED_AUDIO, "AC-3"),
    EAC3(Role.REFUSED_AUDIO, "E-AC-3"),
    OPUS(Role.REFUSED_AUDIO, "Opus"),
    DTS(Role.REFUSED_AUDIO, "DTS"),
    S302M(Role.REFUSED_AUDIO, "SMPTE 302M PCM"),
    ENCRYPTED(Role.REFUSED_VIDEO, "SAMPLE-AES encrypted media"),

    SCTE35(Role.DATA, "SCTE 35"),
    ID3(Role.DATA, "ID3"),
    KLV(Role.DATA, "KLV"),
    DVB_SUBTITLE(Role.DATA, "DVB subtitles"),
    TELETEXT(Role.DATA, "teletext"),
    SECTIONS(Role.DATA, "private sections"),
    UNKNOWN_PRIVATE(Role.DATA, "0x06 without descriptor"),
    UNKNOWN(Role.DATA, "unknown");

    private enum Role {
        VIDEO,
        AUDIO,
        REFUSED_VIDEO,
        REFUSED_AUDIO,
        DATA
    }

    private final Role role;
    private final String label;

    StreamKind(Role role, String label) {
        this.role = role;
        this.label = label;
    }

    boolean isSupported() {
        return role == Role.VIDEO || role == Role.AUDIO;
    }

    boolean isVideo() {
        return role == Role.VIDEO;
    }

    /** Audio or video that cannot be published. */
    boolean isRefused() {
        return role == Role.REFUSED_VIDEO || role == Role.REFUSED_AUDIO;
    }

    /** What people call it. */
    String label() {
        return label;
    }

    /** The encoder setting that makes it publishable. */
    String fix() {
        return role == Role.REFUSED_VIDEO ? "encode video as H.264" : "encode audio as AAC-LC in ADTS";
    }
}

package llhls.media.codec;

import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import llhls.media.io.BitReader;

/**
 * The configuration of an AAC track (ISO/IEC 14496-3 §1.6.2.1). The bytes are kept as received; the rest is what they say.
 *
 * @param bytes opaque
 * @param objectType of the core coder, 2 for AAC-LC
 * @param signalledType what the codecs string names: 5 with explicit SBR, 29 with parametric stereo, else the core's
 * @param sampleRate of the core coder
 * @param channels of the core coder
 */
public record AudioSpecificConfig(ByteString bytes, int objectType, int signalledType, int sampleRate, int channels) {

    private static final int SAMPLES_PER_FRAME = 1024;
    private static final int ESCAPE_TYPE = 31;
    private static final int ESCAPE_RATE = 15;
    private static final int SBR = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int LTP = 4;
    private static final int SYNC_SBR = 0x2B7;
    private static final int SYNC_PS = 0x548;
    private static final int PCE_ELEMENT_ID = 5;

    /** Reads a configuration as RTMP and MP4 carry it. */
    public static AudioSpecificConfig parse(ByteString bytes) throws MalformedMediaException {
        BitReader in = new BitReader(bytes.toByteArray(), 0, bytes.length());
        int first = objectType(in);
        int sampleRate = sampleRate(in);
        int channelConfiguration = in.bits(4);
        boolean hierarchical = first == SBR || first == PARAMETRIC_STEREO;
        if (hierarchical) {
            sampleRate(in); // of the extension
        }
        int core = hierarchical ? objectType(in) : first;
        if (core < 1 || core > LTP) {
            throw new MalformedMediaException("audio object type " + core + " is not AAC-LC: encode AAC-LC");
        }
        int channels = generalAudio(in, channelConfiguration);
        int signalled = hierarchical ? first : extension(in, core);
        return new AudioSpecificConfig(bytes, core, signalled, sampleRate, channels);
    }

    /**
     * The core configuration of an ADTS stream.
     *
     * @param frame holds the frame that {@code header} is the head of, from {@code offset} on; read when its channels are
     *     told by a program config element
     */
    public static AudioSpecificConfig ofAdts(AdtsHeader header, byte[] frame, int offset)
            throws MalformedMediaException {
        int type = header.objectType();
        int head = type << 11 | header.rateIndex() << 7 | header.channelConfiguration() << 3;
        int channels = AdtsHeader.channels(header.channelConfiguration());
        byte[] bytes = {(byte) (head >> 8), (byte) head};
        if (channels == 0) {
            ProgramConfigElement layout = programConfig(header, frame, offset);
            channels = layout.channels();
            bytes = withLayout(head, layout);
        }
        return new AudioSpecificConfig(new ByteString(bytes), type, type, header.sampleRate(), channels);
    }

    /** The track format that this configuration makes. */
    public AudioFormat format() {
        return new AudioFormat(bytes, CodecStrings.aac(signalledType), sampleRate, channels, SAMPLES_PER_FRAME);
    }

    private static int objectType(BitReader in) throws MalformedMediaException {
        int type = in.bits(5);
        return type == ESCAPE_TYPE ? 32 + in.bits(6) : type;
    }

    private static int sampleRate(BitReader in) throws MalformedMediaException {
        int index = in.bits(4);
        int rate = index == ESCAPE_RATE ? in.bits(24) : AdtsHeader.sampleRate(index);
        if (rate <= 0) {
            throw new MalformedMediaException("sampling_frequency_index=" + index + " is reserved");
        }
        return rate;
    }

    /** GASpecificConfig; returns the channel count. */
    private static int generalAudio(BitReader in, int channelConfiguration) throws MalformedMediaException {
        if (in.flag()) {
            throw new MalformedMediaException("AAC frames of 960 samples are not supported: encode 1024");
        }
        if (in.flag()) {
            in.skip(14); // core_coder_delay
        }
        in.skip(1); // extension_flag
        int channels = AdtsHeader.channels(channelConfiguration);
        if (channelConfiguration == 0) {
            channels = ProgramConfigElement.read(in).channels();
            in.align();
            in.skip(8 * in.bits(8)); // comment
        }
        if (channels == 0) {
            throw new MalformedMediaException("channel configuration " + channelConfiguration + " has no channels");
        }
        return channels;
    }

    /** Backward compatible signalling of SBR and PS behind the core configuration. */
    private static int extension(BitReader in, int core) throws MalformedMediaException {
        if (in.bitsLeft() < 16 || in.bits(11) != SYNC_SBR || objectType(in) != SBR || !in.flag()) {
            return core;
        }
        sampleRate(in);
        boolean parametricStereo = in.bitsLeft() >= 12 && in.bits(11) == SYNC_PS && in.flag();
        return parametricStereo ? PARAMETRIC_STEREO : SBR;
    }

    private static ProgramConfigElement programConfig(AdtsHeader header, byte[] frame, int offset)
            throws MalformedMediaException {
        int headerLength = header.headerLength();
        BitReader in = new BitReader(frame, offset + headerLength, header.frameLength() - headerLength);
        if (in.bits(3) != PCE_ELEMENT_ID) {
            throw new MalformedMediaException("channel configuration 0 without a program config element");
        }
        ProgramConfigElement layout = ProgramConfigElement.read(in);
        if (layout.channels() == 0) {
            throw new MalformedMediaException("the program config element has no channels");
        }
        return layout;
    }

    /** Configuration head, then the layout, byte-aligned, with an empty comment. */
    private static byte[] withLayout(int head, ProgramConfigElement layout) {
        boolean[] bits = layout.bits();
        byte[] bytes = new byte[2 + (bits.length + 7) / 8 + 1];
        bytes[0] = (byte) (head >> 8);
        bytes[1] = (byte) head;
        for (int i = 0; i < bits.length; i++) {
            bytes[2 + i / 8] |= (byte) (bits[i] ? 0x80 >> i % 8 : 0);
        }
        return bytes;
    }
}

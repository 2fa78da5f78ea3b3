package llhls.media.codec;

/**
 * The header of an ADTS frame, read in place (ISO/IEC 14496-3 §1.A.2.2). Valid until the next {@link #wrap}.
 *
 * <pre>
 * FFF(12) id(1) layer(2)=0 protection_absent(1) | profile(2) rate(4) private(1) chan(3) … | length(13) fullness(11) blocks-1(2)
 * </pre>
 *
 * <p>Thread: confined to its owner.
 */
public final class AdtsHeader {

    /** Without the two bytes of CRC. */
    public static final int MIN_LENGTH = 7;

    public static final int MAX_FRAME_LENGTH = (1 << 13) - 1;

    private static final int CRC_LENGTH = 2;
    private static final int[] SAMPLE_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

    private byte[] bytes = new byte[MIN_LENGTH];
    private int start;

    /**
     * Points at the header at {@code offset}; false when the bytes up to {@code end} hold no valid one, be it that they end
     * too early.
     */
    public boolean wrap(byte[] source, int offset, int end) {
        if (end - offset < MIN_LENGTH) {
            return false;
        }
        bytes = source;
        start = offset;
        boolean sync = u8(0) == 0xFF && (u8(1) & 0xF6) == 0xF0;
        return sync && rateIndex() < SAMPLE_RATES.length && frameLength() > headerLength();
    }

    /** Length of the whole frame, header included. */
    public int frameLength() {
        return (u8(3) & 3) << 11 | u8(4) << 3 | u8(5) >> 5;
    }

    /** 7, or 9 with CRC. */
    public int headerLength() {
        boolean protectionAbsent = (u8(1) & 1) == 1;
        return protectionAbsent ? MIN_LENGTH : MIN_LENGTH + CRC_LENGTH;
    }

    /** MPEG-4 audio object type, 1 to 4; 2 is AAC-LC. */
    public int objectType() {
        return 1 + (u8(2) >> 6);
    }

    /** sampling_frequency_index, 0..12 in a valid header. */
    public int rateIndex() {
        return u8(2) >> 2 & 0xF;
    }

    public int sampleRate() {
        return SAMPLE_RATES[rateIndex()];
    }

    /** channel_configuration, 0..7; 0 means that a program config element in the frame tells. */
    public int channelConfiguration() {
        return (u8(2) & 1) << 2 | u8(3) >> 6;
    }

    /** Raw data blocks in the frame, 1..4. */
    public int blocks() {
        return 1 + (u8(6) & 3);
    }

    /** Equal for frames of equal object type, rate and channels. */
    public int configuration() {
        return objectType() << 8 | rateIndex() << 4 | channelConfiguration();
    }

    /** Channel count of a channel_configuration, 0 when unknown. */
    static int channels(int channelConfiguration) {
        return channelConfiguration < CHANNELS.length ? CHANNELS[channelConfiguration] : 0;
    }

    /** Rate of a sampling_frequency_index, 0 when unknown. */
    static int sampleRate(int rateIndex) {
        return rateIndex < SAMPLE_RATES.length ? SAMPLE_RATES[rateIndex] : 0;
    }

    private int u8(int index) {
        return bytes[start + index] & 0xFF;
    }
}

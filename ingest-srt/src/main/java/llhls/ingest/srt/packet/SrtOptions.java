package llhls.ingest.srt.packet;

import java.nio.ByteBuffer;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;

/**
 * The content of HSREQ and HSRSP: what a side can do and which latency it wants.
 *
 * @param version major, minor, patch in the low three bytes
 * @param flags {@link #TSBPDSND} and so on
 * @param receiveLatencyMs its own receive latency, 16 bits
 * @param sendLatencyMs what it proposes as the other side's receive latency, 16 bits
 */
public record SrtOptions(int version, int flags, int receiveLatencyMs, int sendLatencyMs) {

    public static final int TSBPDSND = 0x01;
    public static final int TSBPDRCV = 0x02;
    public static final int CRYPT = 0x04;
    public static final int TLPKTDROP = 0x08;
    public static final int NAKREPORT = 0x10;
    public static final int REXMITFLG = 0x20;
    public static final int STREAM = 0x40;
    public static final int FILTERCAP = 0x80;

    /** What this implementation announces: 1.5.4, the first with the corrected AES-GCM form. */
    public static final int OUR_VERSION = 0x0001_0504;
    /** The first version that speaks the handshake of version 5. */
    public static final int FIRST_HSV5_VERSION = 0x0001_0300;

    public static final int OUR_FLAGS = TSBPDSND | TSBPDRCV | CRYPT | TLPKTDROP | NAKREPORT | REXMITFLG;

    public static final int MAX_LATENCY_MS = 0xFFFF;
    private static final int WORDS = 3;

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public static SrtOptions parse(HandshakeExtension extension) throws MalformedMediaException {
        if (extension.words() < WORDS) {
            throw new MalformedMediaException("HSREQ or HSRSP is too short: words=" + extension.words());
        }
        ByteBuffer words = ByteBuffer.wrap(extension.content().toByteArray());
        int latency = words.getInt(8);
        return new SrtOptions(words.getInt(0), words.getInt(4), latency >>> 16, latency & 0xFFFF);
    }

    public HandshakeExtension toExtension(int type) {
        byte[] content = ByteBuffer.allocate(WORDS * 4)
                .putInt(version)
                .putInt(flags)
                .putInt(receiveLatencyMs << 16 | sendLatencyMs)
                .array();
        return new HandshakeExtension(type, new ByteString(content));
    }

    /** {@code 1.5.4}. */
    public static String versionText(int version) {
        return (version >>> 16) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
    }
}

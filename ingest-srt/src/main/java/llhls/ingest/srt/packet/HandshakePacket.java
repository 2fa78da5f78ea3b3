package llhls.ingest.srt.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;

/**
 * A handshake: 48 bytes and, in a version 5 conclusion, extensions.
 *
 * @param version 4 in a caller's induction, else 5
 * @param encryptionField key length in units of 8 bytes, 0 for none
 * @param extensionField magic in the induction response, flags of the extensions in conclusions
 * @param type {@link #INDUCTION}, {@link #CONCLUSION} and so on; 1000 and above is a rejection
 * @param socketId socket id of its sender
 * @param extensions in the order of the packet
 * @param overrun true when an extension's length ran past the end of the datagram
 */
public record HandshakePacket(
        int version,
        int encryptionField,
        int extensionField,
        int initialSequence,
        int mss,
        int flowWindow,
        int type,
        int socketId,
        int cookie,
        PeerIp peerIp,
        List<HandshakeExtension> extensions,
        boolean overrun)
        implements SrtPacket {

    public static final int WAVEAHAND = 0;
    public static final int INDUCTION = 1;
    public static final int CONCLUSION = -1;
    public static final int AGREEMENT = -2;
    public static final int DONE = -3;
    /** The listener's sign in its induction response that it speaks version 5. */
    public static final int MAGIC = 0x4A17;
    /** Type codes from here on are rejections. */
    public static final int FIRST_REJECTION = 1000;

    private static final int FIXED_WORDS = 12;
    private static final int MAX_EXTENSIONS = 32;
    private static final int VERSION_5 = 5;

    public HandshakePacket {
        extensions = List.copyOf(extensions);
    }

    public boolean isRejection() {
        return type >= FIRST_REJECTION;
    }

    /** The last extension of this type. */
    public Optional<HandshakeExtension> extension(int extensionType) {
        return extensions.stream().filter(e -> e.type() == extensionType).reduce((first, second) -> second);
    }

    /** The same without extensions and with another type: what a rejection looks like. */
    public HandshakePacket rejected(int code) {
        return new HandshakePacket(
                version,
                encryptionField,
                extensionField,
                initialSequence,
                mss,
                flowWindow,
                code,
                socketId,
                cookie,
                peerIp,
                List.of(),
                false);
    }

    /** Reads a handshake; extensions of any type in any order are kept as they are (version 5 conclusions only). */
    public static HandshakePacket parse(PacketView view) throws MalformedMediaException {
        if (view.bodyWords() < FIXED_WORDS) {
            throw new MalformedMediaException("handshake is too short: words=" + view.bodyWords());
        }
        int fields = view.bodyWord(1);
        List<HandshakeExtension> extensions = new ArrayList<>();
        boolean hasExtensions = view.bodyWord(0) == VERSION_5 && view.bodyWord(5) == CONCLUSION;
        boolean overrun = hasExtensions && !readExtensions(view, extensions);
        return new HandshakePacket(
                view.bodyWord(0),
                fields >>> 16,
                fields & 0xFFFF,
                view.bodyWord(2),
                view.bodyWord(3),
                view.bodyWord(4),
                view.bodyWord(5),
                view.bodyWord(6),
                view.bodyWord(7),
                new PeerIp(view.bodyWord(8), view.bodyWord(9), view.bodyWord(10), view.bodyWord(11)),
                extensions,
                overrun);
    }

    /** False when a declared length leaves the datagram. */
    private static boolean readExtensions(PacketView view, List<HandshakeExtension> extensions) {
        int at = FIXED_WORDS;
        while (at < view.bodyWords() && extensions.size() < MAX_EXTENSIONS) {
            int head = view.bodyWord(at);
            int words = head & 0xFFFF;
            if (words > view.bodyWords() - at - 1) {
                return false;
            }
            extensions.add(new HandshakeExtension(head >>> 16, new ByteString(view.bodyBytes(at + 1, words))));
            at += 1 + words;
        }
        return true;
    }

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        writer.control(ControlType.HANDSHAKE, 0, 0, to)
                .word(version)
                .word(encryptionField << 16 | extensionField)
                .word(initialSequence)
                .word(mss)
                .word(flowWindow)
                .word(type)
                .word(socketId)
                .word(cookie)
                .word(peerIp.word0())
                .word(peerIp.word1())
                .word(peerIp.word2())
                .word(peerIp.word3());
        extensions.forEach(e -> e.write(writer));
    }
}

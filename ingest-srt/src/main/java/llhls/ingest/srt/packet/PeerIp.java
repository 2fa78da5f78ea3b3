package llhls.ingest.srt.packet;

import java.net.InetAddress;

/**
 * The address a handshake is sent to, as its sender sees it: four words with their bytes reversed, IPv4 in the first. It is
 * written for the peer's information and never relied upon.
 */
public record PeerIp(int word0, int word1, int word2, int word3) {

    public static PeerIp of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new PeerIp(reversedWord(bytes, 0), 0, 0, 0)
                : new PeerIp(
                        reversedWord(bytes, 0),
                        reversedWord(bytes, 4),
                        reversedWord(bytes, 8),
                        reversedWord(bytes, 12));
    }

    private static int reversedWord(byte[] bytes, int at) {
        return (bytes[at + 3] & 0xFF) << 24
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at] & 0xFF);
    }
}

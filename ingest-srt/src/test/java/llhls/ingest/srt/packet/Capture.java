package llhls.ingest.srt.packet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the UDP payloads of a classic pcap file (Ethernet, IPv4 or IPv6) from the test resources. */
public final class Capture {

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;

    private Capture() {}

    /** Payloads in capture order, both directions. */
    public static List<byte[]> datagrams(String name) {
        ByteBuffer file = ByteBuffer.wrap(read("/srt/" + name + ".pcap")).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> payloads = new ArrayList<>();
        int at = FILE_HEADER;
        while (at < file.limit()) {
            int length = file.getInt(at + 8);
            int frame = at + RECORD_HEADER;
            payloads.add(udpPayload(Arrays.copyOfRange(file.array(), frame, frame + length)));
            at = frame + length;
        }
        return payloads;
    }

    /** The control packets of this type. */
    public static List<byte[]> control(String name, int type) {
        PacketView view = new PacketView();
        return datagrams(name).stream()
                .filter(d -> view.wrap(d, d.length) && view.isControl() && view.controlType() == type)
                .toList();
    }

    private static byte[] udpPayload(byte[] frame) {
        int ip = ETHERNET_HEADER;
        int ipHeader = (frame[ip] & 0xF0) == 0x40 ? (frame[ip] & 0x0F) * 4 : IPV6_HEADER;
        return Arrays.copyOfRange(frame, ip + ipHeader + UDP_HEADER, frame.length);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Capture.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

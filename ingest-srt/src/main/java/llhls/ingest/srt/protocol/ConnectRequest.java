package llhls.ingest.srt.protocol;

import java.net.InetSocketAddress;
import java.util.Optional;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.SrtOptions;

/**
 * A caller that passed every check of the protocol and waits for a decision.
 *
 * @param remote exact source address
 * @param handshake its conclusion
 * @param options its HSREQ
 * @param streamId as sent, unescaped only from the wire format; empty when none was sent
 * @param keys what it encrypts with, to be unlocked before it is accepted; empty when nobody uses encryption
 */
public record ConnectRequest(
        InetSocketAddress remote,
        HandshakePacket handshake,
        SrtOptions options,
        String streamId,
        Optional<KeyMaterial> keys) {}

package llhls.ingest.srt.protocol;

import java.util.Optional;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.media.MalformedMediaException;

/** What a conclusion must be like before anybody is asked about it: the protocol's own reasons to refuse, in their order. */
final class ConclusionCheck {

    private static final int HANDSHAKE_VERSION = 5;
    private static final int MIN_MSS = 232; // leaves room for one transport packet
    private static final int MIN_FLOW_WINDOW = 2;
    private static final int MAX_STREAM_ID_WORDS = 128;

    private ConclusionCheck() {}

    /** @param secured whether the listener has a passphrase */
    static Optional<Rejection> refusal(HandshakePacket handshake, boolean secured) {
        if (!hasUsableBasics(handshake)) {
            return Optional.of(Rejection.ROGUE);
        }
        if (handshake.version() != HANDSHAKE_VERSION) {
            return Optional.of(Rejection.VERSION);
        }
        if (handshake.extensionField() == 0 || handshake.overrun() || !hasUsableStreamId(handshake)) {
            return Optional.of(Rejection.ROGUE);
        }
        Optional<HandshakeExtension> hsReq = handshake.extension(HandshakeExtension.HSREQ);
        return hsReq.isEmpty()
                ? Optional.of(Rejection.ROGUE)
                : optionsRefusal(hsReq.get(), handshake).or(() -> encryptionRefusal(handshake, secured));
    }

    private static boolean hasUsableBasics(HandshakePacket handshake) {
        boolean sequence = handshake.initialSequence() >= 0 && handshake.initialSequence() < Integer.MAX_VALUE;
        return sequence && handshake.mss() >= MIN_MSS && handshake.flowWindow() >= MIN_FLOW_WINDOW;
    }

    private static boolean hasUsableStreamId(HandshakePacket handshake) {
        return handshake
                .extension(HandshakeExtension.SID)
                .map(sid -> sid.words() > 0 && sid.words() <= MAX_STREAM_ID_WORDS)
                .orElse(true);
    }

    private static Optional<Rejection> optionsRefusal(HandshakeExtension hsReq, HandshakePacket handshake) {
        SrtOptions options;
        try {
            options = SrtOptions.parse(hsReq);
        } catch (MalformedMediaException e) {
            return Optional.of(Rejection.ROGUE);
        }
        if (options.version() < SrtOptions.FIRST_HSV5_VERSION) {
            return Optional.of(Rejection.ROGUE);
        }
        return options.has(SrtOptions.STREAM) ? Optional.of(Rejection.MESSAGE_API) : featureRefusal(handshake);
    }

    /** Features that are not there (yet): congestion control, packet filter, groups. */
    private static Optional<Rejection> featureRefusal(HandshakePacket handshake) {
        boolean live = handshake
                .extension(HandshakeExtension.CONGESTION)
                .map(e -> e.text().equals("live"))
                .orElse(true);
        if (!live) {
            return Optional.of(Rejection.CONGESTION);
        }
        if (handshake.extension(HandshakeExtension.FILTER).isPresent()) {
            return Optional.of(Rejection.FILTER);
        }
        if (handshake.extension(HandshakeExtension.GROUP).isPresent()) {
            return Optional.of(Rejection.GROUP);
        }
        return Optional.empty();
    }

    /** Both sides use encryption or none does; the passphrase itself is tried later, it costs more. */
    private static Optional<Rejection> encryptionRefusal(HandshakePacket handshake, boolean secured) {
        Optional<HandshakeExtension> request = handshake.extension(HandshakeExtension.KMREQ);
        if (request.isPresent() != secured) {
            return Optional.of(Rejection.UNSECURE);
        }
        if (request.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean supported = KeyMaterial.parse(request.get().content()).isSupported();
            return supported ? Optional.empty() : Optional.of(Rejection.CRYPTO_MODE);
        } catch (MalformedMediaException e) {
            return Optional.of(Rejection.ROGUE);
        }
    }
}

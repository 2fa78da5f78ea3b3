package llhls.ingest.srt.protocol;

import java.security.SecureRandom;
import llhls.ingest.srt.packet.HandshakeExtension;
import llhls.ingest.srt.packet.HandshakePacket;
import llhls.media.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static llhls.ingest.srt.protocol.Handshakes.usualOptions;
import static org.assertj.core.api.Assertions.assertThat;

/** Who is let in: callers that encrypt where there is a passphrase, callers that do not where there is none. */
class ListenerEncryptionTest {

    private static final Passphrase PASSPHRASE = Passphrase.of("0123456789abc");

    private final Handshakes secured = new Handshakes(PASSPHRASE);
    private final Handshakes clear = new Handshakes();

    private static ByteString message(int keyBytes) {
        return Encryption.create(PASSPHRASE, keyBytes, KeyRefresh.defaults(), new SecureRandom())
                .first()
                .encode();
    }

    private static HandshakeExtension request(ByteString message) {
        return new HandshakeExtension(HandshakeExtension.KMREQ, message);
    }

    private static ByteString with(ByteString message, int at, int value) {
        byte[] changed = message.toByteArray();
        changed[at] = (byte) value;
        return new ByteString(changed);
    }

    @Test
    @Tag("SRT-058")
    @Tag("SRT-059")
    @Tag("SRT-063")
    void givenBothHaveAPassphrase_whenAccepted_thenTheMessageComesBackVerbatimAlsoToRepeats() {
        for (int keyBytes : new int[] {16, 24, 32}) {
            ByteString message = message(keyBytes);
            secured.isn++;
            HandshakePacket answer = secured.connect(usualOptions(), request(message));

            assertThat(answer.type()).isEqualTo(HandshakePacket.CONCLUSION);
            assertThat(answer.encryptionField()).isEqualTo(keyBytes / 8);
            assertThat(answer.extensionField()).isEqualTo(HandshakeExtension.FLAG_HS | HandshakeExtension.FLAG_KM);
            assertThat(answer.extension(HandshakeExtension.KMRSP).orElseThrow().content())
                    .isEqualTo(message);
            assertThat(secured.requests.get(secured.requests.size() - 1).keys())
                    .hasValueSatisfying(k -> assertThat(k.encode()).isEqualTo(message));
            secured.nowNs += 60 * Handshakes.MS;
            int before = secured.sent.size();
            secured.receive(secured.conclusion(answer.cookie(), usualOptions(), request(message)));
            assertThat(secured.sent).hasSize(before + 1);
            assertThat(secured.answer()).isEqualTo(answer);
        }
    }

    @Test
    @Tag("SRT-059")
    void givenOnlyOneSideHasAPassphrase_whenConcluding_thenItIsRefusedWithoutAskingAnybody() {
        assertThat(secured.connect(usualOptions()).type()).isEqualTo(1011);
        assertThat(clear.connect(usualOptions(), request(message(16))).type()).isEqualTo(1011);

        assertThat(secured.requests).isEmpty();
        assertThat(clear.requests).isEmpty();
    }

    @Test
    @Tag("SRT-059")
    void givenNobodyHasAPassphrase_whenConcluding_thenThereAreNoKeys() {
        assertThat(clear.connect(usualOptions()).extension(HandshakeExtension.KMRSP))
                .isEmpty();
        assertThat(clear.requests.get(0).keys()).isEmpty();
    }

    @Test
    @Tag("SRT-065")
    void givenACipherWeDoNotSpeak_whenConcluding_thenItHasItsCode() {
        ByteString gcm = with(with(message(16), 8, 4), 9, 1);

        assertThat(secured.connect(usualOptions(), request(gcm)).type()).isEqualTo(1017);
        assertThat(secured.requests).isEmpty();
    }

    @Test
    @Tag("SRT-062")
    void givenAMalformedMessage_whenConcluding_thenItIsRefusedBeforeAnyKeyIsDerived() {
        assertThat(secured.connect(usualOptions(), request(with(message(16), 0, 0x13)))
                        .type())
                .isEqualTo(1004);
        secured.isn++;
        assertThat(secured.connect(usualOptions(), request(new ByteString(new byte[4])))
                        .type())
                .isEqualTo(1004);
        assertThat(secured.requests).isEmpty();
    }

    @Test
    @Tag("SRT-062")
    void givenAWrongCookie_whenConcludingWithKeys_thenNothingHappens() {
        int cookie = secured.cookie();
        int before = secured.sent.size();
        secured.receive(secured.conclusion(cookie + 1, usualOptions(), request(message(16))));

        assertThat(secured.sent).hasSize(before);
        assertThat(secured.requests).isEmpty();
    }
}

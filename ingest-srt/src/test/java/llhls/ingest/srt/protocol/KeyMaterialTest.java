package llhls.ingest.srt.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import llhls.ingest.srt.packet.PacketView;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Known keys of real senders, and messages that are none. */
class KeyMaterialTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final Passphrase PASSPHRASE = Passphrase.of("0123456789abc");
    private static final String SALT_128 = "0277d110c97ee714efb1939d4cb39978";
    private static final String WRAP_128 = "30b4dbfc6c47ff93aecad818d8893400e0515a55e5e896f2";

    private static String message(int keys, int keyBytes, String salt, String wrap) {
        return "122029" + "0" + keys + "00000000" + "02000200" + "0000" + "040" + keyBytes / 4 + salt + wrap;
    }

    private static KeyMaterial parse(String hex) throws MalformedMediaException {
        return KeyMaterial.parse(new ByteString(HEX.parseHex(hex)));
    }

    @ParameterizedTest
    @Tag("SRT-057")
    @CsvSource({
        SALT_128 + "," + WRAP_128
                + ",2a764d9733e11c82a3023e18e2ea39ba,d6382112c436890466f2ed8b28589b9d,669452916,"
                + "e1657aa167422dcd93d92dfa76c1690d",
        "e5bb8a626a297dde17387930d2ce097c,"
                + "266b22f9fcb966d210ba34ba8f4266d6a201338e44020204e249f3d69981e4d53fb0414fa6cff425,"
                + "ab7769ba98244ecacc3694216280c98837c399f0f0197cf4eb691c9b06179f77,"
                + "f8a72d9e10aad7f2fc7090b08f39a669995d427d7805480cba9bab7902fe7a35,1256180321,"
                + "719c0034c237fa591878be93d8d60b39"
    })
    void givenACapturedKeyExchange_whenUnlocked_thenEveryStepHasItsKnownValue(
            String salt, String wrap, String kek, String sek, int seq, String cipherText) throws Exception {
        KeyMaterial material = parse(message(1, sek.length() / 2, salt, wrap));
        KeyEncryption encryption = KeyEncryption.derive(PASSPHRASE, material.salt(), material.keyBytes());
        byte[] key = encryption.unwrap(material).orElseThrow();
        byte[] payload = HEX.parseHex(cipherText);
        new PayloadCipher(key, material.salt()).apply(seq, payload, 0, payload.length);

        assertThat(HEX.formatHex(encryption.copyOfKey())).isEqualTo(kek);
        assertThat(HEX.formatHex(key)).isEqualTo(sek);
        assertThat(HEX.formatHex(payload)).isEqualTo("474011100042f0250001c10000ff01ff");
        assertThat(encryption.wrap(key)).hasToString(wrap);
    }

    @Test
    @Tag("SRT-057")
    @Tag("SRT-060")
    void givenACapturedRefresh_whenUnlocked_thenBothKeysAreKnown() throws Exception {
        String salt = "00375304b5b62d21bbc410f67be8f12c";
        String wrap = "d2f76af5f58f1d66d51d3f48c55733e7477ae5b3b09381446a4dbf6f5033a4d13288867fa4d2c275";
        KeyMaterial material = parse(message(3, 16, salt, wrap));
        UnlockedKeys keys = UnlockedKeys.unlock(PASSPHRASE, material).orElseThrow();
        byte[] odd = material.keyOf(keys.streamKeys(), KeyMaterial.ODD);
        byte[] payload = HEX.parseHex("93c870f63f56989c8504408988809551");
        new PayloadCipher(odd, material.salt()).apply(912535931, payload, 0, payload.length);

        assertThat(HEX.formatHex(material.keyOf(keys.streamKeys(), KeyMaterial.EVEN)))
                .isEqualTo("d492753bf35a22e2e858ea9864380557");
        assertThat(HEX.formatHex(odd)).isEqualTo("048ac0fb7ee6742c9b0225efe9c48d92");
        assertThat(HEX.formatHex(payload)).isEqualTo("4741003d071000024edc7e00000001e0");
    }

    @Test
    @Tag("SRT-057")
    void givenAnotherPassphrase_whenUnlocked_thenThereAreNoKeys() throws Exception {
        KeyMaterial material = parse(message(1, 16, SALT_128, WRAP_128));

        assertThat(UnlockedKeys.unlock(Passphrase.of("0123456789abd"), material))
                .isEmpty();
    }

    @ParameterizedTest
    @Tag("SRT-063")
    @ValueSource(ints = {16, 24, 32})
    void givenEachKeyLength_whenEncryptedAndDecrypted_thenAnyPayloadComesBack(int keyBytes) {
        Random random = new Random(keyBytes);
        byte[] key = new byte[keyBytes];
        random.nextBytes(key);
        ByteString salt = new ByteString(new byte[16]);
        PayloadCipher there = new PayloadCipher(key, salt);
        PayloadCipher back = new PayloadCipher(key, salt);
        for (int length = 1; length <= PacketView.MAX_PAYLOAD; length += 1 + length / 16) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] framed = Arrays.copyOf(plain, length + 1);
            int seq = random.nextInt() & 0x7FFF_FFFF;
            there.apply(seq, framed, 0, length);
            assertThat(framed[length]).as("the byte behind").isZero();
            back.apply(seq, framed, 0, length);
            assertThat(Arrays.copyOf(framed, length)).isEqualTo(plain);
        }
    }

    @Test
    @Tag("SRT-062")
    void givenAMessageCutAnywhere_whenParsed_thenItIsRefused() {
        byte[] whole = HEX.parseHex(message(1, 16, SALT_128, WRAP_128));
        for (int length = 0; length < whole.length; length++) {
            ByteString cut = new ByteString(whole, 0, length);
            assertThatExceptionOfType(MalformedMediaException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> KeyMaterial.parse(cut));
        }
        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> KeyMaterial.parse(new ByteString(Arrays.copyOf(whole, 60))));
    }

    @ParameterizedTest
    @Tag("SRT-062")
    @CsvSource({
        "0, 13", "0, 92", "1, 21", "2, 28", "3, 00", "3, 04", "3, 03", "3, 81", "4, 01", "7, 01", "10, 01", "11, 01",
        "12, 01", "13, 01", "14, 00", "14, 08", "15, 00", "15, 03", "15, 05", "15, 06", "15, 08", "15, ff"
    })
    void givenAConstantThatIsNotRight_whenParsed_thenItIsRefusedBeforeAnyKeyIsDerived(int at, String value) {
        byte[] message = HEX.parseHex(message(1, 16, SALT_128, WRAP_128));
        message[at] = HEX.parseHex(value)[0];

        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> KeyMaterial.parse(new ByteString(message)));
    }

    @ParameterizedTest
    @Tag("SRT-062")
    @Tag("SRT-076")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void givenMutatedMessages_whenParsed_thenTheyAreRefusedOrTheSameWhenWritten(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] message = HEX.parseHex(message(1, 16, SALT_128, WRAP_128));
            for (int k = random.nextInt(3); k >= 0; k--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            readAndWrite(Arrays.copyOf(message, random.nextBoolean() ? message.length : random.nextInt(120)));
        }
    }

    @FuzzTest
    void anyMessageIsRefusedOrTheSameWhenWritten(byte[] message) {
        readAndWrite(message);
    }

    private static void readAndWrite(byte[] message) {
        try {
            assertThat(KeyMaterial.parse(new ByteString(message)).encode()).isEqualTo(new ByteString(message));
        } catch (MalformedMediaException expected) {
            assertThat(expected).hasMessageContaining("key material");
        }
    }

    @ParameterizedTest
    @Tag("SRT-007")
    @CsvSource({
        "00000000, UNSECURED",
        "03000000, NO_SECRET",
        "00000003, NO_SECRET",
        "04000000, BAD_SECRET",
        "00000004, BAD_SECRET",
        "05000000, BAD_CRYPTO_MODE",
        "00000005, BAD_CRYPTO_MODE"
    })
    void givenAnErrorWordInEitherByteOrder_whenRead_thenItIsUnderstood(String hex, KeyError error) {
        assertThat(KeyError.of(new ByteString(HEX.parseHex(hex)))).contains(error);
    }

    @ParameterizedTest
    @Tag("SRT-007")
    @ValueSource(strings = {"", "04", "06000000", "04000004", "00040000", "0400000000000000", "ff000000"})
    void givenAnythingElse_whenReadAsAnErrorWord_thenItIsNone(String hex) {
        assertThat(KeyError.of(new ByteString(HEX.parseHex(hex)))).isEmpty();
    }

    @Test
    @Tag("SRT-066")
    void aPassphraseHasTenToEightyBytesAndNeverShowsItself() {
        assertThat(Passphrase.of("")).isEqualTo(Passphrase.NONE).hasToString("none");
        assertThat(Passphrase.of("0123456789")).hasToString("***").isNotEqualTo(Passphrase.of("0123456780"));
        assertThat(Passphrase.of("0123456789").isSet()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passphrase.of("secret789"))
                .withMessage("a passphrase has 10 to 80 bytes, not 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passphrase.of("ü".repeat(41)))
                .withMessageContaining("82");
    }

    @Test
    @Tag("SRT-066")
    void givenDestroyedKeys_whenLookedAt_thenTheyAreZero() throws Exception {
        UnlockedKeys keys = UnlockedKeys.unlock(PASSPHRASE, parse(message(1, 16, SALT_128, WRAP_128)))
                .orElseThrow();
        keys.destroy();

        assertThat(keys.streamKeys()).containsOnly(0);
        assertThat(keys.encryption().copyOfKey()).containsOnly(0);
    }
}

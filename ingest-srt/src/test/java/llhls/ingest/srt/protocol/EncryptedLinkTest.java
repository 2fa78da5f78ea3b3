package llhls.ingest.srt.protocol;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import llhls.ingest.srt.packet.ControlType;
import llhls.ingest.srt.packet.KeyPacket;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.PacketWriter;
import llhls.media.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An encrypting sender and its receiver in virtual time, and what a receiver makes of packets and keys that do not fit. */
class EncryptedLinkTest {

    private static final long MS = VirtualLink.MS;
    private static final Passphrase PASSPHRASE = Passphrase.of("0123456789abc");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BITS = 0x18;
    private static final byte REPEATED = 0x04;

    private final List<KeyMaterial> unlocking = new ArrayList<>();
    private final List<Consumer<Optional<UnlockedKeys>>> waiting = new ArrayList<>();
    private Encryption encryption = encryption(16, KeyRefresh.defaults());

    private static Encryption encryption(int keyBytes, KeyRefresh refresh) {
        return Encryption.create(PASSPHRASE, keyBytes, refresh, RANDOM);
    }

    private Pair pair(VirtualLink link, Pair.Setup setup) {
        UnlockedKeys keys = UnlockedKeys.unlock(PASSPHRASE, encryption.first()).orElseThrow();
        KeyUnlocker unlocker = (material, done) -> unlocking.add(material) && waiting.add(done);
        return new Pair(
                link,
                setup,
                ConnectionSecurity.sending(encryption),
                ConnectionSecurity.receiving(new Decryption(keys, unlocker)));
    }

    private Pair pair() {
        return pair(new VirtualLink(1, VirtualLink.Conditions.clean(5 * MS), 0), Pair.Setup.plain());
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-060")
    @Tag("SRT-064")
    void givenALossyLinkAndANewKeyEvery200Packets_whenSending_thenEverythingArrivesAndRepeatsAreTheSamePackets(
            long seed) {
        encryption = encryption(16, KeyRefresh.every(200));
        VirtualLink link = new VirtualLink(seed, new VirtualLink.Conditions(0.10, 0.02, 0.01, 15 * MS), 0);
        Pair pair = pair(link, Pair.Setup.plain().withLatency(450));
        pair.send(2_000, MS);
        pair.run(2_000 * MS);

        assertThat(pair.numbers()).isEqualTo(LongStream.range(0, 2_000).boxed().toList());
        assertThat(pair.delivered).noneMatch(Pair.Delivered::lossBefore);
        assertThat(pair.stat("pktRcvUndecryptTotal")).isZero();
        assertThat(pair.senderStat("keyRefreshTotal")).isBetween(5L, 9L);
        assertThat(pair.stat("keyRefreshTotal")).isGreaterThanOrEqualTo(pair.senderStat("keyRefreshTotal"));
        assertThat(pair.senderStat("pktRetransTotal")).isGreaterThan(100);
        assertRepeatsAreTheSame(pair.toReceiver);
        assertThat(pair.pool.outstanding()).isZero();
    }

    private static void assertRepeatsAreTheSame(List<byte[]> datagrams) {
        Map<Integer, ByteString> bySequence = new HashMap<>();
        for (byte[] datagram : datagrams) {
            if (datagram[0] >= 0) {
                byte[] copy = datagram.clone();
                copy[4] &= ~REPEATED;
                ByteString packet = new ByteString(copy);
                PacketView view = new PacketView();
                view.wrap(datagram, datagram.length);
                assertThat(bySequence.merge(view.sequence(), packet, (first, again) -> first))
                        .isEqualTo(packet);
            }
        }
        assertThat(bySequence).hasSize(2_000);
    }

    @ParameterizedTest
    @Tag("SRT-063")
    @ValueSource(ints = {16, 24, 32})
    void givenEachKeyLength_whenSending_thenThePayloadIsNotOnTheWire(int keyBytes) {
        encryption = encryption(keyBytes, KeyRefresh.defaults());
        Pair pair = pair();
        pair.send(20, MS);
        pair.run(100 * MS);

        assertThat(pair.numbers()).hasSize(20);
        assertThat(pair.stat("keyBits")).isEqualTo(keyBytes * 8L);
        byte[] zeros = new byte[64];
        for (byte[] datagram : pair.toReceiver) {
            if (datagram[0] >= 0) {
                assertThat(datagram[4] & KEY_BITS).as("even key").isEqualTo(0x08);
                assertThat(Arrays.copyOfRange(datagram, 100, 164)).isNotEqualTo(zeros);
            }
        }
    }

    @Test
    @Tag("SRT-061")
    @Tag("SRT-092")
    void givenClearPacketsAndAMissingKey_whenReceived_thenTheyAreCountedAsGapsAndNotAskedForAgain() {
        Pair pair = pair();
        pair.send(3, MS);
        pair.run(50 * MS);
        byte[] template =
                pair.toReceiver.stream().filter(d -> d[0] >= 0).findFirst().orElseThrow();
        int answers = pair.toSender.size();
        inject(pair, template, 3, 0x00);
        inject(pair, template, 4, 0x10); // odd: nobody announced it
        inject(pair, template, 5, 0x18);
        inject(pair, template, 6, 0x08);
        for (int i = 1; i < 30; i++) { // the sender must not hear of packets it never sent
            pair.receiver.onTimer(pair.link.nowNs + 10 * MS * i);
        }

        assertThat(pair.stat("pktRcvUndecryptTotal")).isEqualTo(3);
        assertThat(pair.delivered).hasSize(4);
        assertThat(pair.delivered.get(3).lossBefore()).isTrue();
        assertThat(pair.receiver.isOpen()).isTrue();
        assertThat(pair.toSender.subList(answers, pair.toSender.size()))
                .noneMatch(d -> d[0] == (byte) 0x80 && d[1] == ControlType.NAK);
    }

    private static void inject(Pair pair, byte[] template, int index, int keyBits) {
        byte[] packet = template.clone();
        packet[3] = (byte) (template[3] + index);
        packet[4] = (byte) ((packet[4] & ~KEY_BITS) | keyBits);
        PacketView view = new PacketView();
        view.wrap(packet, packet.length);
        pair.receiver.onPacket(view, pair.link.nowNs);
    }

    @Test
    @Tag("SRT-093")
    void givenAnEncryptedPublisher_whenTheListenerWantsToSend_thenNothingLeaves() {
        Pair pair = pair();
        pair.run(50 * MS);

        assertThat(pair.receiver.send(new byte[100], 0, 100, pair.link.nowNs, pair.link.nowNs))
                .isFalse();
        pair.receiver.pump(pair.link.nowNs);
        assertThat(pair.toSender).noneMatch(d -> d[0] >= 0);
    }

    private static void announce(Pair pair, ByteString message) {
        PacketWriter writer = new PacketWriter();
        new KeyPacket(KeyPacket.REQUEST, message).write(writer, new PacketWriter.Addressing(0, 22));
        PacketView view = new PacketView();
        view.wrap(writer.bytes(), writer.length());
        pair.receiver.onPacket(view, pair.link.nowNs);
    }

    private static long confirmations(Pair pair) {
        return pair.toSender.stream()
                .filter(d -> d[0] == (byte) 0xFF && d[3] == KeyPacket.RESPONSE)
                .count();
    }

    @Test
    @Tag("SRT-058")
    @Tag("SRT-094")
    void givenRepeatedAnnouncements_whenReceived_thenEachIsConfirmedUpToTenPerSecond() {
        Pair pair = pair();
        for (int i = 0; i < 50; i++) {
            announce(pair, encryption.first().encode());
        }
        assertThat(confirmations(pair)).isEqualTo(10);
        pair.run(1_100 * MS);
        announce(pair, encryption.first().encode());
        assertThat(confirmations(pair)).isEqualTo(11);
        assertThat(unlocking).isEmpty();
    }

    @Test
    @Tag("SRT-059")
    @Tag("SRT-062")
    void givenAnnouncementsThatCannotBeUnlocked_whenReceived_thenTheOldKeysStayAndNobodyIsAnswered() {
        Pair pair = pair();
        byte[] wrong = encryption.first().encode().toByteArray();
        wrong[wrong.length - 1]++;
        announce(pair, new ByteString(wrong));
        announce(pair, new ByteString(new byte[8]));
        announce(pair, new ByteString(new byte[0]));
        byte[] gcm = encryption.first().encode().toByteArray();
        gcm[8] = 4;
        announce(pair, new ByteString(gcm));
        pair.send(5, MS);
        pair.run(50 * MS);

        assertThat(confirmations(pair)).isZero();
        assertThat(pair.numbers()).hasSize(5);
        assertThat(unlocking).isEmpty();
    }

    @Test
    @Tag("SRT-062")
    void givenANewSalt_whenAnnounced_thenTheKeyIsDerivedElsewhereOnceAndThenConfirmed() {
        Pair pair = pair();
        KeyMaterial other = encryption(16, KeyRefresh.defaults()).first();
        announce(pair, other.encode());
        announce(pair, other.encode());
        assertThat(unlocking).containsExactly(other);
        assertThat(confirmations(pair)).isZero();

        waiting.get(0).accept(UnlockedKeys.unlock(PASSPHRASE, other));
        assertThat(confirmations(pair)).isEqualTo(1);
        assertThat(pair.stat("keyRefreshTotal")).isEqualTo(1);
    }

    @Test
    @Tag("SRT-066")
    void givenAClosedConnection_whenItsKeysAreLookedAt_thenTheyAreGone() throws Exception {
        UnlockedKeys keys = UnlockedKeys.unlock(PASSPHRASE, encryption.first()).orElseThrow();
        Decryption decryption = new Decryption(keys, (material, done) -> false);
        Pair pair = new Pair(
                new VirtualLink(1, VirtualLink.Conditions.clean(MS), 0),
                Pair.Setup.plain(),
                ConnectionSecurity.sending(encryption),
                ConnectionSecurity.receiving(decryption));
        assertThat(keys.streamKeys()).as("no longer needed").containsOnly(0);
        assertThat(decryption.hasKey(KeyMaterial.EVEN, 0)).isTrue();
        pair.receiver.close(CloseReason.LOCAL, 0);

        assertThat(decryption.hasKey(KeyMaterial.EVEN, 0)).isFalse();
        assertThat(keys.encryption().copyOfKey()).containsOnly(0);
    }

    @Test
    @Tag("SRT-060")
    void givenAReceiverThatDoesNotConfirm_whenTheTimeForANewKeyIsOver_thenTheOldOneStaysInUse() {
        encryption = encryption(16, new KeyRefresh(100, 50));
        Pair pair = new Pair(
                new VirtualLink(1, VirtualLink.Conditions.clean(5 * MS), 0),
                Pair.Setup.plain(),
                ConnectionSecurity.sending(encryption),
                ConnectionSecurity.NONE);
        pair.send(300, MS);
        pair.run(3_000 * MS);

        assertThat(pair.senderStat("keyRefreshTotal")).isZero();
        assertThat(pair.toReceiver.stream().filter(d -> d[0] >= 0)).allMatch(d -> (d[4] & KEY_BITS) == 0x08);
        assertThat(pair.toReceiver.stream().filter(d -> d[0] == (byte) 0xFF && d[3] == KeyPacket.REQUEST))
                .hasSizeBetween(10, 14);
    }
}

package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TsSyncTest {

    private static final int PACKET = TsPacketView.LENGTH;

    private final List<byte[]> packets = new ArrayList<>();
    private int losses;
    private final TsCounters counters = new TsCounters();
    private final TsSync sync = new TsSync(
            new TsSync.Output() {
                @Override
                public void packet(byte[] bytes, int offset) {
                    packets.add(Arrays.copyOfRange(bytes, offset, offset + PACKET));
                }

                @Override
                public void syncLost() {
                    losses++;
                }
            },
            counters);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 187, 188, 189, 376, 1000, 1316, 1456})
    @Tag("TS-001")
    void givenMessagesOfAnyLength_whenPacketsCrossThem_thenEveryPacketComesOut(int size) {
        byte[] stream = stream(50, 1);

        feed(stream, size);

        assertThat(joined()).isEqualTo(stream);
        assertThat(losses).isZero();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-002")
    void givenJunkAtTheStartAndInside_whenHunting_thenAtMostTheTouchedPacketAndTwoMoreAreLost(long seed) {
        Random random = new Random(seed);
        byte[] head = new byte[random.nextInt(400)];
        random.nextBytes(head);
        byte[] junk = new byte[1 + random.nextInt(187)];
        random.nextBytes(junk);
        junk[0] = 0; // else it may continue as a packet
        byte[] before = stream(40, seed);
        byte[] after = stream(40, seed + 1);
        int cut = 20 * PACKET + random.nextInt(PACKET);
        cut += (cut + junk.length) % PACKET == 0 ? 1 : 0; // junk in place of the rest of a packet keeps the phase

        feed(Avc.concat(head, Arrays.copyOf(before, cut), junk, after), 1 + random.nextInt(1456));

        byte[] found = joined();
        assertThat(packets.size()).isGreaterThanOrEqualTo(20 + 40 - 3);
        assertThat(Arrays.copyOfRange(found, found.length - 37 * PACKET, found.length))
                .isEqualTo(Arrays.copyOfRange(after, 3 * PACKET, after.length));
        assertThat(losses).isPositive();
    }

    @Test
    @Tag("TS-002")
    void givenSyncBytesInPayload_whenHunting_thenOneOrTwoMatchesAreNotEnough() {
        byte[] stream = stream(20, 3);
        for (int i = 0; i < 10; i++) {
            stream[i * PACKET + 50] = 0x47;
        }
        stream[10 * PACKET + 50] = 0;

        feed(Arrays.copyOfRange(stream, 9 * PACKET + 10, stream.length), 1316);

        assertThat(joined()).isEqualTo(Arrays.copyOfRange(stream, 10 * PACKET, stream.length));
    }

    @Test
    @Tag("TS-003")
    void givenOneWrongSyncByte_whenThePhaseHolds_thenOnlyThatPacketIsDropped() {
        byte[] stream = stream(20, 4);
        byte[] broken = stream.clone();
        broken[7 * PACKET] = 0x46;

        feed(broken, 1316);

        assertThat(joined()).isEqualTo(TsBuilder.withoutPacket(stream, 7));
        assertThat(losses).isZero();
        assertThat(counters.get(TsCounters.Name.BAD_SYNC_BYTES)).isEqualTo(1);
    }

    @Test
    @Tag("TS-004")
    void givenRtpHeaders_whenMessagesArrive_thenTheyAreStripped() {
        byte[] stream = stream(21, 5);
        for (int i = 0; i < 3; i++) {
            byte[] rtp = {(byte) 0x80, 33, 0, (byte) i, 1, 2, 3, 4, 5, 6, 7, 8};
            byte[] message = Avc.concat(rtp, Arrays.copyOfRange(stream, i * 1316, (i + 1) * 1316));
            sync.message(message, 0, message.length, false);
        }

        assertThat(joined()).isEqualTo(stream);
    }

    @Test
    @Tag("TS-001")
    void givenAStaleRest_whenAMessageOfWholePacketsContradictsIt_thenTheRestIsDropped() {
        byte[] stream = stream(30, 6);
        sync.message(stream, 0, 1316 + 100, false);
        sync.message(stream, 2 * 1316, 1316, false);

        assertThat(packets).hasSize(14);
        assertThat(packets.get(7)).isEqualTo(Arrays.copyOfRange(stream, 2 * 1316, 2 * 1316 + PACKET));
        assertThat(losses).isEqualTo(1);
    }

    @Test
    @Tag("TS-001")
    void givenAnnouncedLoss_whenAPacketWasPartlyThere_thenItIsNotJoinedWithForeignBytes() {
        byte[] stream = stream(40, 7);
        sync.message(stream, 0, 1000, false);
        sync.message(stream, 2000, 1000, true);
        for (int at = 3000; at < 7000; at += 1000) {
            sync.message(stream, at, 1000, false);
        }

        List<byte[]> whole = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            whole.add(Arrays.copyOfRange(stream, i * PACKET, (i + 1) * PACKET));
        }
        assertThat(packets)
                .allSatisfy(p -> assertThat(whole).anySatisfy(w -> assertThat(p).isEqualTo(w)));
        assertThat(packets.size()).isGreaterThan(5 + 18);
        assertThat(losses).isPositive();
    }

    private void feed(byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            sync.message(bytes, at, Math.min(size, bytes.length - at), false);
        }
    }

    private byte[] joined() {
        return Avc.concat(packets.toArray(byte[][]::new));
    }

    /** Packets without the sync byte anywhere but at their start. */
    private static byte[] stream(int count, long seed) {
        byte[] bytes = new byte[count * PACKET];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            boolean start = i % PACKET == 0;
            bytes[i] = start ? 0x47 : bytes[i] == 0x47 ? 0 : bytes[i];
        }
        return bytes;
    }
}

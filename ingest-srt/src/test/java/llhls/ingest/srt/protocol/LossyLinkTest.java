package llhls.ingest.srt.protocol;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import llhls.ingest.srt.packet.SeqNumber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A sender and a receiver on a bad network, in virtual time. */
class LossyLinkTest {

    private static final long MS = VirtualLink.MS;
    private static final long TIMESTAMP_WRAP_NS = (1L << 32) * 1000;
    private static final int COUNT = 2000;

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-004")
    @Tag("SRT-041")
    @Tag("SRT-045")
    void givenTenPercentLossBothWays_whenTheLatencyCoversSeveralRoundTrips_thenEverythingArrivesOnceAndInOrder(
            long seed) {
        VirtualLink link = new VirtualLink(seed, new VirtualLink.Conditions(0.10, 0.02, 0.01, 15 * MS), seed * MS);
        Random random = new Random(seed);
        int isn = SeqNumber.plus(SeqNumber.MAX, -random.nextInt(COUNT)); // the numbers wrap on the way
        long ageNs = TIMESTAMP_WRAP_NS - random.nextInt(2000) * MS; // and so do the timestamps
        Pair pair = new Pair(link, new Pair.Setup(isn, ageNs, 450, random.nextBoolean()));

        pair.send(COUNT, MS);
        pair.run(2_000 * MS);

        assertThat(pair.numbers()).isEqualTo(numbersUpTo(COUNT));
        assertThat(pair.delivered).noneMatch(Pair.Delivered::lossBefore);
        assertThat(pair.stat("pktRcvDropTotal")).isZero();
        assertThat(link.lost).as("the link did lose").isGreaterThan(COUNT / 20);
        assertThat(pair.sender.isDrained()).isTrue();
        assertThat(pair.pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-042")
    void givenMoreLossThanTheLatencyCanRepair_whenSending_thenOrderHoldsAndEveryGapIsFlagged(long seed) {
        VirtualLink link = new VirtualLink(seed, new VirtualLink.Conditions(0.30, 0.05, 0.05, 60 * MS), 0);
        Pair pair = new Pair(link, Pair.Setup.plain());

        pair.send(COUNT, MS);
        pair.run(1_500 * MS);

        List<Pair.Delivered> delivered = pair.delivered;
        long expected = 0;
        long missing = 0;
        for (Pair.Delivered each : delivered) {
            assertThat(each.number()).isGreaterThanOrEqualTo(expected);
            assertThat(each.lossBefore()).as("packet %s", each.number()).isEqualTo(each.number() > expected);
            missing += each.number() - expected;
            expected = each.number() + 1;
        }
        assertThat(missing).isPositive();
        assertThat(pair.stat("pktRcvDropTotal")).isEqualTo(missing);
        assertThat(pair.receiver.isOpen()).isTrue();
        assertThat(pair.sender.isOpen()).isTrue();
        assertThat(pair.pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-040")
    void givenADuplicatingLink_whenSending_thenDuplicatesAreCountedAndNeverHandedOn(long seed) {
        VirtualLink link = new VirtualLink(seed, new VirtualLink.Conditions(0, 0, 0.5, 5 * MS), 0);
        Pair pair = new Pair(link, Pair.Setup.plain());

        pair.send(200, 5 * MS);
        pair.run(200 * MS);

        assertThat(pair.numbers()).isEqualTo(numbersUpTo(200));
        assertThat(pair.stat("pktRcvBelated") + pair.stat("pktRcvDuplicate")).isBetween(50L, 150L);
        assertThat(pair.stat("pktRecvTotal") - pair.stat("pktRecvUniqueTotal"))
                .isEqualTo(pair.stat("pktRcvBelated") + pair.stat("pktRcvDuplicate"));
    }

    private static List<Long> numbersUpTo(int end) {
        return LongStream.range(0, end).boxed().toList();
    }
}

package llhls.cmaf;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import llhls.media.time.Timescale;
import llhls.testing.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversions, ledgers and the wall clock, one by one. */
class TimelineTest {

    static LongStream seeds() {
        return Seeds.fixedAndFresh();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("CMAF-042")
    void givenTimesUpTo2To48_whenConverted_thenTheyAreExact(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long ticks = random.nextLong() >>> (16 + random.nextInt(40));
            assertThat(Timescale.HZ_90000.toMicros(ticks)).isEqualTo(floor(ticks, 1_000_000, 90_000));
            assertThat(new Timescale(44_100).toMicros(ticks)).isEqualTo(floor(ticks, 1_000_000, 44_100));
            for (int rate : new int[] {48_000, 44_100, 24_000}) {
                assertThat(AudioTimeline.ceilTicks(ticks, rate)).isEqualTo(-floor(-ticks, rate, 90_000));
                assertThat(Timescale.HZ_90000.rescale(ticks, new Timescale(rate)))
                        .isEqualTo(floor(2 * ticks, rate, 180_000, 90_000));
            }
        }
    }

    private static long floor(long value, long times, long by) {
        return floor(value, times, by, 0);
    }

    private static long floor(long value, long times, long by, long add) {
        BigInteger[] parts = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(times))
                .add(BigInteger.valueOf(add))
                .divideAndRemainder(BigInteger.valueOf(by));
        return parts[1].signum() < 0 ? parts[0].longValueExact() - 1 : parts[0].longValueExact();
    }

    @Test
    @Tag("CMAF-041")
    void givenAnEpoch_whenItStarts_thenItsBaseIsAWholeNumberOfSecondsAndPlaylistTimeGoesOn() {
        Epoch epoch = Epoch.startingAt(8_589_934_592L + 12_345, 7_000_000);

        assertThat(epoch.mediaTicks(8_589_934_592L + 12_345) / 90_000).isEqualTo(10);
        long media = epoch.mediaTicks(8_589_934_592L + 12_345);
        assertThat(epoch.playlistMicros(media, Timescale.HZ_90000)).isEqualTo(7_000_000);
        assertThat(epoch.playlistMicros(media + 90_000, Timescale.HZ_90000)).isEqualTo(8_000_000);
    }

    @Test
    @Tag("CMAF-042")
    void givenNegativeSourceTimes_whenAnEpochStarts_thenMediaTimeIsPositive() {
        Epoch epoch = Epoch.startingAt(-5_000, 0);

        assertThat(epoch.mediaTicks(-5_000)).isBetween(10 * 90_000L, 11 * 90_000L);
    }

    @Test
    @Tag("CMAF-043")
    void givenJitteredFrames_whenPlaced_thenTheyTakeConsecutiveSlots() {
        AudioTimeline ledger = new AudioTimeline(1_000, 44_100, 1024);
        for (int i = 0; i < 100; i++) {
            long source = 1_000 + i * 1024L + (i % 3 - 1);
            assertThat(ledger.slot(source)).isEqualTo(1_000 + i * 1024L);
            ledger.advance();
        }
    }

    @Test
    @Tag("CMAF-044")
    @Tag("CMAF-045")
    void givenErrorsAroundHalfAFrame_whenPlaced_thenFramesAreMissingOrOverlapFromThereOn() {
        AudioTimeline ledger = new AudioTimeline(10_000, 48_000, 1024);

        assertThat(ledger.slot(10_000 + 512)).isEqualTo(10_000);
        assertThat(ledger.slot(10_000 + 513)).isEqualTo(11_024);
        assertThat(ledger.slot(10_000 + 2048)).isEqualTo(12_048);
        assertThat(ledger.slot(10_000 - 511)).isEqualTo(10_000);
        assertThat(ledger.slot(10_000 - 512)).isEqualTo(AudioTimeline.OVERLAPS);
    }

    @Test
    void givenAnErrorAbove10Ms_whenItStaysForTwoSeconds_thenItIsDrift() {
        AudioTimeline ledger = new AudioTimeline(0, 48_000, 1024);
        for (int i = 0; i < 94; i++) {
            assertThat(ledger.drift()).isZero();
            ledger.observe(i * 1024L + 490, i * 1024L);
            ledger.advance();
        }
        ledger.observe(94 * 1024L + 490, 94 * 1024L);
        assertThat(ledger.drift()).isEqualTo(490);
        long before = ledger.nextTicks();
        ledger.correctDrift();
        assertThat(ledger.nextTicks()).isEqualTo(before + 490);
        assertThat(ledger.drift()).isZero();
    }

    @Test
    void givenOneGoodFrameInBetween_whenTheErrorComesBack_thenTheTwoSecondsBeginAgain() {
        AudioTimeline ledger = new AudioTimeline(0, 48_000, 1024);
        for (int i = 0; i < 140; i++) {
            ledger.observe(i * 1024L + (i == 70 ? 0 : 490), i * 1024L);
            ledger.advance();
            assertThat(ledger.drift()).isZero();
        }
    }

    @Test
    @Tag("CMAF-037")
    void givenALostFrame_whenTheNextComes_thenTheLedgerHasNoHole() {
        VideoTimeline ledger = new VideoTimeline(900_000, 3_000);
        assertThat(ledger.append()).isEqualTo(900_000);
        assertThat(ledger.step(ledger.position(897_000 + 6_000))).isEqualTo(6_000);
        ledger.finish(6_000);
        assertThat(ledger.append()).isEqualTo(906_000);
        assertThat(ledger.step(1)).isEqualTo(1); // never less than a tick
    }

    @Test
    @Tag("CMAF-050")
    void givenArrivals_whenAnchored_thenTheEarliestCountsAndLaterOnesSlewByHalfAMillisecondPerSegment() {
        WallClockAnchor anchor = new WallClockAnchor();
        anchor.arrived(0, 1_000_000, 0);
        anchor.arrived(1, 1_033_000, 40_000);
        assertThat(anchor.forNextSegment()).isEqualTo(993_000);

        anchor.arrived(2_000_000_000L, 2_900_000, 2_000_000);
        assertThat(anchor.forNextSegment()).isEqualTo(992_500);
        assertThat(anchor.current()).isEqualTo(992_500);
        for (int i = 0; i < 200; i++) {
            anchor.forNextSegment();
        }
        assertThat(anchor.forNextSegment()).isEqualTo(900_000);
    }

    @Test
    @Tag("CMAF-050")
    void givenAMinuteWithoutTheEarlyArrival_whenAnchored_thenTheAnchorFollowsSlowly() {
        WallClockAnchor anchor = anchorThatNowArrivesLaterBy(40_000);

        assertThat(anchor.forNextSegment()).isEqualTo(500);
        for (int i = 0; i < 100; i++) {
            anchor.forNextSegment();
        }
        assertThat(anchor.forNextSegment()).as("until it is right").isEqualTo(40_000);
    }

    @Test
    @Tag("CMAF-050")
    void givenArrivalsAFewMillisecondsOff_whenAnchored_thenTheAnchorStays() {
        WallClockAnchor anchor = anchorThatNowArrivesLaterBy(25_000);

        assertThat(anchor.forNextSegment()).isZero();
    }

    /** Anchored at 0; a minute later the early arrival is forgotten. */
    private static WallClockAnchor anchorThatNowArrivesLaterBy(long micros) {
        WallClockAnchor anchor = new WallClockAnchor();
        anchor.arrived(0, 0, 0);
        anchor.forNextSegment();
        for (long second = 1; second <= 59; second++) {
            anchor.arrived(second * 1_000_000_000L, second * 1_000_000 + micros, second * 1_000_000);
            assertThat(anchor.forNextSegment()).isZero();
        }
        anchor.arrived(60_000_000_000L, 60_000_000 + micros, 60_000_000);
        return anchor;
    }

    @Test
    void givenAReset_whenAnchoredAgain_thenItMayStep() {
        WallClockAnchor anchor = new WallClockAnchor();
        anchor.arrived(0, 1_000_000, 0);
        anchor.forNextSegment();
        anchor.reset();
        anchor.arrived(5, 9_000_000, 0);

        assertThat(anchor.forNextSegment()).isEqualTo(9_000_000);
    }

    @Test
    void givenTheSlab_whenRegionsAreTaken_thenTheyDoNotOverlapAndLargeOnesGetTheirOwnChunk() {
        PartSlab slab = new PartSlab();
        var first = slab.take(100);
        var second = slab.take(50);
        var large = slab.take(3 << 20);
        first.put(new byte[100]).flip();
        second.put((byte) 1);
        large.put((byte) 2);

        assertThat(first.get(99)).isZero();
        assertThat(second.capacity()).isEqualTo(50);
        assertThat(large.capacity()).isEqualTo(3 << 20);
        assertThat(first.isDirect()).isTrue();
    }
}

package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import llhls.media.EncoderFinding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramTimelineTest {

    private static final long NONE = TsBuilder.NONE;
    private static final long SECOND = 90_000;
    private static final long WRAP = 1L << 33;

    private final RecordingSink sink = new RecordingSink();
    private final Feed feed = new Feed(new TsDemuxer(sink));
    private final TsBuilder ts = TsBuilder.program();
    private int sent;
    private int pictures;

    @Test
    @Tag("TS-036")
    @Tag("CMAF-038")
    void givenAWrapInTheStream_whenUnwrapped_thenAllDeltasAreFrames() {
        List<RecordingSink.Unit> video = Feed.demux(Feed.fixture("wrap.ts")).track(0);

        assertThat(video).hasSizeBetween(119, 120);
        for (int i = 1; i < video.size(); i++) {
            assertThat(video.get(i).dts() - video.get(i - 1).dts()).isEqualTo(3000);
            assertThat(video.get(i).pts() - video.get(i - 1).pts()).isEqualTo(3000);
        }
        assertThat(video.get(video.size() - 1).dts()).isGreaterThan(WRAP);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 126_000, 324_000_000, WRAP - 5 * SECOND, WRAP - 1})
    @Tag("TS-036")
    @Tag("TS-041")
    @Tag("CMAF-040")
    void givenAnyStart_whenAudioIsASecondAhead_thenBothStayOnOneBase(long start) {
        for (int i = 0; i < 300; i++) {
            picture(start + 3000L * i);
            frame(start + SECOND + 1920L * i);
        }
        feedAll().end();

        assertThat(sink.bases).isZero();
        assertThat(sink.track(0)).hasSize(300);
        long first = sink.track(0).get(0).dts();
        assertThat(Ticks33.distance(start, first)).isZero();
        assertThat(sink.track(0).get(299).dts() - first).isEqualTo(3000L * 299);
        assertThat(sink.track(1).get(299).dts() - first).isEqualTo(SECOND + 1920L * 299);
    }

    @Test
    @Tag("TS-036")
    void givenPtsPastTheWrapAndDtsBeforeIt_whenUnwrapped_thenPtsIsAhead() {
        ts.boundedVideo(WRAP - 3000, NONE, Avc.idr(300)).boundedVideo(3000, WRAP - 1, Avc.p(300));
        feedAll().end();

        assertThat(sink.units.get(1).pts() - sink.units.get(1).dts()).isEqualTo(3001);
    }

    @Test
    @Tag("TS-037")
    void givenDtsAbovePts_whenCompleted_thenItIsPts() {
        ts.boundedVideo(0, NONE, Avc.idr(300))
                .boundedVideo(3000, 4000, Avc.p(300))
                .boundedVideo(6000, NONE, Avc.p(300));
        feedAll().end();

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 3000L, 6000L);
    }

    @Test
    @Tag("TS-037")
    void givenNoPts_whenTheUnitBeforeHasOne_thenItFollowsAtTheFrameDuration() {
        ts.boundedVideo(NONE, NONE, Avc.idr(300)); // no time at all: dropped
        for (int i = 0; i < 12; i++) {
            ts.boundedVideo(3600L * i, NONE, i == 0 ? Avc.idr(300) : Avc.p(300));
        }
        ts.boundedVideo(NONE, NONE, Avc.p(300)).boundedVideo(NONE, NONE, Avc.p(300));
        feedAll().end();

        assertThat(sink.units)
                .extracting(RecordingSink.Unit::dts)
                .startsWith(0L)
                .endsWith(3600L * 12, 3600L * 13);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-037")
    void decodingTimesOfATrackAlwaysIncreaseWithinABase(long seed) {
        Random random = new Random(seed);
        long time = random.nextLong() & (WRAP - 1);
        for (int i = 0; i < 500; i++) {
            time += switch (random.nextInt(30)) {
                case 0 -> -random.nextLong(40 * SECOND);
                case 1 -> random.nextLong(40 * SECOND);
                case 2 -> -random.nextLong(SECOND / 2);
                default -> 3000;
            };
            long dts = time & (WRAP - 1);
            ts.boundedVideo(dts + random.nextInt(9000), dts, i % 10 == 0 ? Avc.idr(200) : Avc.p(200));
            if (random.nextBoolean()) {
                frame(time);
            }
        }
        feedAll().end();

        for (int track = 0; track < 2; track++) {
            List<RecordingSink.Unit> units = sink.track(track);
            for (int i = 1; i < units.size(); i++) {
                boolean sameBase = units.get(i).base() == units.get(i - 1).base();
                assertThat(!sameBase || units.get(i).dts() > units.get(i - 1).dts())
                        .as("unit %d", i)
                        .isTrue();
            }
        }
        assertThat(sink.units)
                .allSatisfy(u -> assertThat(!u.key() || u.pts() >= u.dts()).isTrue());
    }

    @Test
    @Tag("DEC-8")
    @Tag("TS-038")
    void givenAForwardStepOfTenSeconds_whenNothingAnnouncesIt_thenItIsAHole() {
        run(0, 10);
        run(10 * SECOND, 10);
        feedAll().end();

        assertThat(sink.bases).isZero();
        assertThat(sink.track(0)).hasSize(20);
    }

    @Test
    @Tag("DEC-8")
    void givenABackwardStepOfHalfASecond_whenItComes_thenDecodingTimesAreRepaired() {
        run(90_000, 30);
        run(90_000 + 29 * 3000L - 40_000, 30);
        feedAll().end();

        assertThat(sink.bases).isZero();
        List<RecordingSink.Unit> video = sink.track(0);
        assertThat(video).hasSize(60);
        assertThat(video.get(30).dts()).isEqualTo(video.get(29).dts() + 1);
        assertThat(video.get(31).pts()).as("presentation stays true").isEqualTo(90_000 + 29 * 3000L - 40_000 + 3000);
        assertThat(video.get(59).dts()).isEqualTo(video.get(59).pts());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {-50_000, -600 * SECOND, 10 * SECOND + 3100, 30 * SECOND, 13 * 3600 * SECOND, -13 * 3600 * SECOND})
    @Tag("DEC-8")
    @Tag("TS-038")
    void givenALargerStep_whenAllTracksHaveTakenIt_thenOneNewBaseIsReportedForAllTogether(long step) {
        long start = WRAP / 2;
        run(start, 30);
        feedAll();
        long next = start + 30 * 3000L + step;
        run(next, 30);
        feedAll().end();

        assertThat(sink.bases).isEqualTo(1);
        assertThat(sink.track(0)).hasSize(60);
        assertThat(sink.track(1)).hasSize(2 * 47);
        List<RecordingSink.Unit> after =
                sink.units.stream().filter(u -> u.base() == 1).toList();
        assertThat(after).hasSize(30 + 47);
        long video = sink.track(0).get(30).dts();
        long audio = sink.track(1).get(47).dts();
        assertThat(Math.abs(video - audio)).isLessThan(9000);
        assertThat((video - next) & (WRAP - 1)).isZero();
    }

    @Test
    @Tag("TS-038")
    void givenAnAnnouncedStepOfTwoSeconds_whenItComes_thenItIsANewBase() {
        assertThat(Feed.demux(Feed.fixture("jump.ts")).bases).isEqualTo(1);

        run(0, 10);
        byte[] bytes = ts.bytes();
        int counter = 0;
        for (int at = 0; at < bytes.length; at += 188) {
            counter = Sections.pid(bytes, at + 1) == TsBuilder.VIDEO ? bytes[at + 3] & 0xF : counter;
        }
        ts.packets(discontinuity(counter));
        run(10 * 3000L + 2 * SECOND, 10);
        feedAll().end();
        assertThat(sink.bases).isEqualTo(1);
    }

    @Test
    @Tag("DEC-8")
    void givenAStepOfTwoSecondsThatNothingAnnounces_whenItComes_thenItIsAHole() {
        run(0, 10);
        run(10 * 3000L + 2 * SECOND, 10);
        feedAll().end();

        assertThat(sink.bases).isZero();
    }

    @Test
    @Tag("TS-038")
    void givenAnEncoderRestart_whenTimesBeginAgain_thenBothTracksSwitchAtOneBase() {
        RecordingSink restarted = Feed.demux(Feed.fixture("restart.ts"));

        assertThat(restarted.bases).isEqualTo(1);
        assertThat(restarted.track(0).stream().filter(u -> u.base() == 1).findFirst())
                .get()
                .extracting(RecordingSink.Unit::key)
                .isEqualTo(true);
        assertThat(restarted.track(1).stream().filter(u -> u.base() == 1)).hasSizeGreaterThan(60);
    }

    @Test
    @Tag("TS-038")
    void givenVideoOnTheNewBase_whenAudioStaysAway_thenTheSwitchWaits300MsAtMost() {
        run(0, 10);
        feedAll();
        feed.idle(33_000_000);
        picture(600 * SECOND);
        feedAll();
        assertThat(sink.bases).as("undecided").isZero();

        feed.idle(299_000_000);
        assertThat(sink.bases).isZero();
        feed.idle(2_000_000);
        assertThat(sink.bases).isEqualTo(1);
        assertThat(sink.track(0)).hasSize(11);
    }

    @Test
    @Tag("TS-038")
    void givenAudioThatJumpsAlone_whenVideoGoesOn_thenThereIsNoNewBaseAndAudioIsDropped() {
        run(0, 10);
        for (int i = 10; i < 60; i++) {
            picture(3000L * i);
            frame(100 * SECOND + 1920L * i);
            feedAll();
            feed.idle(33_000_000);
        }
        for (int i = 60; i < 70; i++) {
            picture(3000L * i);
            frame(3000L * 60 + 1920L * (i - 60));
        }
        feedAll().end();

        assertThat(sink.bases).isZero();
        assertThat(sink.track(0)).hasSize(70);
        assertThat(sink.track(1)).hasSize(16 + 10);
        assertThat(sink.findings).extracting(EncoderFinding::code).contains("track-off-base");
    }

    @Test
    @Tag("TS-037")
    @Tag("TS-038")
    void givenAudioThatStepsBackAlone_whenTheStepIsRefuted_thenItsDecodingTimesStillIncrease() {
        run(10 * SECOND, 30);
        long audio = 10 * SECOND;
        for (int i = 30; i < 120; i++) {
            picture(10 * SECOND + 3000L * i);
            for (; audio < 10 * SECOND + 3000L * (i - 29); audio += 1920) {
                frame(audio);
            }
            feedAll();
            feed.idle(33_000_000);
        }
        feed.end();

        assertThat(sink.bases).isZero();
        assertThat(sink.track(1)).extracting(RecordingSink.Unit::dts).isSorted().doesNotHaveDuplicates();
        assertThat(sink.track(1)).as("sound comes back").hasSizeBetween(47 + 85, 47 + 95);
    }

    @Test
    @Tag("TS-038")
    void givenAudioThatWasAwayDuringASmallStepBack_whenItReturnsAheadOfVideo_thenItIsHeard() {
        run(10 * SECOND, 30);
        for (int i = 30; i < 70; i++) {
            picture(10 * SECOND + 3000L * i);
            feedAll();
            feed.idle(33_000_000);
        }
        long start = 10 * SECOND + 70 * 3000L - 54_000;
        for (int i = 0; i < 120; i++) {
            picture(start + 3000L * i);
            if (i >= 70) {
                frame(start + 45_000 + 3000L * i);
            }
            feedAll();
            feed.idle(33_000_000);
        }
        feed.end();

        assertThat(sink.bases).isEqualTo(1);
        assertThat(sink.track(1).stream().filter(u -> u.base() == 1)).hasSize(50);
    }

    @Test
    @Tag("TS-038")
    void givenAFormatThatCameWithAJumpOfOneTrack_whenTheJumpIsRefuted_thenTheFormatIsNotForgotten() {
        run(0, 10);
        for (int i = 10; i < 60; i++) {
            picture(3000L * i);
            boolean astray = i < 40;
            long time = (astray ? 100 * SECOND : 0) + 3000L * 10 + 2090L * (i - 10);
            ts.audio(time, TsBuilder.adts(4, 2, 50));
            feedAll();
            feed.idle(33_000_000);
        }
        feed.end();

        assertThat(sink.bases).isZero();
        assertThat(sink.formats).extracting(RecordingSink.FormatChange::track).containsExactlyInAnyOrder(0, 1, 1);
        assertThat(sink.track(1)).hasSizeGreaterThan(16);
    }

    @Test
    @Tag("DEC-8")
    void givenVideoThatPausesFor20Seconds_whenAudioWentOn_thenItComesBackOnTheSameBase() {
        run(0, 10);
        for (int i = 10; i < 940; i++) {
            frame(30_720 + 1920L * (i - 10));
        }
        run(600 * 3000L, 10);
        feedAll().end();

        assertThat(sink.bases).isZero();
        assertThat(sink.track(0)).hasSize(20);
    }

    @Test
    void givenPicturesOutOfOrderWithoutDts_whenCompleted_thenDtsIsDerivedAndReported() {
        long[] order = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15, 13, 14};
        List<Long> pts = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            pts.add(90_000 + 3000 * order[i]);
            ts.boundedVideo(pts.get(i), NONE, i == 0 ? Avc.idr(300) : Avc.b(300 + i));
        }
        feedAll().end();

        assertThat(sink.units).extracting(RecordingSink.Unit::pts).isEqualTo(pts);
        for (int i = 1; i < sink.units.size(); i++) {
            assertThat(sink.units.get(i).dts())
                    .isGreaterThan(sink.units.get(i - 1).dts());
        }
        assertThat(sink.units.subList(6, 16))
                .allSatisfy(u -> assertThat(u.dts()).isLessThanOrEqualTo(u.pts()));
        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("missing-dts-with-b-frames");
    }

    @Test
    @Tag("TS-039")
    void givenAnyPcr_whenUnitsAreComplete_thenTheyAreNotDelayed() {
        byte[] fixture = Feed.fixture("lowlat.ts");
        byte[] shifted = fixture.clone();
        TsPacketView view = new TsPacketView();
        for (int at = 0; at < shifted.length; at += 188) {
            view.wrap(shifted, at);
            if (view.hasPcr()) {
                TsPacketWriter.writePcr(shifted, at + 6, (view.pcrBase() + 77 * SECOND) & (WRAP - 1), 0);
            }
        }

        assertThat(Feed.demux(shifted).contents()).isEqualTo(Feed.demux(fixture).contents());
    }

    /** {@code count} pictures and audio frames, a key frame first. */
    private void run(long start, int count) {
        long frames = 0;
        for (int i = 0; i < count; i++) {
            picture(start + 3000L * i, i == 0);
            for (long end = 3000L * (i + 1); 1920L * frames < end; frames++) {
                frame(start + 1920L * frames);
            }
        }
    }

    private void picture(long time) {
        picture(time, pictures == 0);
    }

    private void picture(long time, boolean key) {
        ts.boundedVideo(time & (WRAP - 1), NONE, key ? Avc.idr(200) : Avc.p(200));
        pictures++;
    }

    private void frame(long time) {
        ts.audio(time & (WRAP - 1), TsBuilder.adts(50));
    }

    /** Feeds what was built since the last call. */
    private Feed feedAll() {
        byte[] all = ts.bytes();
        byte[] fresh = Arrays.copyOfRange(all, sent, all.length);
        sent = all.length;
        return feed.messages(fresh, 188);
    }

    /** A packet without payload that announces a new time base on the PCR PID. */
    private static byte[] discontinuity(int counter) {
        return TsBuilder.packet(TsBuilder.VIDEO, false, counter, new byte[] {(byte) 0x80}, new byte[0]);
    }
}

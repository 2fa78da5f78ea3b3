package llhls.cmaf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import llhls.cmaf.Packager.State;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.RecordingPartSink.Publication;
import llhls.cmaf.RecordingPartSink.Segment;
import llhls.media.AccessUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Holes, new time bases, format changes, publishers that come and go. */
class PackagerEventsTest {

    private static final long PART_NS = 500_000_000;

    private static List<Segment> discontinuities(RecordingPartSink sink, String rendition) {
        return sink.segments(rendition).stream()
                .filter(segment -> segment.start.discontinuity())
                .toList();
    }

    @Test
    @Tag("DEC-8")
    void givenANewStream_whenItStarts_thenItsFirstSegmentIsADiscontinuityAndNoOther() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder(), 10);

        assertThat(f.sink.segments("v1"))
                .extracting(segment -> segment.start.discontinuity())
                .startsWith(true)
                .containsOnlyOnce(true);
    }

    @Test
    @Tag("DEC-4")
    void givenTheWallClock_whenAStreamStarts_thenTheFirstNumbersComeFromIt() {
        PackagerFixture f = new PackagerFixture().run(new SimulatedEncoder(), 5);

        long unixSeconds = 1_772_444_400 + 2; // published at the second key frame
        Segment first = f.sink.segments("v1").get(0);
        assertThat(first.start.msn()).isEqualTo(4 * (unixSeconds - 1_600_000_000L));
        assertThat(first.parts.get(0).number()).isEqualTo(4 * first.start.msn());
        assertThat(first.start.startMicros()).isZero();
    }

    @Test
    @Tag("DEC-3")
    void givenTwoAudioTracks_whenPlanned_thenRenditionsAreNamedInTrackOrder() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        var sink = f.packager.connect();
        sink.tracks(3);
        sink.format(7, Formats.audio48k());
        sink.format(5, Formats.video());
        sink.format(9, Formats.audio44k());
        List<AccessUnit> units = new ArrayList<>();
        encoder.observedBy(units::add).run(new PackagerFixture().packager, f.clock, Duration.ofSeconds(3));
        for (AccessUnit unit : units) {
            boolean video = unit.track() == SimulatedEncoder.VIDEO;
            sink.accessUnit(retracked(unit, video ? 5 : 7));
            if (!video) {
                sink.accessUnit(retracked(unit, 9));
            }
        }

        assertThat(f.sink.plan().renditions())
                .extracting(StreamPlan.Rendition::id)
                .containsExactly("v1", "a1", "a2");
        assertThat(f.sink.plan().renditions().get(1).format()).isEqualTo(Formats.audio48k());
    }

    private static AccessUnit retracked(AccessUnit u, int track) {
        return new AccessUnit(
                track,
                u.ptsTicks(),
                u.dtsTicks(),
                u.keyFrame(),
                u.disposable(),
                u.firstByteNs(),
                u.lastByteNs(),
                u.bytes(),
                u.offset(),
                u.length());
    }

    @Test
    @Tag("DEC-8")
    @Tag("CMAF-070")
    @Tag("LL-147")
    void givenAReconnect_whenMediaComesBack_thenANewEpochBeginsInAllRenditionsAndNumbersGoOn() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder first = new SimulatedEncoder();
        f.run(first, 7);
        first.sink().end();
        assertThat(f.packager.state()).isEqualTo(State.GAP);
        f.idle(Duration.ofMillis(3_300));
        f.run(new SimulatedEncoder(2).startingAt(3_600L * 90_000), 10);

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(f.sink.events).containsExactly("started", "source missing", "source present");
        assertThat(discontinuities(f.sink, "v1")).hasSize(2);
        assertThat(discontinuities(f.sink, "a1"))
                .extracting(segment -> segment.start.msn())
                .isEqualTo(discontinuities(f.sink, "v1").stream()
                        .map(segment -> segment.start.msn())
                        .toList());
        assertThat(f.sink.segments("v1"))
                .extracting(segment -> segment.start.init().name())
                .containsOnly(f.sink.segments("v1").get(0).start.init().name());
        PublishedRules.hold(f.sink);
        datesMoveForward(f.sink);
    }

    /** LL-155: after a re-anchor dates stay unambiguous. */
    private static void datesMoveForward(RecordingPartSink sink) {
        for (String rendition : List.of("v1", "a1")) {
            long end = 0;
            for (Segment segment : sink.completeSegments(rendition)) {
                assertThat(segment.start.programDateMicros()).isGreaterThan(end - 1_000_000);
                end = segment.start.programDateMicros() + segment.micros();
            }
        }
    }

    @Test
    @Tag("CMAF-070")
    void givenATakeover_whenTheNewPublisherConnects_thenTheOldOneIsInert() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder first = new SimulatedEncoder();
        f.run(first, 7);
        SimulatedEncoder second = new SimulatedEncoder(2);
        second.connect(f.packager, f.clock);
        int published = f.sink.publications.size();
        first.run(f.packager, f.clock, Duration.ofMillis(400));
        assertThat(f.sink.parts("v1").stream().filter(p -> !p.gap()).count())
                .isEqualTo(f.sink.publications.subList(0, published).stream()
                        .filter(p -> p.rendition().equals("v1")
                                && p.part() != null
                                && !p.part().gap())
                        .count());
        first.sink().end();
        f.run(second, 8);

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(discontinuities(f.sink, "v1")).hasSize(2);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("DEC-9")
    @Tag("CMAF-072")
    @Tag("LL-040")
    void givenThePublisherLeaves_whenTimePasses_thenTheSegmentClosesWithItsPartsAndGapsKeepTheCadenceUntilTheEnd() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, Duration.ofMillis(6_700));
        encoder.sink().end();
        long goneNs = f.clock.nanoTime();
        Publication last = lastOf(f.sink, "v1");
        assertThat(last.part()).isNotNull();
        assertThat(last.end()).isNotNull();
        assertThat(lastOf(f.sink, "a1").end()).isNotNull();
        f.sink.forgetPublications();
        f.idle(Duration.ofMillis(29_990));
        assertThat(f.sink.events).containsExactly("started", "source missing");
        List<Publication> gaps = f.sink.publications.stream()
                .filter(p -> p.rendition().equals("v1"))
                .toList();
        assertThat(gaps).hasSizeBetween(58, 60).allMatch(p -> p.part().gap());
        long before = goneNs;
        for (Publication gap : gaps) {
            assertThat(gap.atNs() - before).isBetween(0L, PART_NS + 40_000_000L);
            before = gap.atNs();
        }
        assertThat(f.sink.segments("v1")).allMatch(segment -> segment.start.gap());
        assertThat(f.sink.completeSegments("a1").get(0).parts).hasSize(4);

        f.idle(Duration.ofMillis(30));
        assertThat(f.sink.events).endsWith("ended");
        assertThat(f.packager.state()).isEqualTo(State.ENDED);
        assertThat(f.sink.segments("v1")).allMatch(segment -> segment.end != null);
        PublishedRules.hold(f.sink);
    }

    private static Publication lastOf(RecordingPartSink sink, String rendition) {
        return sink.publications.stream()
                .filter(p -> p.rendition().equals(rendition))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    @Test
    @Tag("DEC-9")
    @Tag("DEC-4")
    void givenAnEndedStream_whenSomeonePublishes_thenANewStreamStartsAboveAllNumbers() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder first = new SimulatedEncoder();
        f.run(first, 7);
        first.sink().end();
        f.idle(Duration.ofSeconds(31));
        Part last = f.sink.parts("v1").get(f.sink.parts("v1").size() - 1);
        assertThat(f.packager.state()).isEqualTo(State.ENDED);
        f.sink.forgetPublications();
        f.run(new SimulatedEncoder(2), 6);

        assertThat(f.sink.events).containsExactly("started", "source missing", "ended", "started");
        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        Part next = f.sink.parts("v1").get(0);
        assertThat(next.segment().msn()).isGreaterThan(last.segment().msn());
        assertThat(next.number()).isGreaterThan(last.number());
        assertThat(next.segment().discontinuity()).isTrue();
        assertThat(next.startMicros()).isZero();
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("DEC-9")
    void givenSilentVideoOfALivingPublisher_whenFourSecondsPass_thenGapsStandInAndItReturnsInTheSameEpoch() {
        PackagerFixture f = new PackagerFixture();
        boolean[] silent = {false};
        SimulatedEncoder encoder =
                new SimulatedEncoder().only(unit -> unit.track() == SimulatedEncoder.AUDIO || !silent[0]);
        f.run(encoder, 7);
        silent[0] = true;
        f.run(encoder, Duration.ofMillis(3_900));
        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        f.run(encoder, Duration.ofMillis(2_600));
        assertThat(f.packager.state()).isEqualTo(State.GAP);
        silent[0] = false;
        f.run(encoder, 8);

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(f.sink.events).containsExactly("started", "source missing", "source present");
        assertThat(discontinuities(f.sink, "v1")).hasSize(1);
        PublishedRules.hold(f.sink);
        PackagerCuttingTest.presentationTimesAreTrue(f.sink);
    }

    @Test
    @Tag("DEC-8")
    void givenABurstOfHeldBackMediaAfterGaps_whenItsTimeIsAlreadyListed_thenANewEpochBegins() {
        PackagerFixture f = new PackagerFixture();
        boolean[] held = {false};
        List<AccessUnit> kept = new ArrayList<>();
        SimulatedEncoder encoder = new SimulatedEncoder().only(unit -> {
            if (held[0]) {
                kept.add(unit);
            }
            return !held[0];
        });
        f.run(encoder, 7);
        held[0] = true;
        f.run(encoder, 6);
        held[0] = false;
        long nowNs = f.clock.nanoTime();
        for (AccessUnit u : kept) {
            encoder.sink()
                    .accessUnit(SimulatedEncoder.unit(
                            u.track(), u.ptsTicks(), u.dtsTicks(), u.keyFrame(), u.disposable(), nowNs));
        }
        f.run(encoder, 8);

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(discontinuities(f.sink, "v1")).hasSize(2);
        PublishedRules.hold(f.sink);
        datesMoveForward(f.sink);
    }

    @Test
    @Tag("CMAF-046")
    @Tag("LL-149")
    void givenAHoleUpToAKeyFrame_whenItEnds_thenItIsListedAsGapSegmentsWithAudioIntactAndNoDiscontinuity() {
        PackagerFixture f = new PackagerFixture();
        boolean[] lossy = {false};
        boolean[] untilKey = {false};
        SimulatedEncoder encoder = new SimulatedEncoder().only(unit -> {
            if (unit.track() == SimulatedEncoder.AUDIO) {
                return true;
            }
            untilKey[0] |= lossy[0];
            untilKey[0] &= lossy[0] || !unit.keyFrame();
            return !untilKey[0];
        });
        f.run(encoder, Duration.ofMillis(6_700));
        lossy[0] = true;
        f.run(encoder, Duration.ofMillis(400));
        lossy[0] = false;
        f.run(encoder, 8);

        PublishedRules.hold(f.sink);
        assertThat(discontinuities(f.sink, "v1")).hasSize(1);
        List<Segment> gaps =
                f.sink.segments("v1").stream().filter(s -> s.start.gap()).toList();
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).parts).allMatch(Part::gap);
        assertThat(f.sink.parts("a1")).noneMatch(Part::gap);
        assertThat(f.count(Event.HOLES)).isEqualTo(1);
        PackagerCuttingTest.presentationTimesAreTrue(f.sink);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "5, false", "13, false", "20, false", "40, true", "100, true"})
    @Tag("CMAF-046")
    @Tag("CMAF-037")
    void givenLostFramesInsideAGop_whenTheSourceGoesOnWithoutAKeyFrame_thenAHoleFillsAPartOrBecomesGapParts(
            int frames, boolean gap) {
        long first = SimulatedEncoder.DEFAULT_START + 187 * 3000L; // not the first frame of a part
        PackagerFixture f = new PackagerFixture()
                .run(
                        new SimulatedEncoder()
                                .gop(300)
                                .only(unit -> unit.track() == SimulatedEncoder.AUDIO
                                        || unit.ptsTicks() < first
                                        || unit.ptsTicks() >= first + frames * 3000L),
                        25);

        PublishedRules.hold(f.sink);
        PackagerCuttingTest.presentationTimesAreTrue(f.sink);
        assertThat(f.sink.parts("v1").stream().anyMatch(Part::gap)).isEqualTo(gap);
        assertThat(discontinuities(f.sink, "v1")).hasSize(1);
    }

    @Test
    @Tag("CMAF-038")
    void givenTheSourceCrosses33Bits_whenCut_thenNothingHappens() {
        long wrap = 1L << 33;
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder().bFrames().startingAt(wrap - 5 * 90_000), 20);

        PublishedRules.hold(f.sink);
        PackagerCuttingTest.presentationTimesAreTrue(f.sink);
        assertThat(discontinuities(f.sink, "v1")).hasSize(1);
        assertThat(f.sink.parts("v1")).noneMatch(Part::gap);
    }

    @ParameterizedTest
    @ValueSource(longs = {-40 * 90_000L, 11 * 90_000L, 1L << 33, -(1L << 33)})
    @Tag("CMAF-070")
    @Tag("CMAF-041")
    @Tag("CMAF-042")
    @Tag("DEC-8")
    void givenAJumpOfTheTimeBase_whenReportedByTheIngest_thenANewEpochBeginsInAllRenditions(long jump) {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder().startingAt(1L << 34);
        f.run(encoder, 7);
        encoder.jump(jump);
        encoder.keyFrame();
        encoder.sink().newTimeBase();
        f.run(encoder, 8);

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(discontinuities(f.sink, "v1")).hasSize(2);
        assertThat(discontinuities(f.sink, "a1")).hasSize(2);
        PublishedRules.hold(f.sink);
        datesMoveForward(f.sink);
    }

    @Test
    @Tag("CMAF-070")
    void givenAJumpNobodyReported_whenItIsLongerThanTenSeconds_thenItIsANewEpochAnyway() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 7);
        encoder.jump(100 * 90_000);
        f.run(encoder, 10);

        assertThat(discontinuities(f.sink, "v1")).hasSize(2);
        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-069")
    @Tag("LL-148")
    void givenOtherParameterSets_whenTheirKeyFrameComes_thenANewInitSegmentStandsBehindADiscontinuity() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, Duration.ofMillis(7_300));
        encoder.switchVideo(Formats.video(0, Formats.hex("68efbcb1")));
        f.run(encoder, 8);

        PublishedRules.hold(f.sink);
        List<Segment> breaks = discontinuities(f.sink, "v1");
        assertThat(breaks).hasSize(2);
        assertThat(discontinuities(f.sink, "a1")).hasSize(2);
        String before = breaks.get(0).start.init().name();
        String after = breaks.get(1).start.init().name();
        assertThat(after).isNotEqualTo(before);
        for (Segment segment : f.sink.segments("v1")) {
            boolean old = segment.start.msn() < breaks.get(1).start.msn();
            assertThat(segment.start.init().name()).isEqualTo(old ? before : after);
        }
        assertThat(breaks.get(1).parts.get(0).independent()).isTrue();
        assertThat(f.sink.segments("a1"))
                .extracting(s -> s.start.init().name())
                .containsOnly(f.sink.segments("a1").get(0).start.init().name());
        assertThat(f.sink.parts("a1")).noneMatch(Part::gap);
    }

    @Test
    @Tag("CMAF-069")
    void givenAnotherAudioConfiguration_whenTheNextKeyFrameComes_thenAudioHasANewInitSegmentThere() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, Duration.ofMillis(7_300));
        encoder.switchAudio(new llhls.media.AudioFormat(Formats.hex("1188"), "mp4a.40.2", 48_000, 1, 1024));
        f.run(encoder, 8);

        PublishedRules.hold(f.sink);
        assertThat(discontinuities(f.sink, "a1")).hasSize(2);
        Segment second = discontinuities(f.sink, "a1").get(1);
        for (Segment segment : f.sink.segments("a1")) {
            boolean old = segment.start.msn() < second.start.msn();
            assertThat(segment.start.init().equals(second.start.init())).isEqualTo(!old);
        }
        assertThat(second.parts).allMatch(part -> !part.gap());
    }

    @Test
    void givenAnotherTrackSetAfterAReconnect_whenItsMediaComes_thenTheStreamEndsAndANewOneStarts() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder first = new SimulatedEncoder();
        f.run(first, 7);
        first.sink().end();
        f.run(new SimulatedEncoder(2).audio(null), 6);

        assertThat(f.sink.events).containsExactly("started", "source missing", "ended", "started");
        assertThat(f.sink.plan().renditions()).hasSize(1);
        assertThat(f.packager.state()).isEqualTo(State.LIVE);
    }

    @Test
    @Tag("DEC-5")
    @Tag("CMAF-054")
    @Tag("CMAF-052")
    void givenAnotherFrameRateAfterAReconnect_whenCut_thenPartTargetStays() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder first = new SimulatedEncoder();
        f.run(first, 7);
        first.sink().end();
        f.run(new SimulatedEncoder(2).rate(50, 1).gop(100), 10);

        assertThat(f.sink.plans).hasSize(1);
        PublishedRules.hold(f.sink);
        Segment last =
                f.sink.completeSegments("v1").get(f.sink.completeSegments("v1").size() - 1);
        assertThat(last.start.discontinuity()).isFalse();
        assertThat(ParsedPart.of(last.parts.get(0)).count()).isEqualTo(25);
    }

    @Test
    @Tag("CMAF-074")
    void givenDuplicatePictures_whenTheyArrive_thenTheyAreDroppedAndCounted() {
        PackagerFixture f = new PackagerFixture();
        SimulatedEncoder encoder = new SimulatedEncoder();
        AccessUnit[] newest = {null};
        encoder.observedBy(unit -> newest[0] = unit.track() == SimulatedEncoder.VIDEO ? unit : newest[0]);
        f.run(encoder, 5);
        encoder.sink().accessUnit(newest[0]);
        encoder.sink().accessUnit(newest[0]);
        f.run(encoder, 5);

        assertThat(f.count(Event.OUT_OF_ORDER_DROPPED)).isEqualTo(2);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-050")
    @Tag("LL-154")
    void givenJitterOfTheNetwork_whenDatesAreMade_thenTheyFollowTheEarliestArrivalsAndSlewSlowly() {
        PackagerFixture f = new PackagerFixture();
        f.run(new SimulatedEncoder(3).milliseconds(1), 120);

        List<Segment> segments = f.sink.completeSegments("v1");
        for (int i = 1; i < segments.size(); i++) {
            long step = segments.get(i).start.programDateMicros()
                    - segments.get(i - 1).start.programDateMicros()
                    - segments.get(i - 1).micros();
            assertThat(step).isBetween(-501L, 501L);
        }
        // The first picture was complete one frame time after its capture began: that is what arrival can tell.
        long firstMicros = segments.get(0).start.programDateMicros() - 1_772_444_400_000_000L;
        assertThat(firstMicros).isBetween(0L, 40_000L);
    }
}

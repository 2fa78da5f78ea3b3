package llhls.cmaf;

import java.time.Duration;
import java.util.List;
import llhls.cmaf.Packager.State;
import llhls.cmaf.PackagerCounters.Event;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a stream begins: which tracks, from which picture, within which limits. */
class PackagerStartTest {

    private final PackagerFixture f = new PackagerFixture();

    @Test
    @Tag("CMAF-066")
    void givenAPublisherThatJoinsInsideAGop_whenItStarts_thenPicturesBeforeTheKeyFrameAndAudioBeforeItAreDiscarded() {
        long firstKey = SimulatedEncoder.DEFAULT_START + 60 * 3000;
        f.run(
                new SimulatedEncoder()
                        .only(unit -> unit.track() == SimulatedEncoder.AUDIO
                                || unit.ptsTicks() > SimulatedEncoder.DEFAULT_START),
                8);

        Part video = f.sink.parts("v1").get(0);
        Part audio = f.sink.parts("a1").get(0);
        assertThat(ParsedPart.of(video).flags()[0]).isEqualTo(0x02000000);
        assertThat(java.nio.ByteBuffer.wrap(ParsedPart.of(video).samples()[0]).getLong(4))
                .isEqualTo(firstKey);
        assertThat(audio.startMicros() - video.startMicros()).isBetween(0L, 21_334L);
        assertThat(f.count(Event.WITHOUT_KEY_FRAME_DROPPED)).isEqualTo(59);
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-064")
    @Tag("DEC-8")
    void givenAudioAlone_whenItsTimeBaseChangesWhileTracksAreAwaited_thenItStartsWithTheNextFrame() {
        MediaSink sink = f.packager.connect();
        sink.tracks(2);
        sink.format(SimulatedEncoder.AUDIO, Formats.audio48k());
        sink.accessUnit(SimulatedEncoder.unit(SimulatedEncoder.AUDIO, 90_000, 90_000, true, false, f.clock.nanoTime()));
        sink.newTimeBase();
        f.idle(Duration.ofSeconds(3));
        assertThat(f.packager.state()).isEqualTo(State.IDLE);

        for (int i = 0; i < 200; i++) {
            long ticks = 9_000_000 + i * 1920L;
            sink.accessUnit(
                    SimulatedEncoder.unit(SimulatedEncoder.AUDIO, ticks, ticks, true, false, f.clock.nanoTime()));
            f.idle(Duration.ofMillis(20));
        }

        assertThat(f.packager.state()).isEqualTo(State.LIVE);
        assertThat(f.sink.parts("a1")).hasSizeGreaterThan(5).noneMatch(Part::gap);
    }

    @Test
    @Tag("CMAF-067")
    @Tag("DEC-11")
    void givenAudioThatBeginsAfterTheDiscoveryTime_whenItArrives_thenItIsIgnoredAndNamed() {
        long late = SimulatedEncoder.DEFAULT_START + 3 * 90_000;
        f.run(
                new SimulatedEncoder().only(unit -> unit.track() == SimulatedEncoder.VIDEO || unit.ptsTicks() >= late),
                8);

        assertThat(f.sink.plan().renditions())
                .extracting(StreamPlan.Rendition::id)
                .containsExactly("v1");
        assertThat(f.count(Event.UNKNOWN_TRACK_DROPPED)).isGreaterThan(200);
        assertThat(f.sink.findings)
                .filteredOn(finding -> finding.code().equals("late-track"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("mp4a.40.2").contains("1500 ms"));
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("DEC-11")
    void givenAudioAlone_whenItsTrackIsComplete_thenNothingIsWaitedFor() {
        f.run(new SimulatedEncoder().audioOnly(), Duration.ofMillis(100));

        assertThat(f.sink.events).containsExactly("started");
    }

    @Test
    @Tag("DEC-11")
    void givenAudioAndAnAnnouncedTrackThatNeverComes_whenTheDiscoveryTimeIsOver_thenItStartsWithoutIt() {
        SimulatedEncoder encoder = new SimulatedEncoder().only(unit -> unit.track() == SimulatedEncoder.AUDIO);
        f.run(encoder, Duration.ofMillis(1_450));
        assertThat(f.sink.events).isEmpty();

        f.run(encoder, Duration.ofMillis(200));
        assertThat(f.sink.plan().renditions())
                .extracting(StreamPlan.Rendition::id)
                .containsExactly("a1");
    }

    @Test
    void givenAHugeFrame_whenItArrives_thenItIsDroppedAndNamed() {
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 4);
        byte[] huge = new byte[PublisherIntake.MAX_SAMPLE_BYTES + 1];
        encoder.sink().accessUnit(new AccessUnit(1, 1 << 30, 1 << 30, true, false, 0, 0, huge, 0, huge.length));
        f.run(encoder, 4);

        assertThat(f.count(Event.UNUSABLE_DROPPED)).isEqualTo(1);
        assertThat(f.sink.findingCodes()).contains("too-large-frame");
        PublishedRules.hold(f.sink);
    }

    @Test
    @Tag("CMAF-090")
    void givenMoreThanTheStartBufferHolds_whenNoSecondKeyFrameComes_thenItStartsWithWhatThereIs() {
        MediaSink sink = f.packager.connect();
        sink.tracks(1);
        sink.format(1, Formats.video(3000));
        byte[] large = new byte[2 << 20];
        for (int i = 0; i < 40; i++) {
            f.clock.advance(Duration.ofMillis(33));
            long ticks = i * 3000L;
            sink.accessUnit(new AccessUnit(1, ticks, ticks, i == 0, false, 0, 0, large, 0, large.length));
        }

        assertThat(f.sink.events).containsExactly("started");
        assertThat(f.sink.plan().independentSegments()).isFalse();
        assertThat(f.sink.parts("v1"))
                .isNotEmpty()
                .allMatch(part -> ParsedPart.of(part).count() == 15);
    }

    @Test
    @Tag("CMAF-015")
    void givenFramesOf960Samples_whenAnnounced_thenTheTrackIsIgnoredWithTheReason() {
        AudioFormat format = new AudioFormat(Formats.hex("1194"), "mp4a.40.2", 48_000, 2, 960);
        f.run(new SimulatedEncoder().audio(format), 6);

        assertThat(f.sink.plan().renditions()).hasSize(1);
        assertThat(f.sink.findings)
                .filteredOn(finding -> finding.code().equals("unsupported-format"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("960 samples per frame"));
    }

    @Test
    void givenFindingsOfTheIngest_whenTheyRepeat_thenTheyAreToldOncePerPublisher() {
        MediaSink first = f.packager.connect();
        first.finding(new EncoderFinding("pcr-missing", "no PCR", "send one"));
        first.finding(new EncoderFinding("pcr-missing", "still no PCR", "send one"));
        assertThat(f.sink.findings).hasSize(1);

        MediaSink second = f.packager.connect();
        first.finding(new EncoderFinding("other", "from a retired publisher", ""));
        second.finding(new EncoderFinding("pcr-missing", "no PCR", "send one"));
        assertThat(f.sink.findings).hasSize(2);
    }

    @Test
    void givenAPublisherThatLeavesBeforeAnythingIsPublished_whenTimePasses_thenTheStreamStaysIdle() {
        SimulatedEncoder encoder = new SimulatedEncoder();
        f.run(encoder, 1);
        encoder.sink().end();
        f.idle(Duration.ofSeconds(40));

        assertThat(f.packager.state()).isEqualTo(State.IDLE);
        assertThat(f.sink.events).isEmpty();
    }

    @Test
    void givenMedia_whenItArrives_thenTheArrivalOfTheLastUnitIsKnown() {
        long connectedNs = f.clock.nanoTime();
        MediaSink sink = f.packager.connect();
        assertThat(f.packager.lastMediaNs()).isEqualTo(connectedNs);
        f.clock.advance(Duration.ofSeconds(2));
        sink.accessUnit(SimulatedEncoder.unit(9, 0, 0, true, false, f.clock.nanoTime()));

        assertThat(f.packager.lastMediaNs()).isEqualTo(2_000_000_000L);
    }

    @Test
    @Tag("CMAF-041")
    void givenTheFirstPicture_whenTheMediaTimeBegins_thenItIsTenSecondsAndTheFractionOfItsSource() {
        f.run(new SimulatedEncoder().startingAt(7_654_321_000L), 5);

        long decodeTime = ParsedPart.of(f.sink.parts("v1").get(0)).decodeTime();
        assertThat(decodeTime / 90_000).isEqualTo(10);
        assertThat(decodeTime % 90_000).isEqualTo(7_654_321_000L % 90_000);
    }

    @Test
    @Tag("CMAF-019")
    @Tag("CMAF-024")
    @Tag("CMAF-028")
    @Tag("CMAF-088")
    void givenPublishedParts_whenIsoparserReadsThem_thenItSeesWhatOurReaderSeesAndRewritesThemExactly()
            throws Exception {
        f.run(new SimulatedEncoder(4).bFrames().milliseconds(1), 8);

        for (String rendition : List.of("v1", "a1")) {
            for (Part part : f.sink.parts(rendition)) {
                SecondReader.compare(part);
            }
        }
    }
}

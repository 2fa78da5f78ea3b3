package llhls.origin.stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import llhls.cmaf.Part;
import llhls.media.EncoderFinding;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import llhls.origin.testing.PlaylistText;
import llhls.origin.testing.PlaylistText.Segment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LiveStreamTest {

    private final StreamHarness live = new StreamHarness(15);
    private final FakePackager packager = live.packager;

    @Test
    @Tag("LL-145")
    @Tag("DEC-6")
    void givenARenditionWithoutSegment_thenTheMultivariantPlaylistIsNotThere() {
        packager.start(Formats.videoAndAudio());
        packager.segment("v1");
        packager.part("a1");

        assertThat(live.stream.multivariant()).isNull();
        assertThat(live.snapshot("v1").progress().playable())
                .as("video never waits for audio")
                .isTrue();

        packager.segment("a1");

        assertThat(live.stream.multivariant()).isNotNull();
        assertThat(live.heard).last().isEqualTo("*LIVE");
    }

    @Test
    @Tag("LL-138")
    void givenTheFirstSegments_thenBandwidthIsMeasuredFromThem() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");

        String text = StreamHarness.text(java.util.Objects.requireNonNull(live.stream.multivariant()));

        // 4 parts of 1000..1006 bytes in 2.002 s: 16 kbit/s, with headroom 20 and 17
        assertThat(text).contains("BANDWIDTH=20000,AVERAGE-BANDWIDTH=17000,");
    }

    @Test
    @Tag("LL-053")
    @Tag("LL-151")
    @Tag("LL-089")
    void givenTheStreamEnds_thenEveryPlaylistHasEndlistAndNoHint() {
        packager.start(Formats.videoAndAudio());
        packager.segments(2, "v1", "a1");
        packager.part("v1");
        packager.end("v1");

        live.stream.ended();

        assertThat(live.full("v1")).endsWith("#EXT-X-ENDLIST\n").doesNotContain("PRELOAD-HINT");
        assertThat(live.full("a1")).endsWith("#EXT-X-ENDLIST\n");
        assertThat(live.snapshot("v1").ended()).isTrue();
        assertThat(live.heard).last().isEqualTo("*ENDED");
    }

    @Test
    @Tag("LL-103")
    void givenAnEndedStream_thenThereIsNoDelta() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segments(15, "v1");
        assertThat(live.delta("v1")).contains("EXT-X-SKIP");

        live.stream.ended();

        assertThat(live.delta("v1")).isEqualTo(live.full("v1")).doesNotContain("EXT-X-SKIP");
    }

    @Test
    @Tag("LL-103")
    @Tag("LL-104")
    void givenAWindowTooShortForSkipping_thenDeltasAreNeitherOfferedNorGiven() {
        StreamHarness shortWindow = new StreamHarness(7);
        shortWindow.packager.start(Formats.plan(Formats.videoRendition("v1")));
        shortWindow.packager.segments(9, "v1");

        assertThat(shortWindow.full("v1")).doesNotContain("CAN-SKIP-UNTIL");
        assertThat(shortWindow.snapshot("v1").delta())
                .isSameAs(shortWindow.snapshot("v1").full());
    }

    @Test
    @Tag("LL-104")
    void givenNothingBeyondTheSkipBoundary_thenTheDeltaIsTheFullPlaylist() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segments(6, "v1");

        assertThat(live.delta("v1")).isEqualTo(live.full("v1")).contains("#EXT-X-VERSION:6\n");
    }

    @Test
    @Tag("LL-041")
    @Tag("LL-049")
    @Tag("LL-050")
    @Tag("LL-048")
    void givenASegmentEndsEarly_thenItsEndAppearsAtOnceAndTheHintStaysAndComesTrue() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");
        packager.part("v1");
        packager.part("v1");
        String hint = live.playlist("v1").hint().orElseThrow();

        packager.end("v1");

        assertThat(live.playlist("v1").hint()).contains(hint);
        assertThat(live.playlist("v1").last().uri()).isEqualTo("v1/s1201.m4s");

        Part first = packager.part("v1");

        assertThat("v1/" + first.fileName()).isEqualTo(hint);
        assertThat(first.index()).isZero();
        assertThat(live.playlist("v1").last().parts()).hasSize(1);
    }

    @Test
    @Tag("LL-040")
    void givenPartAndEndInOnePublication_thenOneVersionHasBoth() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");
        packager.part("v1");
        String before = live.snapshot("v1").full().tag();

        packager.lastPart("v1");

        Segment last = live.playlist("v1").last();
        assertThat(last.parts()).hasSize(2);
        assertThat(last.uri()).isEqualTo("v1/s1201.m4s");
        assertThat(version(live.snapshot("v1").full().tag())).isEqualTo(version(before) + 1);
    }

    @Test
    @Tag("LL-054")
    @Tag("LL-055")
    @Tag("LL-056")
    @Tag("LL-057")
    void givenTwoRenditions_thenEachReportsTheOtherAsOfItsOwnRendering() {
        packager.start(Formats.videoAndAudio());
        packager.segments(1, "v1", "a1");
        packager.part("v1");
        packager.part("v1");
        packager.part("a1");

        assertThat(live.playlist("a1").reports()).containsExactly("URI=\"v1.m3u8\",LAST-MSN=1201,LAST-PART=1");

        packager.end("v1");
        packager.part("a1");

        assertThat(live.playlist("a1").reports()).containsExactly("URI=\"v1.m3u8\",LAST-MSN=1201,LAST-PART=1");
        packager.part("v1");
        assertThat(live.playlist("v1").reports()).containsExactly("URI=\"a1.m3u8\",LAST-MSN=1201,LAST-PART=1");
    }

    @Test
    @Tag("LL-054")
    void givenALateRendition_thenTheOthersReportItFromItsFirstSegmentOn() {
        packager.start(Formats.videoAndAudio());
        packager.segments(2, "v1");
        assertThat(live.playlist("v1").reports()).isEmpty();

        packager.segment("a1");

        assertThat(live.playlist("v1").reports()).containsExactly("URI=\"a1.m3u8\",LAST-MSN=1200,LAST-PART=3");
    }

    @Test
    @Tag("LL-147")
    @Tag("LL-148")
    @Tag("LL-036")
    @Tag("DEC-8")
    void givenADiscontinuity_thenItStandsWithItsMapBeforeTheFirstPart() {
        packager.start(Formats.plan(Formats.videoRendition("v1"))).discontinuityAt(1200, 1201, 1202);
        packager.segment("v1");
        packager.part("v1");

        assertThat(live.full("v1"))
                .contains("v1/s1200.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"v1/init-1.mp4\"\n"
                        + "#EXT-X-PROGRAM-DATE-TIME:2026-03-02T09:40:04.402Z\n#EXT-X-PART:");

        packager.end("v1");
        packager.init("init-2.mp4").part("v1");

        assertThat(live.full("v1")).contains("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"v1/init-2.mp4\"\n");
        assertThat(live.stream.media("v1/init-1.mp4")).isNotNull();
        assertThat(live.stream.media("v1/init-2.mp4")).isNotNull();
    }

    @Test
    @Tag("LL-149")
    @Tag("LL-150")
    void givenAGap_thenSegmentAndPartsAreMarkedAndHaveNoBytes() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");
        live.stream.sourcePresent(false);
        Part missing = packager.gap(true).part("v1");
        packager.segment("v1");

        assertThat(live.stream.state()).isEqualTo(LiveStream.State.GAP);
        assertThat(live.full("v1")).contains("#EXT-X-GAP\n#EXT-X-PART:DURATION=0.500500,URI=\"v1/p4804.m4s\"");
        assertThat(live.playlist("v1").last().parts()).allMatch(part -> part.endsWith(",GAP=YES"));
        assertThat(live.stream.media("v1/" + missing.fileName())).isNull();
        assertThat(live.stream.media("v1/s1201.m4s")).isNull();
        live.stream.sourcePresent(true);
        assertThat(live.stream.state()).isEqualTo(LiveStream.State.LIVE);
    }

    @Test
    @Tag("LL-149")
    void givenASegmentThatTurnsOutToHoldNoMedia_whenItEnds_thenItIsAGap() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");
        packager.silent(true).part("v1");
        assertThat(live.full("v1")).doesNotContain("#EXT-X-GAP");

        packager.segment("v1");

        assertThat(live.full("v1")).contains("#EXT-X-GAP\n#EXT-X-PART:DURATION=0.500500,URI=\"v1/p4804.m4s\"");
        assertThat(live.stream.media("v1/s1201.m4s")).isNull();
    }

    @Test
    @Tag("LL-033")
    @Tag("LL-032")
    void givenACompleteSegment_thenItsBytesAreThoseOfItsParts() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segment("v1");

        StoredMedia segment = java.util.Objects.requireNonNull(live.stream.media("v1/s1200.m4s"));

        assertThat(segment.buffers()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            StoredMedia part = java.util.Objects.requireNonNull(live.stream.media("v1/p" + (4800 + i) + ".m4s"));
            assertThat(segment.buffers().get(i)).isEqualTo(part.buffers().get(0));
            assertThat(part.buffers().get(0).isDirect()).isTrue();
            assertThat(part.buffers().get(0).isReadOnly()).isTrue();
        }
    }

    @Test
    @Tag("LL-069")
    @Tag("LL-023")
    void givenADiscontinuityLeavesTheWindow_thenTheSequenceCountsIt() {
        packager.start(Formats.plan(Formats.videoRendition("v1"))).discontinuityAt(1200, 1205);
        packager.segments(15, "v1");
        assertThat(live.playlist("v1").number("#EXT-X-DISCONTINUITY-SEQUENCE")).isZero();

        packager.segment("v1");
        assertThat(live.playlist("v1").number("#EXT-X-DISCONTINUITY-SEQUENCE")).isEqualTo(1);
        packager.segments(5, "v1");
        assertThat(live.playlist("v1").number("#EXT-X-DISCONTINUITY-SEQUENCE")).isEqualTo(2);
    }

    @Test
    @Tag("LL-012")
    @Tag("LL-013")
    @Tag("LL-014")
    void theHeaderOfAllRenditionsIsTheSameAndNeverChanges() {
        packager.start(Formats.videoAndAudio());
        packager.segments(1, "v1", "a1");
        List<String> header = frozen("v1");

        packager.segments(20, "v1", "a1");

        assertThat(frozen("v1")).isEqualTo(header);
        assertThat(frozen("a1")).isEqualTo(header);
    }

    @Test
    @Tag("DEC-16")
    void thePartsTraceTellsWhenItWasPublishedAndServed() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        live.clock.advance(Duration.ofSeconds(1));
        packager.part("v1");

        PartTrace trace = live.stream.traces().get(0);

        long startUs = 1_772_444_400_000_000L; // 2026-03-02T09:40:00Z
        assertThat(trace.msn()).isEqualTo(1200);
        assertThat(trace.number()).isEqualTo(4800);
        assertThat(List.of(trace.firstByteInUs(), trace.lastByteInUs(), trace.cutUs(), trace.publishedUs()))
                .containsExactly(startUs + 1, startUs + 2, startUs + 3, startUs + 1_000_000);
        assertThat(trace.firstServedUs()).isZero();
        live.clock.advance(Duration.ofMillis(20));
        trace.served(live.clock);
        live.clock.advance(Duration.ofMillis(20));
        trace.served(live.clock);
        assertThat(trace.firstServedUs()).isEqualTo(startUs + 1_020_000);
    }

    @Test
    @Tag("DEC-16")
    void onlyTheNewestTracesAreKept() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segments(20, "v1");

        assertThat(live.stream.traces())
                .hasSize(64)
                .extracting(PartTrace::number)
                .endsWith(4879L);
    }

    @Test
    void givenARepeatedFinding_thenItIsKeptAndLoggedOnce() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LiveStream.class);
        logger.addAppender(lines);
        EncoderFinding finding = new EncoderFinding("long-gop", "10 s", "set the key frame interval to 2 s");

        live.stream.finding(finding);
        live.stream.finding(new EncoderFinding("long-gop", "12 s", "set the key frame interval to 2 s"));

        logger.detachAppender(lines);
        assertThat(live.stream.findings()).containsExactly(finding);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("encoder doctor: stream=live/ch1 code=long-gop found=\"10 s\""
                        + " fix=\"set the key frame interval to 2 s\"");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    }

    @Test
    @Tag("LL-116")
    void bytesAreThereBeforeThePlaylistAndThePlaylistBeforeTheWord() {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        live.heard.clear();

        packager.part("v1");

        assertThat(live.heard).containsExactly("v1");
        assertThat(live.stream.media("v1/p4800.m4s")).isNotNull();
        assertThat(PlaylistText.parse(live.full("v1")).last().parts()).hasSize(1);
    }

    private List<String> frozen(String rendition) {
        return live.playlist(rendition).header().stream()
                .filter(line -> !line.contains("SEQUENCE"))
                .toList();
    }

    private static int version(String tag) {
        return Integer.parseInt(tag.substring(tag.lastIndexOf('.') + 1));
    }
}

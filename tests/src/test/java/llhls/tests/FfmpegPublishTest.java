package llhls.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** ffmpeg publishes over libsrt, and what comes out is compared with what went in, bit by bit. */
class FfmpegPublishTest {

    private static final int SECONDS = 9;

    /** ffmpeg hangs up before it has sent all it had, as a capture on the wire shows: the last second does not count. */
    private static final int UNSENT = 1;

    /** Ways in which encoders differ; {@code UNBOUNDED} sends PES packets of unknown length with one audio frame each. */
    enum Source {
        PLAIN("-tune zerolatency"),
        B_FRAMES("-bf 2 -b_strategy 0"),
        UNBOUNDED("-tune zerolatency", "-pes_payload_size", "0"),
        UNBOUNDED_B_FRAMES("-bf 2 -b_strategy 0", "-pes_payload_size", "0");

        private final String video;

        @SuppressWarnings("ImmutableEnumChecker") // it is List.of(...)
        private final List<String> muxer;

        Source(String video, String... muxer) {
            this.video = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -sc_threshold 0 -b:v 400k " + video;
            this.muxer = List.of(muxer);
        }

        String stream() {
            return "live/" + name().toLowerCase(Locale.ROOT);
        }
    }

    @TempDir
    static Path folder;

    private static final Map<Source, Path> FILES = new EnumMap<>(Source.class);
    private static final Map<Source, List<PlaylistText>> ENDED = new EnumMap<>(Source.class);
    private static OriginUnderTest origin;

    /** All four at the same time, which also shows that streams do not mix. */
    @BeforeAll
    static void publishAll() {
        origin = OriginUnderTest.start("--set", "reconnect-window=1s");
        List<ChildProcess> encoders = new ArrayList<>();
        try {
            for (Source source : Source.values()) {
                FILES.put(source, Ffmpeg.encodeFile(folder.resolve(source + ".ts"), SECONDS, source.video));
            }
            for (Source source : Source.values()) {
                String url = Ffmpeg.srtUrl(origin.srtPort(), source.stream());
                encoders.add(Ffmpeg.publishFile(FILES.get(source), url, source.muxer.toArray(String[]::new)));
            }
            for (Source source : Source.values()) {
                ENDED.put(source, origin.awaitEnd(source.stream()));
            }
        } finally {
            encoders.forEach(ChildProcess::close);
        }
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("SRT-041")
    @Tag("DEC-7")
    void everyPictureArrivesOnceAndUnchanged(Source source) {
        MediaFacts sent = MediaFacts.ofTransportStream(FILES.get(source));
        MediaFacts served = Recording.of(ENDED.get(source), folder.resolve(source.name()));

        assertThat(sent.videoPts()).hasSize(SECONDS * 30);
        Delivered.assertBegins("H.264 units", served.videoUnits(), sent.videoUnitsBut(UNSENT, SECONDS));
        Delivered.assertBegins(
                "presentation times", served.videoPts(), sent.videoPts().subList(0, (SECONDS - UNSENT) * 30));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("SRT-041")
    void everyAudioFrameArrivesOnceAndUnchanged(Source source) {
        MediaFacts sent = MediaFacts.ofTransportStream(FILES.get(source));
        MediaFacts served = Recording.of(ENDED.get(source), folder.resolve(source.name()));

        Delivered.assertContains("audio frames", served.audioFrames(), sent.audioFramesBut(UNSENT, SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("DEC-4")
    @Tag("DEC-6")
    @Tag("LL-016")
    void renditionsAreCutAlike(Source source) {
        List<List<Long>> msns = ENDED.get(source).stream()
                .map(playlist -> playlist.completeSegments().stream()
                        .map(PlaylistText.Segment::msn)
                        .toList())
                .toList();

        assertThat(msns.get(0)).isEqualTo(msns.get(1));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("DEC-5")
    void noPartIsLongerThanThePartTarget(Source source) {
        for (PlaylistText playlist : ENDED.get(source)) {
            long target = playlist.partTargetMicros();
            assertThat(playlist.segments())
                    .flatExtracting(PlaylistText.Segment::parts)
                    .allSatisfy(part -> assertThat(part.micros()).isPositive().isLessThanOrEqualTo(target));
        }
    }

    @Test
    @Tag("DEC-9")
    void anEndedPlaylistHasNoHint() {
        assertThat(ENDED.values())
                .flatExtracting(playlists -> playlists)
                .allSatisfy(playlist -> assertThat(playlist.value("EXT-X-PRELOAD-HINT"))
                        .as("%s", playlist)
                        .isEmpty());
    }

    @Test
    void ffmpegPlaysTheLiveStreamWithoutAComplaint() {
        String url = Ffmpeg.srtUrl(origin.srtPort(), "live/read");
        try (ChildProcess encoder = Ffmpeg.publishTestPicture(url, Ffmpeg.LOW_LATENCY)) {
            origin.awaitStream("live/read");

            String complaints = Ffmpeg.play(origin.uri("/live/read/index.m3u8").toString(), 4);

            assertThat(complaints).isBlank();
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }
}

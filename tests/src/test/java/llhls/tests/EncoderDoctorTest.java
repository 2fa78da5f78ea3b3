package llhls.tests;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The server tells what is wrong with an encoder's settings, and what to set instead. */
class EncoderDoctorTest {

    @Test
    @Tag("DEC-16")
    void givenLongGopsAndBFrames_whenPublished_thenTheStreamListNamesBothWithTheirCure() {
        String careless = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 250 -bf 2 -b_strategy 0 -b:v 400k";
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder =
                        Ffmpeg.publishTestPicture(Ffmpeg.srtUrl(origin.srtPort(), "live/careless"), careless)) {
            List<Map<String, Object>> findings =
                    Wait.until("two findings", () -> Optional.of(doctor(origin)).filter(found -> found.size() >= 2));

            assertThat(findings)
                    .extracting(finding -> finding.get("fix").toString())
                    .allSatisfy(fix -> assertThat(fix).isNotBlank());
            assertThat(findings)
                    .extracting(finding -> finding.get("code").toString())
                    .anyMatch(code -> code.contains("gop"));
            assertThat(findings)
                    .extracting(finding -> finding.get("code").toString())
                    .anyMatch(code -> code.contains("b-frame"));
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }

    @Test
    @Tag("DEC-16")
    void givenTheSettingsWeRecommend_whenPublished_thenTheDoctorHasNothingToSay() {
        try (OriginUnderTest origin = OriginUnderTest.start();
                ChildProcess encoder = Ffmpeg.publishTestPicture(
                        Ffmpeg.srtUrl(origin.srtPort(), "live/careful"), Ffmpeg.LOW_LATENCY)) {
            origin.awaitStream("live/careful");
            Wait.untilTrue(
                    "a few segments",
                    () -> origin.mediaPlaylists("live/careful").stream()
                            .allMatch(playlist -> playlist.completeSegments().size() >= 3));

            Map<String, Object> status = origin.status("live/careful").orElseThrow();
            assertThat(OriginUnderTest.maps(status.get("doctor"))).isEmpty();
            assertThat(status).containsEntry("state", "live");
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
        }
    }

    private static List<Map<String, Object>> doctor(OriginUnderTest origin) {
        return origin.status("live/careless")
                .map(entry -> OriginUnderTest.maps(entry.get("doctor")).toList())
                .orElse(List.of());
    }
}

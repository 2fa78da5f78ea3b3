package llhls.tests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** ffmpeg encrypts over libsrt: the right passphrase plays, another one or none is refused. */
class EncryptedPublishTest {

    private static final String PASSPHRASE = "0123456789abc";
    private static final int PLAYED_SECONDS = 4;

    private static OriginUnderTest origin;

    @BeforeAll
    static void start() {
        origin = OriginUnderTest.start("--set", "srt-passphrase=" + PASSPHRASE);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static ChildProcess publish(String stream, String parameters) {
        String url = Ffmpeg.srtUrl(origin.srtPort(), stream) + parameters;
        return Ffmpeg.publishTestPicture(url, Ffmpeg.LOW_LATENCY);
    }

    @ParameterizedTest
    @Tag("SRT-057")
    @Tag("SRT-060")
    @Tag("SRT-063")
    @CsvSource({
        "live/aes128, &pbkeylen=16",
        "live/aes192, &pbkeylen=24",
        "live/aes256, &pbkeylen=32",
        "live/refresh, &pbkeylen=32&kmrefreshrate=100&kmpreannounce=40"
    })
    void givenTheRightPassphrase_whenPublishing_thenItPlaysWithoutAComplaint(String stream, String parameters) {
        try (ChildProcess encoder = publish(stream, "&passphrase=" + PASSPHRASE + parameters)) {
            origin.awaitStream(stream);

            String complaints =
                    Ffmpeg.play(origin.uri("/" + stream + "/index.m3u8").toString(), PLAYED_SECONDS);

            assertThat(complaints).isBlank();
            assertThat(encoder.isAlive()).as(encoder.output()).isTrue();
            assertThat(String.join("\n", origin.log())).doesNotContain(PASSPHRASE);
        }
    }

    @ParameterizedTest
    @Tag("SRT-059")
    @CsvSource({"live/wrong, &passphrase=wrongwrongwrong&pbkeylen=32, code=1010", "live/clear, '', code=1011"})
    void givenAnotherPassphraseOrNone_whenPublishing_thenItIsRefusedAndTheLogSaysHowToMendIt(
            String stream, String parameters, String code) {
        try (ChildProcess encoder = publish(stream, parameters)) {
            assertThat(encoder.awaitExit(Wait.GENEROUS)).as(encoder.output()).isNotZero();
        }

        Wait.untilTrue(
                "the refusal is logged",
                () -> origin.log().stream()
                        .anyMatch(line ->
                                line.contains(stream) && line.contains(code) && line.contains("srt-passphrase")));
        assertThat(origin.status(stream)).isEmpty();
    }

    @Test
    @Tag("SRT-059")
    void givenAServerWithoutPassphrase_whenAnEncoderEncrypts_thenItIsRefused() {
        try (OriginUnderTest clear = OriginUnderTest.start()) {
            String url = Ffmpeg.srtUrl(clear.srtPort(), "live/secret") + "&passphrase=" + PASSPHRASE + "&pbkeylen=16";
            try (ChildProcess encoder = Ffmpeg.publishTestPicture(url, Ffmpeg.LOW_LATENCY)) {
                assertThat(encoder.awaitExit(Wait.GENEROUS))
                        .as(encoder.output())
                        .isNotZero();
            }
            Wait.untilTrue(
                    "the refusal is logged", () -> clear.log().stream().anyMatch(line -> line.contains("code=1011")));
        }
    }
}

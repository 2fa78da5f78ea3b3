package llhls.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import llhls.media.picture.ClockMark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The true latency, from the moment a picture was made to the moment a viewer sees it: the built-in source paints the time
 * into the picture, the browser shows it, and the mark is read back from the pixels on the screen. Encoder, SRT, packager,
 * origin, player buffer and decoder are all in it. The figures are written to {@code target/glass-to-glass.txt}.
 */
class GlassToGlassTest {

    private static final Path REPORT = Path.of("target", "glass-to-glass.txt");
    private static final int SAMPLES = 60;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    /** Shown picture as brightness bytes, and the time when it was on the screen. */
    private static final String LOOK = String.format(Locale.ROOT, """
            const video = document.querySelector('video');
            const canvas = document.createElement('canvas');
            canvas.width = %d;
            canvas.height = %d;
            const context = canvas.getContext('2d', {willReadFrequently: true});
            const now = Date.now();
            context.drawImage(video, 0, 0, canvas.width, canvas.height);
            const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
            let luma = '';
            for (let i = 0; i < pixels.length; i += 4) luma += String.fromCharCode(pixels[i + 1]);
            return {now: now, luma: btoa(luma)};
            """, WIDTH, HEIGHT);

    @ParameterizedTest
    @CsvSource({"500ms, 3000", "200ms, 1500"})
    void thePictureOnTheScreenIsYoungerThanTheGoal(String partDuration, long goalMillis) throws IOException {
        try (OriginUnderTest origin = OriginUnderTest.start("--demo", "--set", "part-duration=" + partDuration);
                Chromium browser = new Chromium()) {
            origin.awaitStream("live/demo");
            browser.open(origin.uri("/watch/live/demo"));
            Viewing.of(browser, 8);

            List<Long> ages = ages(browser);

            report(partDuration, ages);
            assertThat(ages).as("marks read from the screen").hasSizeGreaterThan(SAMPLES / 2);
            assertThat(median(ages)).isLessThan(goalMillis).isPositive();
        }
    }

    /** Ages of the pictures seen while a little over ten seconds pass, sorted. */
    private static List<Long> ages(Chromium browser) {
        List<Long> ages = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            double seen = Viewing.stats(browser).currentTime();
            Wait.untilTrue("it plays on", () -> Viewing.stats(browser).currentTime() > seen);
            Map<String, Object> look = browser.object(LOOK);
            byte[] luma = Base64.getDecoder().decode(look.get("luma").toString());
            OptionalLong mark = ClockMark.read(luma, WIDTH, WIDTH, HEIGHT);
            mark.ifPresent(made -> ages.add(((Number) look.get("now")).longValue() - made));
        }
        return ages.stream().sorted().toList();
    }

    private static long median(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static void report(String partDuration, List<Long> sorted) throws IOException {
        String line = sorted.isEmpty()
                ? String.format(Locale.ROOT, "part-duration=%s no mark was read%n", partDuration)
                : String.format(
                        Locale.ROOT,
                        "part-duration=%s pictures=%d median=%dms p95=%dms max=%dms%n",
                        partDuration,
                        sorted.size(),
                        median(sorted),
                        sorted.get(sorted.size() * 95 / 100),
                        sorted.get(sorted.size() - 1));
        Files.createDirectories(REPORT.getParent());
        Files.writeString(
                REPORT, line, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }
}

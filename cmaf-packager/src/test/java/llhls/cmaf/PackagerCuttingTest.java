package llhls.cmaf;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PackagerCuttingTest {

    static Stream<Arguments> rates() {
        return Stream.of(
                Arguments.of(24_000, 1001, 48, 12),
                Arguments.of(24, 1, 48, 12),
                Arguments.of(25, 1, 50, 10),
                Arguments.of(30_000, 1001, 60, 15),
                Arguments.of(30, 1, 60, 15),
                Arguments.of(50, 1, 100, 25),
                Arguments.of(60_000, 1001, 120, 30),
                Arguments.of(60, 1, 120, 30));
    }

    @ParameterizedTest
    @MethodSource("rates")
    @Tag("CMAF-055")
    @Tag("CMAF-063")
    void givenConstantFrameRate_whenCut_thenEveryPartHasNFramesAndEverySegmentItsGop(int num, int den, int gop, int n) {
        PackagerFixture f =
                new PackagerFixture().run(new SimulatedEncoder().rate(num, den).gop(gop), 20);

        List<RecordingPartSink.Segment> segments = f.sink.completeSegments("v1");
        assertThat(segments).hasSizeGreaterThan(7);
        for (RecordingPartSink.Segment segment : segments) {
            assertThat(segment.parts).hasSize(gop / n);
            assertThat(segment.parts).allMatch(part -> ParsedPart.of(part).count() == n);
            assertThat(segment.parts)
                    .extracting(Part::independent)
                    .startsWith(true)
                    .containsOnlyOnce(true);
        }
        PublishedRules.hold(f.sink);
    }
}

package llhls.origin;

import java.net.InetSocketAddress;
import java.time.Duration;
import llhls.cmaf.PackagerConfig;
import llhls.origin.http.HttpLimits;
import llhls.origin.stream.PublisherConflict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OriginConfigTest {

    @Test
    @Tag("DEC-17")
    void theDefaultsAreTheDecidedOnes() {
        OriginConfig config = OriginConfig.defaults();

        assertThat(config.windowSegments()).isEqualTo(15);
        assertThat(config.publisherConflict()).isEqualTo(PublisherConflict.REJECT);
        assertThat(config.packager()).isEqualTo(PackagerConfig.defaults());
    }

    @ParameterizedTest
    @Tag("LL-027")
    @CsvSource({"5,6 segments and 3 target durations", "0,raise window-segments", "3601,lower window-segments"})
    void aWindowThatBreaksARuleIsRefusedWithTheRule(int windowSegments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(windowSegments))
                .withMessageContaining("window-segments=" + windowSegments)
                .withMessageContaining(message);
    }

    @Test
    @Tag("LL-027")
    void theSmallestWindowIsSix() {
        assertThat(config(6).windowSegments()).isEqualTo(6);
    }

    @Test
    void limitsOutOfRangeAreRefusedByTheirKey() {
        Duration timeout = Duration.ofSeconds(10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpLimits(0, 1, 1, 65_536, timeout))
                .withMessageContaining("max-parked-per-connection=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpLimits(1, 0, 1, 65_536, timeout))
                .withMessageContaining("max-parked-per-address=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpLimits(1, 1, -1, 65_536, timeout))
                .withMessageContaining("max-parked-total=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpLimits(1, 1, 1, 65_536, Duration.ZERO))
                .withMessageContaining("write-timeout=0ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16_383, 16_777_217})
    void sendBuffersOutOfRangeAreRefused(int bytes) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new HttpLimits(1, 1, 1, bytes, Duration.ofSeconds(10)))
                .withMessageContaining("send-buffer=" + bytes);
    }

    private static OriginConfig config(int windowSegments) {
        return new OriginConfig(
                new InetSocketAddress(8080),
                PackagerConfig.defaults(),
                windowSegments,
                PublisherConflict.REJECT,
                HttpLimits.defaults());
    }
}

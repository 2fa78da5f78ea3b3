package llhls.media;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("DEC-1")
class StreamNameTest {

    @ParameterizedTest
    @CsvSource({
        "shop1, live/shop1",
        "live/shop1, live/shop1",
        "Live/Shop1, Live/Shop1",
        "vhost.example/live/shop1, live/shop1",
        "a/b/c/d, c/d",
        "live/가게, live/가게"
    })
    void aPathBecomesAppAndName(String path, String name) {
        assertThat(StreamName.parse(path)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "live/",
                "/shop1",
                "live//shop1",
                "../etc/passwd",
                "live/..",
                ".",
                "live/a\\b",
                "live/a\nb",
                "x/../live/a"
            })
    void componentsThatCouldLeaveTheUrlSpaceAreRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamName.parse(path))
                .withMessageContaining("app/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "assets", "clock", "healthz", "metrics", "time", "watch"})
    void theServersOwnPagesAreReserved(String app) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamName.parse(app + "/shop1"))
                .withMessageContaining("reserved");
    }

    @Test
    void theLimitIs255BytesOfUtf8() {
        assertThat(StreamName.parse("live/" + "x".repeat(250)).name()).hasSize(250);
        assertThatIllegalArgumentException().isThrownBy(() -> StreamName.parse("live/" + "x".repeat(251)));
        assertThatIllegalArgumentException().isThrownBy(() -> StreamName.parse("live/" + "가".repeat(84)));
    }
}

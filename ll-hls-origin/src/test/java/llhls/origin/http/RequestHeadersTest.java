package llhls.origin.http;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestHeadersTest {

    @ParameterizedTest
    @Tag("LL-121")
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP|true",
                "gzip, deflate, br|true",
                "deflate;q=1, gzip;q=0.001|true",
                "*|true",
                "*;q=0.5|true",
                "gzip;q=0|false",
                "gzip;q=0.000|false",
                "gzip; q=0, *|false",
                "*;q=0|false",
                "identity|false",
                "x-gzip|false",
                "''|false",
                ",;,|false"
            })
    void gzipIsSentToThoseWhoAcceptIt(String header, boolean accepted) {
        assertThat(RequestHeaders.acceptsGzip(header)).isEqualTo(accepted);
    }

    @Test
    @Tag("LL-121")
    void withoutTheHeaderNothingIsCompressed() {
        assertThat(RequestHeaders.acceptsGzip(null)).isFalse();
    }

    @ParameterizedTest
    @Tag("LL-133")
    @CsvSource(
            delimiter = '|',
            value = {"\"a\"|true", "W/\"a\"|true", "*|true", "\"b\", \"a\"|true", "\"b\"|false", "a|false", "''|false"})
    void entityTagsAreComparedWeakly(String header, boolean matches) {
        assertThat(RequestHeaders.matches(header, "\"a\"")).isEqualTo(matches);
    }
}

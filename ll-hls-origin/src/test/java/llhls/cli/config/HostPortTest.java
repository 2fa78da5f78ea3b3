package llhls.cli.config;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "':8080','',8080",
        "0.0.0.0:9000,0.0.0.0,9000",
        "[::]:9000,::,9000",
        "[fe80::1]:1,fe80::1,1",
        "localhost:0,localhost,0",
        "origin-1.example.com:65535,origin-1.example.com,65535"
    })
    void givenAnAddress_whenParsedAndPrinted_thenNothingIsLost(String text, String host, int port) throws Exception {
        HostPort parsed = HostPort.parse(text);

        assertThat(parsed).isEqualTo(new HostPort(host, port));
        assertThat(parsed).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "8080,write :8080",
        "localhost,the port is missing: localhost:8080",
        "'',the port is missing",
        "localhost:,the port is a number",
        "localhost:65536,the port is a number from 0 to 65535",
        "localhost:-1,the port is a number",
        "localhost:http,the port is a number",
        "localhost:123456789012,the port is a number",
        "localhost:٣,the port is a number",
        "::1:9000,an IPv6 address needs brackets: [::1]:8080",
        "[::1:9000,brackets belong around the whole",
        "::1]:9000,brackets belong around the whole",
        "[localhost]:9000,only an IPv6 address has brackets",
        "http://localhost:8080,an IPv6 address needs brackets",
        "local host:80,a character that no address has",
        "a/b:80,a character that no address has",
        "[[::1]]:80,a character that no address has"
    })
    void givenNoAddress_whenParsed_thenTheHintSaysHow(String text, String hint) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> HostPort.parse(text))
                .satisfies(e -> assertThat(e.hint()).contains(hint));
    }

    @ParameterizedTest
    @ValueSource(strings = {":0", "0.0.0.0:0", "[::]:0"})
    void givenAWildcard_whenResolved_thenItIsEveryAddress(String text) throws Exception {
        assertThat(HostPort.parse(text).resolve().getAddress().isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void givenALiteral_whenResolved_thenItIsThatAddress() throws Exception {
        assertThat(HostPort.parse("[::1]:7").resolve().getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(HostPort.parse("127.0.0.1:7").resolve().getPort()).isEqualTo(7);
    }

    @Test
    void givenAnUnknownHost_whenResolved_thenTheMessageNamesItAndTheFix() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> new HostPort("nowhere.invalid", 80).resolve())
                .withMessageContaining("'nowhere.invalid' is unknown")
                .withMessageContaining("check the name");
    }
}

package llhls.cli.push;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import llhls.cli.config.BadValueException;
import llhls.cli.config.HostPort;
import llhls.ingest.srt.SrtEncryption;
import llhls.ingest.srt.protocol.KeyRefresh;
import llhls.ingest.srt.protocol.Passphrase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SrtUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "srt://localhost:9000?streamid=live/demo live/demo 120 live/demo",
                "srt://localhost:9000/?streamid=live/demo&latency=400 live/demo 400 live/demo",
                "SRT://localhost:9000?latency=0&streamid=demo demo 0 live/demo",
                "srt://localhost:9000?streamid=#!::r=live/cam1,m=publish&latency=300ms #!::r=live/cam1,m=publish 300 live/cam1",
                "srt://localhost:9000?streamid=%23%21%3A%3Ar%3Dlive%2Fcam1%2Cm%3Dpublish #!::r=live/cam1,m=publish 120 live/cam1",
                "srt://localhost:9000?streamid=live/a+b live/a+b 120 live/a+b",
                "srt://localhost:9000?streamid=publish:live/k%C3%B6ln&mode=caller publish:live/köln 120 live/köln",
                "srt://localhost:9000?streamid=live/a%26b live/a&b 120 live/a&b",
            })
    void givenAUrl_whenParsed_thenTheStreamIdIsWhatGoesOnTheWire(
            String url, String streamId, int latencyMs, String stream) throws Exception {
        SrtUrl parsed = SrtUrl.parse(url);

        assertThat(parsed)
                .isEqualTo(new SrtUrl(new HostPort("localhost", 9000), streamId, latencyMs, Optional.empty()));
        assertThat(parsed.streamName()).isEqualTo(stream);
    }

    @ParameterizedTest
    @Tag("SRT-063")
    @CsvSource({"'', 32", "&pbkeylen=0, 32", "&pbkeylen=16, 16", "&pbkeylen=24, 24", "&pbkeylen=32, 32"})
    void givenAPassphrase_whenParsed_thenItEncrypts(String parameter, int keyBytes) throws Exception {
        SrtUrl url = SrtUrl.parse("srt://h:1?streamid=a/b&passphrase=0123%2045678" + parameter);

        assertThat(url.encryption())
                .contains(new SrtEncryption(Passphrase.of("0123 45678"), keyBytes, KeyRefresh.defaults()));
    }

    @Test
    @Tag("SRT-066")
    void givenAPassphrase_whenShown_thenItIsHidden() throws Exception {
        String written = "srt://h:1?streamid=a/b&passphrase=0123456789&kmrefreshrate=1000";

        assertThat(SrtUrl.parse(written)).hasToString("srt://h:1?streamid=a/b&passphrase=***");
        assertThat(SrtUrl.parse(written).encryption().orElseThrow().refresh()).isEqualTo(KeyRefresh.every(1000));
        assertThat(SrtUrl.masked(written)).isEqualTo("srt://h:1?streamid=a/b&passphrase=***&kmrefreshrate=1000");
        assertThat(SrtUrl.masked("srt://h?passphrase=0123456789")).isEqualTo("srt://h?passphrase=***");
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> SrtUrl.parse("srt://h:1?streamid=a/b&passphrase=0123456789%"))
                .satisfies(e -> assertThat(e.hint()).doesNotContain("0123456789"));
    }

    @Test
    void givenAnIpv6Server_whenParsed_thenItsBracketsAreNotPartOfTheHost() throws Exception {
        assertThat(SrtUrl.parse("srt://[::1]:9000?streamid=a/b").server()).isEqualTo(new HostPort("::1", 9000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtmp://localhost/live/demo                   | the URL starts with srt://",
                "localhost:9000                               | the URL starts with srt://",
                "srt://localhost?streamid=a/b                 | the port is missing: localhost:9000",
                "srt://:9000?streamid=a/b                     | host and port are needed",
                "srt://localhost:0?streamid=a/b               | host and port are needed",
                "srt://::1:9000?streamid=a/b                  | an IPv6 address needs brackets",
                "srt://localhost:9000/live/demo               | the stream goes into streamid",
                "srt://localhost:9000                         | the stream's name is missing",
                "srt://localhost:9000?streamid=               | the stream's name is missing",
                "srt://localhost:9000?streamid=a/b&laency=1   | unknown parameter 'laency', did you mean 'latency'? (known: streamid, latency, mode, passphrase, pbkeylen, kmrefreshrate)",
                "srt://localhost:9000?streamid=a/b&pkt_size=1 | unknown parameter 'pkt_size' (known: streamid, latency, mode, passphrase, pbkeylen, kmrefreshrate)",
                "srt://localhost:9000?streamid=a/b&           | unknown parameter ''",
                "srt://localhost:9000?streamid=a/b&streamid=c | parameter 'streamid' is there twice",
                "srt://localhost:9000?streamid=a/b&mode=listener | mode=listener is not possible",
                "srt://localhost:9000?streamid=a/b&passphrase=012345678 | a passphrase has 10 to 80 bytes, not 9",
                "srt://localhost:9000?streamid=a/b&passphrase= | passphrase is empty",
                "srt://localhost:9000?streamid=a/b&pbkeylen=16 | need a passphrase",
                "srt://localhost:9000?streamid=a/b&passphrase=0123456789&pbkeylen=128 | pbkeylen=128 is no key length",
                "srt://localhost:9000?streamid=a/b&passphrase=0123456789&kmrefreshrate=9 | kmrefreshrate=9 is no number of packets",
                "srt://localhost:9000?streamid=a/b&latency=   | latency= is no number of milliseconds",
                "srt://localhost:9000?streamid=a/b&latency=1s | latency=1s is no number of milliseconds",
                "srt://localhost:9000?streamid=a/b&latency=120000 | unlike ffmpeg's microseconds",
                "srt://localhost:9000?streamid=a/b%           | write %25",
                "srt://localhost:9000?streamid=a/b%2          | write %25",
                "srt://localhost:9000?streamid=a/b%zz         | write %25",
                "srt://localhost:9000?streamid=a/%ff          | is not UTF-8",
                "srt://localhost:9000?streamid=api/b          | reserved",
                "srt://localhost:9000?streamid=a//            | stream name has an empty",
                "srt://localhost:9000?streamid=#!::r=a/b,m=request | something else than publishing",
            })
    void givenAMistake_whenParsed_thenTheHintSaysWhatToWrite(String url, String hint) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> SrtUrl.parse(url))
                .satisfies(e -> assertThat(e.hint()).contains(hint));
    }

    @Test
    void givenALongStreamId_whenParsed_thenItIsRefused() {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> SrtUrl.parse("srt://localhost:9000?streamid=a/" + "é".repeat(256)))
                .satisfies(e -> assertThat(e.hint()).contains("longer than 512 bytes"));
    }

    @Test
    void givenASecret_whenPrinted_thenItIsHidden() throws Exception {
        SrtUrl url = SrtUrl.parse("srt://localhost:9000?streamid=#!::r=live/a,m=publish,s=hunter2");

        assertThat(url.toString()).startsWith("srt://localhost:9000?streamid=").doesNotContain("hunter2");
    }

    @FuzzTest
    void anyTextIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String url : new String[] {text, "srt://" + text, "srt://h:1?streamid=" + text}) {
            try {
                assertThat(SrtUrl.parse(url).streamName()).contains("/");
            } catch (BadValueException e) {
                assertThat(e.hint()).isNotEmpty();
            }
        }
    }
}

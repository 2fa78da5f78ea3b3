package llhls.ingest.srt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import llhls.media.MalformedMediaException;
import llhls.media.StreamName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamIdTest {

    @ParameterizedTest
    @Tag("SRT-028")
    @Tag("DEC-1")
    @ValueSource(
            strings = {
                "#!::r=live/shop1,m=publish",
                "#!::m=publish,r=live/shop1",
                "#!::r=live/shop1",
                "#!:: r=live/shop1,unknown=1,nonsense,m=publish",
                "#!::bmd_uuid=1-2,bmd_name=My Encoder,r=live/shop1,m=publish",
                "#!::h=host,r=live/shop1,m=publish",
                "#!::h=host/live/shop1?secret=x,m=publish",
                "#!::r=other,r=live/shop1",
                "%23%21%3A%3Ar%3Dlive%2Fshop1%2Cm%3Dpublish",
                "%23!::r=live/shop1",
                "publish:live/shop1",
                "publish:live/shop1:bob:key",
                "publish:live/shop1:a=b",
                "publish:live/shop1:bob:key:a=b",
                "publish:live/shop1#feedbackplay",
                "publish%3Alive%2Fshop1",
                "live/shop1,mode:publish,token:xyz",
                "live/shop1",
                "shop1",
                "shop1?key",
                "live/shop1?token=abc&x=y",
                "vhost/live/shop1",
                "srt://host:9000/live/shop1",
                "srt://host:9000/live/shop1?streamkey=1",
                "publish:shop1"
            })
    void givenAnyFormEncodersSend_whenRead_thenItPublishesTheStream(String raw) throws Exception {
        StreamId id = StreamId.parse(raw);

        assertThat(id.stream()).isEqualTo(new StreamName("live", "shop1"));
        assertThat(id.mode()).isEqualTo(StreamId.Mode.PUBLISH);
        assertThat(id.isLiveStream()).isTrue();
    }

    @ParameterizedTest
    @Tag("SRT-028")
    @CsvSource(
            delimiter = '|',
            value = {
                "#!::r=a/b,u=bob,s=key1|bob|key1",
                "#!::h=host/a/b?secret=key1,m=publish||key1",
                "#!::r=a/b?token=key1||key1",
                "publish:a/b:bob:key1|bob|key1",
                "publish:a/b:token=key1||key1",
                "publish:a/b:bob:key1:x=y|bob|key1",
                "a/b,mode:publish,token:key1||key1",
                "a/b?key1||key1",
                "a/b?user=bob&pass=key1|bob|key1",
                "%23%21::r=a/b,s=k%65y1||key1",
                "#!::r=a/b,s=k=e?y:1||k=e?y:1"
            })
    void givenUserAndSecret_whenRead_thenTheyAreFoundAndTheSecretNeverShows(String raw, String user, String secret)
            throws Exception {
        StreamId id = StreamId.parse(raw);

        assertThat(id.user()).isEqualTo(user == null ? "" : user);
        assertThat(id.secret()).isEqualTo(secret);
        assertThat(id.masked()).startsWith("a/b").doesNotContain(secret).endsWith("secret=***");
        assertThat(id).hasToString(id.masked());
        assertThat(StreamId.masked(raw)).doesNotContain(secret).doesNotContain("key1");
    }

    @ParameterizedTest
    @Tag("SRT-028")
    @CsvSource(
            delimiter = '|',
            value = {
                "#!::r=a/b,m=request|REQUEST",
                "read:a/b|REQUEST",
                "a/b,mode:play|REQUEST",
                "#!::r=a/b,m=bidirectional|BIDIRECTIONAL",
                "#!::r=a/b,m=dance|UNKNOWN"
            })
    void givenAnotherMode_whenRead_thenItIsKnown(String raw, StreamId.Mode mode) throws Exception {
        assertThat(StreamId.parse(raw).mode()).isEqualTo(mode);
    }

    @Test
    void givenAFileTransfer_whenRead_thenItIsNoLiveStream() throws Exception {
        assertThat(StreamId.parse("#!::r=a/b,t=file").isLiveStream()).isFalse();
        assertThat(StreamId.parse("#!::r=a/b,t=stream").isLiveStream()).isTrue();
    }

    @ParameterizedTest
    @Tag("DEC-1")
    @ValueSource(
            strings = {
                "",
                "   ",
                "#!::",
                "#!::m=publish",
                "#!:{r=live/a}",
                "publish:",
                "live/../etc",
                "live//a",
                "/live/a",
                "live/a\\b",
                "live/a\nb",
                "live/a%0Ab",
                "live/a%00",
                "metrics/a",
                "srt://host:9000",
                "?key"
            })
    void givenWhatNamesNoStream_whenRead_thenTheMessageSaysSo(String raw) {
        assertThatExceptionOfType(MalformedMediaException.class)
                .isThrownBy(() -> StreamId.parse(raw))
                .withMessageMatching("(?s).*(use|reserved).*");
    }

    @Test
    void givenEscapes_whenRead_thenTheyAreDecodedOnceAndPlusStays() throws Exception {
        assertThat(StreamId.parse("live/a%2541").stream().name()).isEqualTo("a%41");
        assertThat(StreamId.parse("live/a+b%").stream().name()).isEqualTo("a+b%");
        assertThat(StreamId.parse("live/%C3%A9").stream().name()).isEqualTo("é");
        assertThat(StreamId.parse("#!::r=live/a%20b").stream().name()).isEqualTo("a%20b");
    }

    @ParameterizedTest
    @Tag("SRT-029")
    @CsvSource(
            delimiter = '|',
            value = {
                "#!::r=a,s=topsecret,m=publish|#!::r=a,s=***,m=publish",
                "#!::r=a,m=x,token=topsecret|#!::r=a,m=x,token=***",
                "publish:a:bob:topsecret|publish:a:***",
                "a/b?topsecret|a/b?***",
                "a/b?Streamkey=topsecret&x=1|a/b?Streamkey=***&x=1",
                "a,mode:publish,token:topsecret|a,mode:publish,token:***",
                "%23%21%3A%3Ar=a%2Cs%3Dtopsecret|#!::r=a,s=***"
            })
    void givenARawIdForTheLog_whenMasked_thenSecretsAreStars(String raw, String masked) {
        assertThat(StreamId.masked(raw)).isEqualTo(masked);
    }

    @Test
    @Tag("SRT-029")
    void givenControlCharacters_whenMasked_thenTheyAreEscapedAndTheLineIsBounded() {
        assertThat(StreamId.masked("a\r\n\u001b[31mb\u202e")).isEqualTo("a\\u{d}\\u{a}\\u{1b}[31mb\\u{202e}");
        assertThat(StreamId.masked("x".repeat(5000))).hasSizeLessThan(310);
    }

    @FuzzTest
    void anyTextIsReadOrRefused(byte[] raw) {
        read(new String(raw, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("SRT-029")
    void randomTextsAreReadOrRefusedAndMaskedOnOneLine(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "#!::", "#!", "r=", "s=", ",", ":", "/", "?", "%2", "%41", "publish:", "live", "\n", "é", "&", "="
        };
        for (int i = 0; i < 500; i++) {
            StringBuilder raw = new StringBuilder();
            for (int k = random.nextInt(8); k > 0; k--) {
                raw.append(pieces[random.nextInt(pieces.length)]);
            }
            read(raw.toString());
        }
    }

    private static void read(String raw) {
        try {
            StreamId id = StreamId.parse(raw);
            check(id.masked());
        } catch (MalformedMediaException expected) {
            check(String.valueOf(expected.getMessage()));
        }
        check(StreamId.masked(raw));
    }

    private static void check(String line) {
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new AssertionError("more than one line: " + line);
        }
    }
}

package llhls.media.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import org.jcodec.codecs.aac.ADTSParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AudioSpecificConfigTest {

    private final AdtsHeader header = new AdtsHeader();

    @ParameterizedTest
    @CsvSource({
        "1190, 48000, 2, mp4a.40.2",
        "1210, 44100, 2, mp4a.40.2",
        "1188, 48000, 1, mp4a.40.2",
        "119056E500, 48000, 2, mp4a.40.2",
        "1310, 24000, 2, mp4a.40.2",
        "131056E598, 24000, 2, mp4a.40.5",
        "131056E59D4880, 24000, 2, mp4a.40.29",
        "2B118800, 24000, 2, mp4a.40.5",
        "17802ee010, 24000, 2, mp4a.40.2"
    })
    @Tag("CMAF-014")
    void aConfigurationIsKeptAndItsCoreIsRead(String hex, int rate, int channels, String codecs)
            throws MalformedMediaException {
        ByteString bytes = new ByteString(HexFormat.of().parseHex(hex));

        AudioFormat format = AudioSpecificConfig.parse(bytes).format();

        assertThat(format).isEqualTo(new AudioFormat(bytes, codecs, rate, channels, 1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1194", "b98c00", "ba0c00", "16 98", "1680", "1180"})
    void whatIsNoAacOf1024SamplesIsRefused(String hex) {
        ByteString bytes = new ByteString(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(() -> AudioSpecificConfig.parse(bytes));
    }

    @Test
    void adtsMakesTheTwoByteConfigurationOfTheCore() throws MalformedMediaException {
        byte[] frame = HexFormat.of().parseHex("fff14c8002fffc00000000000000000000000000000000");

        assertThat(header.wrap(frame, 0, frame.length)).isTrue();

        assertThat(header.frameLength()).isEqualTo(23);
        assertThat(AudioSpecificConfig.ofAdts(header, frame, 0).bytes()).hasToString("1190");
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-050")
    void headersAreReadAsByJcodec(long seed) {
        Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[9];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0xFF;
            bytes[1] = (byte) (0xF0 | random.nextInt(2) | random.nextInt(2) << 3);
            if (!header.wrap(bytes, 0, bytes.length)) {
                continue;
            }
            valid++;
            ADTSParser.Header other = ADTSParser.read(ByteBuffer.wrap(bytes));
            assertThat(header.frameLength()).isEqualTo(other.getSize());
            assertThat(header.rateIndex()).isEqualTo(other.getSamplingIndex());
            assertThat(header.channelConfiguration()).isEqualTo(other.getChanConfig());
            assertThat(header.objectType()).isEqualTo(other.getObjectType());
        }
        assertThat(valid).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fff04c80001ffc",
                "fff14cbc001ffc",
                "fef14c8002fffc",
                "fff34c8002fffc",
                "fff17c8002fffc",
                "fff14c80"
            })
    void whatIsNoHeaderIsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        boolean tooShort = bytes.length < AdtsHeader.MIN_LENGTH;

        boolean valid = header.wrap(bytes, 0, bytes.length);

        assertThat(valid && !tooShort && header.frameLength() <= header.headerLength())
                .isFalse();
        assertThat(valid).isEqualTo(hex.equals("fff14cbc001ffc") && header.frameLength() > header.headerLength());
    }

    @Test
    void aLayoutInTheFirstFrameGoesIntoTheConfiguration() throws MalformedMediaException {
        // id PCE, tag 0, LC, 48 kHz, 1 front pair, nothing else; byte-aligned, no comment
        String bits = "101" + "0000" + "01" + "0011" + "0001" + "0000" + "0000" + "00" + "000" + "0000" + "000"
                + "10000" + "000000";
        byte[] frame = new byte[30];
        System.arraycopy(HexFormat.of().parseHex("fff14c0003dffc"), 0, frame, 0, 7);
        for (int i = 0; i < bits.length(); i++) {
            frame[7 + i / 8] |= (byte) (bits.charAt(i) == '1' ? 0x80 >> i % 8 : 0);
        }
        assertThat(header.wrap(frame, 0, frame.length)).isTrue();

        AudioSpecificConfig config = AudioSpecificConfig.ofAdts(header, frame, 0);

        assertThat(config.channels()).isEqualTo(2);
        assertThat(AudioSpecificConfig.parse(config.bytes())).isEqualTo(config);
    }

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] bytes) {
        try {
            AudioSpecificConfig config = AudioSpecificConfig.parse(new ByteString(bytes));
            assertThat(config.channels()).isPositive();
            assertThat(config.sampleRate()).isPositive();
        } catch (MalformedMediaException expected) {
            // refused
        }
        if (header.wrap(bytes, 0, bytes.length) && header.frameLength() <= bytes.length) {
            try {
                assertThat(AudioSpecificConfig.ofAdts(header, bytes, 0).channels())
                        .isPositive();
            } catch (MalformedMediaException expected) {
                // refused
            }
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void randomBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            anyBytesAreReadOrRefused(bytes);
        }
    }
}

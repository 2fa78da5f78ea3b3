package llhls.cmaf.fmp4;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.List;
import llhls.cmaf.Formats;
import llhls.cmaf.InitSegment;
import llhls.media.AudioFormat;
import llhls.media.ByteString;
import llhls.media.VideoFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mp4parser.Box;
import org.mp4parser.IsoFile;
import org.mp4parser.boxes.iso14496.part12.MediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.MovieHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SampleDescriptionBox;
import org.mp4parser.boxes.iso14496.part12.TrackHeaderBox;
import org.mp4parser.tools.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InitSegmentWriterTest {

    private static final byte[] EMPTY_STSS = HexFormat.of().parseHex("00000010737473730000000000000000");

    @Test
    @Tag("CMAF-007")
    @Tag("CMAF-018")
    void givenTheFixtureParameterSets_whenWritten_thenItEqualsTheGoldenWithAnEmptyStss() {
        assertThat(InitSegmentWriter.write(Formats.video())).isEqualTo(withEmptyStss(Golden.hex("video-init.hex")));
    }

    @Test
    @Tag("CMAF-014")
    void givenAacStereo_whenWritten_thenConfigurationAndSizesAreThoseOfTheReference() {
        String written = HexFormat.of().formatHex(InitSegmentWriter.write(Formats.audio48k()));

        assertThat(written).hasSize(2 * 596);
        assertThat(written).contains("000000206d6468640000000000000000000000000000bb800000000055c40000");
        assertThat(written).contains("00000010736d68640000000000000000");
        assertThat(written)
                .contains("0000005b7374736400000000000000010000004b6d7034610000000000000001"
                        + "0000000000000000" + "00020010" + "00000000" + "bb800000"
                        + "0000002765736473" + "00000000" + "0319" + "0000" + "00" + "0411" + "40" + "15" + "000000"
                        + "00000000" + "00000000" + "0502" + "1190" + "060102");
    }

    @Test
    @Tag("CMAF-008")
    @Tag("CMAF-017")
    void givenTheSameFormat_whenWrittenTwice_thenBytesAndNameAreEqualAndOneOtherByteChangesTheName() {
        InitSegment first = InitSegment.of(InitSegmentWriter.write(Formats.video()));
        InitSegment second = InitSegment.of(InitSegmentWriter.write(Formats.video()));
        InitSegment other = InitSegment.of(InitSegmentWriter.write(Formats.video(0, Formats.hex("68efbcb1"))));

        assertThat(second).isEqualTo(first);
        assertThat(other.name()).isNotEqualTo(first.name());
    }

    @Test
    @Tag("CMAF-001")
    @Tag("CMAF-002")
    @Tag("CMAF-003")
    @Tag("CMAF-004")
    @Tag("CMAF-005")
    @Tag("CMAF-006")
    @Tag("CMAF-009")
    @Tag("CMAF-016")
    @SuppressWarnings("JavaUtilDate") // the library's type
    void givenBothKinds_whenReadByIsoparser_thenTheHeadersSayWhatCmafWants() throws IOException {
        for (byte[] init :
                List.of(InitSegmentWriter.write(Formats.video()), InitSegmentWriter.write(Formats.audio44k()))) {
            try (IsoFile file = new IsoFile(Channels.newChannel(new ByteArrayInputStream(init)))) {
                assertThat(file.getBoxes()).extracting(Box::getType).containsExactly("ftyp", "moov");
                MovieHeaderBox movie = Path.getPath(file, "moov/mvhd");
                TrackHeaderBox track = Path.getPath(file, "moov/trak/tkhd");
                MediaHeaderBox media = Path.getPath(file, "moov/trak/mdia/mdhd");
                SampleDescriptionBox entries = Path.getPath(file, "moov/trak/mdia/minf/stbl/stsd");
                assertThat(movie.getNextTrackId()).isEqualTo(2);
                assertThat(movie.getCreationTime().getTime()).isEqualTo(-2_082_844_800_000L);
                assertThat(movie.getDuration() + track.getDuration() + media.getDuration())
                        .isZero();
                assertThat(track.getFlags()).isEqualTo(7);
                assertThat(track.getTrackId()).isEqualTo(1);
                assertThat(entries.getBoxes()).hasSize(1);
                boolean video = entries.getBoxes().get(0).getType().equals("avc1");
                assertThat(media.getTimescale()).isEqualTo(video ? 90_000 : 44_100);
                assertThat(Path.<Box>getPath(file, "moov/mvex/trex")).isNotNull();
                assertThat(Path.<Box>getPath(file, "moov/mvex/mehd")).isNull();
                assertThat(Path.<Box>getPath(file, "moov/trak/edts")).isNull();
            }
        }
    }

    @Test
    @Tag("CMAF-088")
    void givenAnInitSegment_whenIsoparserRewritesIt_thenTheBytesAreTheSame() throws IOException {
        for (byte[] init :
                List.of(InitSegmentWriter.write(Formats.video()), InitSegmentWriter.write(Formats.audio48k()))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (IsoFile file = new IsoFile(Channels.newChannel(new ByteArrayInputStream(init)))) {
                file.getBox(Channels.newChannel(out));
            }
            assertThat(out.toByteArray()).isEqualTo(init);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 110, 122, 244})
    @Tag("CMAF-010")
    @Tag("CMAF-011")
    void givenAHighProfile_whenWritten_thenAvcCRepeatsChromaAndBitDepth(int profile) {
        String avcC = configBox(video(new VideoFormat.AvcProfile(profile, 0, 30, 2, 10, 10)));

        assertThat(avcC).startsWith("01" + HexFormat.of().toHexDigits((byte) profile) + "001eff");
        assertThat(avcC).endsWith("fefafa00");
    }

    @Test
    @Tag("CMAF-011")
    void givenBaselineProfile_whenWritten_thenAvcCEndsWithThePps() {
        assertThat(configBox(video(new VideoFormat.AvcProfile(66, 0xC0, 30, 1, 8, 8))))
                .endsWith("0004" + "68efbcb0");
    }

    @Test
    @Tag("CMAF-013")
    void givenAnamorphicFullRangeVideo_whenWritten_thenColrAndPaspSaySoAndTheTrackHasItsDisplayWidth() {
        VideoFormat base = Formats.video();
        VideoFormat format = new VideoFormat(
                base.parameterSets(),
                base.codecs(),
                720,
                576,
                new VideoFormat.Ratio(64, 45),
                new VideoFormat.Colour(5, 6, 5, true),
                base.avc(),
                3600);

        String written = HexFormat.of().formatHex(InitSegmentWriter.write(format));

        assertThat(written).contains("00000013636f6c726e636c78" + "000500060005" + "80");
        assertThat(written).contains("0000001070617370" + "00000040" + "0000002d");
        assertThat(written).contains("04000000" + "02400000"); // 1024 x 576 in 16.16
    }

    @Test
    void givenNoPps_whenWritten_thenTheMessageSaysWhatIsMissing() {
        VideoFormat base = Formats.video();
        VideoFormat format = new VideoFormat(
                List.of(Formats.SPS), base.codecs(), 640, 360, base.sar(), base.colour(), base.avc(), 0);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> InitSegmentWriter.write(format))
                .withMessageContaining("needs an SPS and a PPS");
    }

    @Test
    void givenAnAudioConfigTooLongForItsDescriptor_whenWritten_thenItIsRefused() {
        AudioFormat format = new AudioFormat(new ByteString(new byte[65]), "mp4a.40.2", 48_000, 2, 1024);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> InitSegmentWriter.write(format))
                .withMessageContaining("65 bytes");
    }

    private static VideoFormat video(VideoFormat.AvcProfile profile) {
        VideoFormat base = Formats.video();
        return new VideoFormat(base.parameterSets(), base.codecs(), 640, 360, base.sar(), base.colour(), profile, 0);
    }

    private static String configBox(VideoFormat format) {
        byte[] init = InitSegmentWriter.write(format);
        int at = HexFormat.of().formatHex(init).indexOf("61766343") / 2;
        int length = ByteBuffer.wrap(init).getInt(at - 4);
        return HexFormat.of().formatHex(init, at + 4, at - 4 + length);
    }

    /** The golden was made without the box: inserts it after stts and grows its ancestors. */
    private static byte[] withEmptyStss(byte[] golden) {
        String hex = HexFormat.of().formatHex(golden);
        int at = hex.indexOf("73747473") / 2 + 12;
        ByteBuffer out = ByteBuffer.allocate(golden.length + EMPTY_STSS.length);
        out.put(golden, 0, at).put(EMPTY_STSS).put(golden, at, golden.length - at);
        for (String ancestor : List.of("6d6f6f76", "7472616b", "6d646961", "6d696e66", "7374626c")) {
            int sizeAt = hex.indexOf(ancestor) / 2 - 4;
            out.putInt(sizeAt, out.getInt(sizeAt) + EMPTY_STSS.length);
        }
        return out.array();
    }
}

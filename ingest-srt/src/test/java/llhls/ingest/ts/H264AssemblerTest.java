package llhls.ingest.ts;

import java.util.Arrays;
import java.util.List;
import llhls.ingest.ts.Avc.Slice;
import llhls.media.EncoderFinding;
import llhls.media.VideoFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class H264AssemblerTest {

    private static final long NONE = TsBuilder.NONE;

    @Test
    @Tag("TS-024")
    void givenSeiBeforeTheDelimiter_whenTheUnitIsTakenApart_thenItIsOneUnit() {
        byte[] slice = Avc.slice(Slice.IDR, 400);
        byte[] obs = Avc.annexB(Avc.SEI, Avc.AUD, Avc.SPS, Avc.PPS, Avc.SEI, slice);
        RecordingSink sink = Feed.demux(TsBuilder.videoProgram()
                .video(0, NONE, obs)
                .video(3000, NONE, Avc.p(300))
                .bytes());

        assertThat(sink.units.get(0).bytes()).isEqualTo(Avc.sample(Avc.SEI, Avc.SEI, slice));
        assertThat(sink.units).extracting(RecordingSink.Unit::pts).startsWith(0L);
    }

    @Test
    @Tag("TS-025")
    void givenFourSlicesPerPicture_whenCounted_thenPicturesAreUnits() {
        RecordingSink sink = Feed.demux(Feed.fixture("slices.ts"));

        assertThat(sink.units).hasSizeBetween(44, 45);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TS-025")
    void givenAPrefixBeforeEverySlice_whenCounted_thenPicturesAreUnitsAndThePrefixesAreLeftOut(boolean bounded) {
        byte[] prefix = {0x6E, (byte) 0x80, 0x40, 0x0F};
        byte[] idr = Avc.slice(Slice.IDR, 300);
        byte[] idrRest = Avc.slice(Slice.IDR.firstMb(80), 300);
        byte[] p = Avc.slice(Slice.P, 200);
        byte[] pRest = Avc.slice(Slice.P.firstMb(80), 200);
        byte[] first = Avc.annexB(Avc.SPS, Avc.PPS, prefix, idr, prefix, idrRest);
        byte[] other = Avc.annexB(prefix, p, prefix, pRest);
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 5; i++) {
            byte[] unit = i == 0 ? first : other;
            ts.pes(TsBuilder.VIDEO, TsBuilder.pes(0xE0, 3600L * i, NONE, bounded, unit));
        }

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).hasSizeGreaterThanOrEqualTo(4);
        assertThat(sink.units.get(0).bytes()).isEqualTo(Avc.sample(idr, idrRest));
        assertThat(sink.units.subList(1, sink.units.size()))
                .allSatisfy(u -> assertThat(u.bytes()).isEqualTo(Avc.sample(p, pRest)));
        assertThat(sink.units).extracting(RecordingSink.Unit::pts).startsWith(0L, 3600L, 7200L, 10_800L);
    }

    @Test
    @Tag("TS-026")
    @Tag("CMAF-029")
    void givenDelimitersFillerEndMarksAndZeros_whenMadeASample_thenOnlySeiAndSlicesStay() {
        byte[] slice = Avc.slice(Slice.P, 400);
        byte[] escaped = {6, 5, 4, 0, 0, 3, 1, (byte) 0x80};
        byte[] unit = Avc.concat(
                Avc.annexB(Avc.AUD, escaped, slice, Avc.FILLER, new byte[] {10}, new byte[] {11}), new byte[5]);
        RecordingSink sink = Feed.demux(TsBuilder.videoProgram()
                .video(0, NONE, Avc.idr(300))
                .video(3000, NONE, unit)
                .video(6000, NONE, Avc.p(300))
                .bytes());

        assertThat(sink.units.get(1).bytes()).isEqualTo(Avc.sample(escaped, slice));
    }

    @Test
    @Tag("TS-026")
    void givenTrailingZerosAndShortStartCodes_whenAUnitStartsWithItsPesPacket_thenItHasItsTime() {
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 6; i++) {
            byte[] unit = i == 0 ? Avc.idr(300) : Avc.p(300);
            byte[] shortStart = Arrays.copyOfRange(unit, 1, unit.length);
            ts.video(90_000 + 3600L * i, NONE, Avc.concat(shortStart, new byte[2]));
        }

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units)
                .extracting(RecordingSink.Unit::pts)
                .startsWith(90_000L, 93_600L, 97_200L, 100_800L, 104_400L);
    }

    @Test
    @Tag("TS-023")
    void givenSeveralUnitsInOnePes_whenTheyAreSplit_thenTheFirstHasTheTimeAndTheOthersFollow() {
        byte[] three = Avc.concat(Avc.p(300), Avc.p(301), Avc.p(302));
        RecordingSink sink = Feed.demux(TsBuilder.videoProgram()
                .boundedVideo(0, NONE, Avc.idr(300))
                .boundedVideo(3000, NONE, three)
                .boundedVideo(12000, NONE, Avc.p(300))
                .bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 3000L, 6000L, 9000L, 12000L);
        assertThat(sink.units.get(2).bytes()).isEqualTo(Avc.sample(Avc.slice(Slice.P, 301)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TS-023")
    void givenOneUnitInSeveralPes_whenTheyAreJoined_thenNoByteIsMissing(boolean bounded) {
        byte[] big = Avc.idr(5000);
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 4; i++) {
            byte[] unit = i == 0 ? big : Avc.p(4000 + i);
            pieces(ts, 3000L * i, unit, 1500, bounded);
        }
        ts.video(12000, NONE, Avc.p(300));

        List<RecordingSink.Unit> units = Feed.demux(ts.bytes()).units;

        assertThat(units).extracting(RecordingSink.Unit::dts).startsWith(0L, 3000L, 6000L, 9000L);
        assertThat(units.get(0).bytes()).isEqualTo(Avc.sample(Avc.slice(Slice.IDR, 5000)));
        for (int i = 1; i < 4; i++) {
            assertThat(units.get(i).bytes()).isEqualTo(Avc.sample(Avc.slice(Slice.P, 4000 + i)));
        }
    }

    @Test
    @Tag("TS-023")
    void givenSlicesInPesOfTheirOwn_whenTheyRepeatTheTime_thenTheyAreOnePicture() {
        byte[] first = Avc.slice(Slice.P, 300);
        byte[] second = Avc.slice(Slice.P.firstMb(80), 301);
        TsBuilder ts = TsBuilder.videoProgram().boundedVideo(0, NONE, Avc.idr(300));
        ts.boundedVideo(3000, NONE, Avc.annexB(first)).boundedVideo(3000, NONE, Avc.annexB(second));
        ts.boundedVideo(6000, NONE, Avc.annexB(first)).boundedVideo(6000, NONE, Avc.annexB(second));
        ts.boundedVideo(9000, NONE, Avc.p(300));

        RecordingSink sink = Feed.demux(ts.bytes());

        // the first of the pieces may have been taken for a picture; after that the multiplexer is known
        RecordingSink.Unit last = sink.units.get(sink.units.size() - 1);
        assertThat(sink.units.stream().filter(u -> u.dts() == 6000))
                .allSatisfy(u -> assertThat(u.bytes()).isEqualTo(Avc.sample(first, second)));
        assertThat(last.dts()).isLessThanOrEqualTo(9000);
    }

    @Test
    @Tag("TS-023")
    void givenParameterSetsInAPesOfTheirOwn_whenThePictureFollows_thenItHasItsOwnTime() {
        byte[] slice = Avc.slice(Slice.IDR, 300);
        TsBuilder ts = TsBuilder.videoProgram()
                .boundedVideo(NONE, NONE, Avc.annexB(Avc.AUD, Avc.SPS, Avc.PPS))
                .boundedVideo(3000, NONE, Avc.annexB(slice))
                .boundedVideo(6000, NONE, Avc.p(300));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units.get(0).pts()).isEqualTo(3000);
        assertThat(sink.units.get(0).bytes()).isEqualTo(Avc.sample(slice));
    }

    @Test
    @Tag("TS-027")
    void givenFieldPictures_whenPaired_thenAFrameIsOneSampleWithTheTimesOfItsFirstField() {
        byte[] top = Avc.slice(Slice.IDR.field(0, Avc.TOP), 300);
        byte[] bottom = Avc.slice(Slice.P.field(0, Avc.BOTTOM), 301);
        byte[] top2 = Avc.slice(Slice.P.field(1, Avc.TOP), 302);
        byte[] bottom2 = Avc.slice(Slice.P.field(1, Avc.BOTTOM), 303);
        byte[] frame = Avc.slice(Slice.P.field(2, Avc.PROGRESSIVE_OF_INTERLACED), 304);
        byte[] alone = Avc.slice(Slice.P.field(3, Avc.TOP), 305);
        TsBuilder ts = TsBuilder.videoProgram();
        ts.boundedVideo(0, NONE, Avc.annexB(Avc.AUD, Avc.SPS_INTERLACED, Avc.PPS, top));
        ts.boundedVideo(1800, NONE, Avc.annexB(Avc.AUD, bottom));
        ts.boundedVideo(3600, NONE, Avc.concat(Avc.annexB(Avc.AUD, top2), Avc.annexB(Avc.AUD, bottom2)));
        ts.boundedVideo(7200, NONE, Avc.annexB(Avc.AUD, frame));
        ts.boundedVideo(10800, NONE, Avc.annexB(Avc.AUD, alone));
        ts.boundedVideo(14400, NONE, Avc.annexB(Avc.AUD, frame));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 3600L, 7200L, 10800L, 14400L);
        assertThat(sink.units).extracting(RecordingSink.Unit::key).containsExactly(true, false, false, false, false);
        assertThat(sink.units.get(0).bytes()).isEqualTo(Avc.sample(top, bottom));
        assertThat(sink.units.get(1).bytes()).isEqualTo(Avc.sample(top2, bottom2));
        assertThat(sink.units.get(3).bytes()).isEqualTo(Avc.sample(alone));
    }

    @Test
    @Tag("TS-028")
    void givenRandomAccessIndicatorOnEveryPacket_whenThePictureIsNoIdr_thenItIsNoKeyFrame() {
        TsPacketWriter writer = new TsPacketWriter();
        for (int i = 0; i < 4; i++) {
            byte[] pes = TsBuilder.pes(0xE0, 3000L * i, NONE, true, i == 0 ? Avc.idr(300) : Avc.p(300));
            writer.pes(TsBuilder.VIDEO, pes, pes.length, true, TsPacketWriter.NO_PCR);
        }
        byte[] ts = Avc.concat(TsBuilder.videoProgram().bytes(), Arrays.copyOf(writer.bytes(), writer.length()));

        assertThat(Feed.demux(ts).units).extracting(RecordingSink.Unit::key).containsExactly(true, false, false, false);
    }

    @Test
    @Tag("TS-045")
    void givenRepeatedEqualParameterSets_whenKeyFramesCome_thenThereIsOneFormat() {
        assertThat(Feed.demux(Feed.fixture("base.ts")).formats).hasSize(2);
    }

    @Test
    @Tag("TS-045")
    void givenAnotherResolution_whenItsIdrComes_thenTheFormatPrecedesIt() {
        RecordingSink sink = Feed.demux(Feed.fixture("resolution.ts"));

        List<RecordingSink.FormatChange> video = sink.formats.stream()
                .filter(f -> f.format() instanceof VideoFormat)
                .toList();
        assertThat(video).extracting(f -> ((VideoFormat) f.format()).width()).containsExactly(192, 320);
        RecordingSink.Unit first = sink.units.get(video.get(1).unitsBefore());
        assertThat(first.track()).isZero();
        assertThat(first.key()).isTrue();
    }

    @Test
    @Tag("TS-045")
    void givenAnotherPpsBetweenKeyFrames_whenPicturesNeedIt_thenTheyAreDroppedUntilTheIdr() {
        byte[] other = Avc.pps(0, 0, 4);
        TsBuilder ts = TsBuilder.videoProgram().boundedVideo(0, NONE, Avc.idr(300));
        ts.boundedVideo(3000, NONE, Avc.p(301));
        ts.boundedVideo(6000, NONE, Avc.annexB(Avc.AUD, other, Avc.slice(Slice.P, 302)));
        ts.boundedVideo(9000, NONE, Avc.p(303));
        ts.boundedVideo(12000, NONE, Avc.annexB(Avc.AUD, Avc.SPS, other, Avc.slice(Slice.IDR, 304)));
        ts.boundedVideo(15000, NONE, Avc.p(305));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 3000L, 12000L, 15000L);
        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::unitsBefore)
                .containsExactly(0, 2);
        assertThat(sink.losses).isPositive();
    }

    @Test
    @Tag("TS-045")
    void givenSeveralParameterSets_whenTheIdrNamesOne_thenTheFormatHoldsThatOneAndItsOwnPps() {
        byte[] wide = Avc.sps(1, 40, true);
        byte[] idr = Avc.slice(Slice.IDR.pps(2), 300);
        TsBuilder ts = TsBuilder.videoProgram();
        // the SPS and PPS that came last are not those the IDR refers to
        ts.boundedVideo(0, NONE, Avc.annexB(wide, Avc.pps(2, 1), Avc.pps(3, 1), Avc.SPS, Avc.PPS, idr));

        RecordingSink sink = Feed.demux(ts.boundedVideo(3000, NONE, Avc.annexB(Avc.slice(Slice.P.pps(3), 300)))
                .bytes());

        VideoFormat format = (VideoFormat) sink.formats.get(0).format();
        assertThat(format.width()).isEqualTo(640);
        assertThat(format.parameterSets()).hasSize(3);
        assertThat(sink.units).hasSize(2);
    }

    @Test
    void givenPicturesBeforeTheFirstIdr_whenTheyCannotBeDecoded_thenTheyAreLeftOutAndReportedAfterTenSeconds() {
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 60; i++) {
            ts.boundedVideo(18000L * i, NONE, Avc.p(100 + i));
        }
        byte[] bytes = ts.bytes();
        for (int at = 0; at < bytes.length; at += 188) {
            feed.idle(200_000_000).message(bytes, at, 188);
        }

        assertThat(sink.units).isEmpty();
        assertThat(sink.losses).isZero();
        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("no-key-frame");
    }

    @Test
    @Tag("TS-057")
    void givenMoreNalUnitsThanTheLimit_whenTheUnitEnds_thenItIsDropped() {
        byte[] unit = Avc.concat(Avc.annexB(Avc.AUD, Avc.slice(Slice.P, 100)), many(4100));
        TsBuilder ts = TsBuilder.videoProgram().video(0, NONE, Avc.idr(300)).video(3000, NONE, unit);
        ts.video(6000, NONE, Avc.idr(300)).video(9000, NONE, Avc.p(300));

        assertThat(Feed.demux(ts.bytes()).units)
                .extracting(RecordingSink.Unit::dts)
                .startsWith(0L, 6000L);
    }

    /** Reserved NAL units, which stay in the access unit. */
    private static byte[] many(int count) {
        byte[][] nals = new byte[count][];
        Arrays.fill(nals, new byte[] {20, 1, 2, 3, 4, 5});
        return Avc.annexB(nals);
    }

    private static void pieces(TsBuilder ts, long pts, byte[] unit, int size, boolean bounded) {
        for (int at = 0; at < unit.length; at += size) {
            byte[] piece = Arrays.copyOfRange(unit, at, Math.min(unit.length, at + size));
            ts.pes(TsBuilder.VIDEO, TsBuilder.pes(0xE0, at == 0 ? pts : NONE, NONE, bounded, piece));
        }
    }
}

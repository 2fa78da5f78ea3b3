package llhls.ingest.ts;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import llhls.media.AudioFormat;
import llhls.media.EncoderFinding;
import llhls.media.VideoFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramTablesTest {

    private static final int[][] VIDEO_ONLY = {{0x1B, TsBuilder.VIDEO}};

    @Test
    @Tag("TS-010")
    void givenTablesThatAreNotYetCurrent_whenTheyCome_thenNothingChanges() {
        byte[] next = TsTables.pmt(TsBuilder.VIDEO, new int[][] {{0x0F, 0x200}});
        next[5] &= (byte) 0xFE;
        withCrc(next);
        TsBuilder ts = TsBuilder.videoProgram().section(TsBuilder.PMT, next);
        pictures(ts, TsBuilder.VIDEO, 0, 3);

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.tracks).containsExactly(1);
        assertThat(sink.units).hasSize(3);
    }

    @Test
    @Tag("TS-011")
    void givenAChangedPmt_whenItsVersionIsTheSame_thenItCounts() {
        TsBuilder ts = TsBuilder.videoProgram();
        pictures(ts, TsBuilder.VIDEO, 0, 2);
        ts.section(TsBuilder.PMT, TsTables.pmt(TsBuilder.VIDEO, new int[][] {
            {0x1B, TsBuilder.VIDEO}, {0x0F, TsBuilder.AUDIO}
        }));
        ts.audio(6000, TsBuilder.adts(100));
        pictures(ts, TsBuilder.VIDEO, 2, 2);

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.tracks).containsExactly(1, 2);
        assertThat(sink.track(0)).as("video went on").hasSize(4);
        assertThat(sink.track(1)).hasSize(1);
        assertThat(sink.losses).isZero();
    }

    @Test
    @Tag("TS-012")
    void givenRenumberedPids_whenTypesAreTheSame_thenTheTracksGoOn() {
        RecordingSink sink = Feed.demux(Feed.fixture("pmt.ts"));

        assertThat(sink.tracks).containsExactly(2);
        assertThat(sink.bases).isZero();
        assertThat(sink.track(0)).hasSizeBetween(89, 90);
        for (int i = 1; i < sink.track(0).size(); i++) {
            long step = sink.track(0).get(i).dts() - sink.track(0).get(i - 1).dts();
            assertThat(step).isPositive();
        }
    }

    @Test
    @Tag("TS-012")
    void givenAStreamThatLeft_whenOthersStay_thenTheyAreNotDisturbed() {
        TsBuilder ts = TsBuilder.program();
        pictures(ts, TsBuilder.VIDEO, 0, 2);
        byte[] head = Avc.p(1000);
        // half a picture before the PMT, half after it
        byte[] pes = TsBuilder.pes(0xE0, 6000, TsBuilder.NONE, true, head);
        TsPacketWriter writer = new TsPacketWriter();
        writer.pes(TsBuilder.VIDEO, pes, pes.length, false, TsPacketWriter.NO_PCR);
        byte[] packets = Arrays.copyOf(writer.bytes(), writer.length());
        for (int i = 0; i * 188 < packets.length; i++) {
            packets[i * 188 + 3] = (byte) ((packets[i * 188 + 3] & 0xF0) | (continuityAfter(ts) + i & 0xF));
        }
        int half = packets.length / 188 / 2 * 188;
        byte[] pmt = TsTables.pmt(TsBuilder.VIDEO, VIDEO_ONLY);
        byte[] all = Avc.concat(
                ts.bytes(),
                Arrays.copyOf(packets, half),
                new TsBuilder().section(0x50, new byte[20]).bytes(),
                pmtPacket(pmt),
                Arrays.copyOfRange(packets, half, packets.length));

        RecordingSink sink = Feed.demux(all);

        assertThat(sink.track(0)).hasSize(3);
        assertThat(sink.losses).isZero();
    }

    @Test
    @Tag("TS-013")
    void givenTwoPrograms_whenNoneIsConfigured_thenTheFirstWithVideoIsPublished() {
        RecordingSink sink = Feed.demux(Feed.fixture("programs.ts"));

        assertThat(sink.tracks).containsExactly(2);
        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::format)
                .filteredOn(VideoFormat.class::isInstance)
                .extracting(f -> ((VideoFormat) f).width())
                .containsExactly(192);
    }

    @Test
    @Tag("TS-013")
    void givenTwoPrograms_whenTheSecondIsConfigured_thenItIsPublished() {
        RecordingSink sink = new RecordingSink();
        new Feed(new TsDemuxer(sink, new TsConfig(2, OnLoss.AUTO)))
                .messages(Feed.fixture("programs.ts"), Feed.SRT_MESSAGE)
                .end();

        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::format)
                .filteredOn(VideoFormat.class::isInstance)
                .extracting(f -> ((VideoFormat) f).width())
                .containsExactly(160);
    }

    @Test
    @Tag("TS-013")
    void givenAProgramWithoutVideoFirst_whenAnotherHasVideo_thenThatIsChosen() {
        byte[] body = {0, 1, (byte) 0xE0 | 0x10, 0, 0, 2, (byte) 0xE0 | 0x11, 0};
        TsBuilder ts = new TsBuilder().section(0, TsTables.section(0, 1, 0, body));
        ts.section(0x1000, TsTables.pmt(0x300, new int[][] {{0x0F, 0x300}}));
        byte[] second = TsTables.pmt(TsBuilder.VIDEO, VIDEO_ONLY);
        second[4] = 2;
        ts.section(0x1100, withCrc(second));
        pictures(ts, TsBuilder.VIDEO, 0, 2);

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::format)
                .hasOnlyElementsOfType(VideoFormat.class);
    }

    @Test
    @Tag("TS-012")
    void givenAProgramThatLeavesThePat_whenTwoSecondsPass_thenAnotherIsChosen() {
        byte[] onlySecond = {0, 2, (byte) 0xE0 | 0x11, 0};
        byte[] second = TsTables.pmt(0x200, new int[][] {{0x1B, 0x200}});
        second[4] = 2;
        withCrc(second);
        TsBuilder first = TsBuilder.videoProgram();
        pictures(first, TsBuilder.VIDEO, 0, 2);
        TsBuilder gone = new TsBuilder()
                .section(0, TsTables.section(0, 1, 1, onlySecond))
                .section(0x1100, second);
        TsBuilder later = new TsBuilder().section(0, TsTables.section(0, 1, 1, onlySecond));
        pictures(later, 0x200, 2, 2);
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));

        feed.messages(first.bytes(), 188).messages(gone.bytes(), 188);
        assertThat(sink.units).hasSize(2);
        byte[] repeated = later.bytes();
        repeated[3] = (byte) ((repeated[3] & 0xF0) | 1);
        feed.idle(2_100_000_000L).messages(repeated, 188).end();

        assertThat(sink.units).hasSizeGreaterThan(2);
    }

    @Test
    @Tag("TS-012")
    void givenAPmtThatMoves_whenThePatSaysSo_thenTheStreamsGoOnAndTheNewPlaceCounts() {
        TsBuilder ts = TsBuilder.videoProgram();
        pictures(ts, TsBuilder.VIDEO, 0, 2);
        ts.section(0, TsTables.pat(1, 0x1001));
        pictures(ts, TsBuilder.VIDEO, 2, 2);
        ts.section(0x1001, TsTables.pmt(TsBuilder.VIDEO, new int[][] {{0x1B, TsBuilder.VIDEO}, {0x0F, TsBuilder.AUDIO}
        }));
        ts.audio(12_000, TsBuilder.adts(50));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.track(0)).hasSize(4);
        assertThat(sink.track(1)).hasSize(1);
        assertThat(sink.losses).isZero();
    }

    @Test
    @Tag("TS-057")
    void givenPidsThatCannotBeStreams_whenThePmtNamesThem_thenThoseEntriesAreLeftOut() {
        int[][] streams = {
            {0x1B, 0},
            {0x0F, 0x0F},
            {0x0F, 0x1FFF},
            {0x0F, TsBuilder.PMT},
            {0x1B, TsBuilder.VIDEO},
            {0x0F, TsBuilder.VIDEO}
        };

        RecordingSink sink = Feed.demux(new TsBuilder().tables(streams).bytes());

        assertThat(sink.tracks).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        // registration Opus, AV01, KLVA, HEVC; DVB AC-3, teletext, subtitles; none
        "6, 05044f707573, OPUS",
        "6, 050441563031, AV1",
        "6, 05044b4c5641, KLV",
        "6, 050448455643, HEVC",
        "6, 6a00, AC3",
        "6, 7a00, EAC3",
        "6, 7b00, DTS",
        "6, 5600, TELETEXT",
        "6, 5900, DVB_SUBTITLE",
        "6, 0a046b6f7200, UNKNOWN_PRIVATE",
        "6, '', UNKNOWN_PRIVATE",
        "6, 05ff41563031, UNKNOWN_PRIVATE",
        "27, 050848444d56ff1b443fff, AVC",
        "36, '', HEVC",
        "15, '', AAC_ADTS",
        "17, '', AAC_LATM",
        "129, '', AC3",
        "3, '', MPEG_AUDIO",
        "21, '', ID3",
        "219, '', ENCRYPTED",
        "255, '', UNKNOWN"
    })
    @Tag("TS-014")
    void aStreamIsWhatItsTypeAndDescriptorsSay(int type, String descriptors, StreamKind kind) {
        byte[] bytes = HexFormat.of().parseHex(descriptors);

        assertThat(StreamIdentifier.identify(type, new Descriptors(bytes, 0, bytes.length), false))
                .isEqualTo(kind);
    }

    @Test
    @Tag("TS-015")
    void givenType86_whenProgramOrStreamIsRegisteredCuei_thenItIsScte35() {
        byte[] cuei = HexFormat.of().parseHex("050443554549");
        Descriptors none = new Descriptors(cuei, 0, 0);

        assertThat(StreamIdentifier.identify(0x86, none, false)).isEqualTo(StreamKind.DTS);
        assertThat(StreamIdentifier.identify(0x86, none, true)).isEqualTo(StreamKind.SCTE35);
        assertThat(StreamIdentifier.identify(0x86, new Descriptors(cuei, 0, 6), false))
                .isEqualTo(StreamKind.SCTE35);
    }

    @Test
    @Tag("TS-016")
    void languagesBecomeBcp47() {
        Map<String, String> expected =
                Map.of("kor", "ko", "eng", "en", "ger", "de", "deu", "de", "und", "", "", "", "haw", "haw");

        expected.forEach((iso, bcp) -> assertThat(Languages.bcp47(iso)).as(iso).isEqualTo(bcp));
        assertThat(Languages.bcp47("a\0b")).isEmpty();
    }

    @Test
    @Tag("TS-050")
    @Tag("TS-055")
    void givenStreamsThatCannotBePublished_whenThePmtComes_thenTheFindingNamesThemAndTheCure() {
        RecordingSink sink = Feed.demux(Feed.fixture("refused.ts"));

        assertThat(sink.units).isEmpty();
        assertThat(sink.findings).extracting(EncoderFinding::code).contains("unsupported-track");
        EncoderFinding finding = sink.findings.get(0);
        assertThat(finding.message()).contains("HEVC", "MP2", "AC-3");
        assertThat(finding.fix()).contains("H.264", "AAC");
    }

    @Test
    @Tag("TS-055")
    void givenDataStreams_whenTheySendAnything_thenTheTracksAreAsWithout() {
        int[][] streams = {{0x06, 0x120}, {0x15, 0x121}, {0x05, 0x122}, {0x1B, TsBuilder.VIDEO}, {0x0F, TsBuilder.AUDIO}
        };
        TsBuilder with = new TsBuilder().tables(streams);
        TsBuilder without = TsBuilder.program();
        for (int i = 0; i < 5; i++) {
            byte[] au = i == 0 ? Avc.idr(500) : Avc.p(500 + i);
            with.pes(0x120, TsBuilder.pes(0xBD, 900_000_000L, TsBuilder.NONE, true, new byte[50]));
            for (TsBuilder ts : new TsBuilder[] {with, without}) {
                ts.boundedVideo(3000L * i, TsBuilder.NONE, au).audio(3000L * i, TsBuilder.adts(90));
            }
        }

        assertThat(Feed.demux(with.bytes()).contents())
                .isEqualTo(Feed.demux(without.bytes()).contents());
    }

    @Test
    @Tag("TS-051")
    void givenTwoAudioPids_whenPublished_thenEachIsATrackInPmtOrder() {
        RecordingSink sink = Feed.demux(Feed.fixture("languages.ts"));

        assertThat(sink.tracks).containsExactly(2);
        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::format)
                .hasOnlyElementsOfType(AudioFormat.class);
        assertThat(sink.formats).extracting(RecordingSink.FormatChange::track).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    @Tag("TS-057")
    void givenMoreStreamsThanTheLimit_whenThePmtIsRead_thenTheFirst64Count() {
        int[][] streams = new int[70][];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = new int[] {0x0F, 0x100 + i};
        }

        RecordingSink sink = Feed.demux(new TsBuilder().tables(streams).bytes());

        assertThat(sink.tracks).containsExactly(64);
    }

    @Test
    @Tag("TS-057")
    void givenManyVideoStreams_whenThePmtIsRead_thenOnlyTheFirstFourGetMemoryForPictures() {
        int[][] streams = new int[20][];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = new int[] {i < 19 ? 0x1B : 0x0F, 0x100 + i};
        }

        RecordingSink sink = Feed.demux(new TsBuilder().tables(streams).bytes());

        assertThat(sink.tracks).containsExactly(5);
    }

    @Test
    @Tag("TS-057")
    void givenAPmtThatFlaps_whenItOpensTrackAfterTrack_thenThereIsALimit() {
        TsBuilder ts = new TsBuilder();
        for (int i = 0; i < 200; i++) {
            // two leave and two come, so that none can be the old one renumbered
            int pid = 0x100 + 2 * i;
            ts.tables(new int[][] {{0x0F, pid}, {0x0F, pid + 1}});
        }

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.tracks.get(sink.tracks.size() - 1)).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {TsBuilder.VIDEO, 0x200})
    @Tag("TS-012")
    void givenVideoThatLeftThePmt_whenItComesBack_thenItsTrackGoesOn(int pid) {
        TsBuilder ts = TsBuilder.program();
        pictures(ts, TsBuilder.VIDEO, 0, 3);
        ts.audio(9000, TsBuilder.adts(100));
        ts.tables(new int[][] {{0x0F, TsBuilder.AUDIO}}).audio(10920, TsBuilder.adts(100));
        ts.tables(new int[][] {{0x1B, pid}, {0x0F, TsBuilder.AUDIO}});
        pictures(ts, pid, 3, 3);

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.tracks).containsExactly(2);
        assertThat(sink.units).extracting(RecordingSink.Unit::track).containsOnly(0, 1);
        assertThat(sink.track(0)).hasSizeGreaterThan(3);
    }

    @Test
    @Tag("TS-012")
    void givenAudioThatLeftThePmt_whenItComesBackOnItsPid_thenItsTrackGoesOn() {
        TsBuilder ts = TsBuilder.program();
        pictures(ts, TsBuilder.VIDEO, 0, 3);
        ts.audio(0, TsBuilder.adts(100)).tables(new int[][] {{0x1B, TsBuilder.VIDEO}});
        pictures(ts, TsBuilder.VIDEO, 3, 3);
        ts.tables(new int[][] {{0x1B, TsBuilder.VIDEO}, {0x0F, TsBuilder.AUDIO}})
                .audio(18_000, TsBuilder.adts(100));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.tracks).containsExactly(2);
        assertThat(sink.track(1)).hasSize(2);
    }

    private static void pictures(TsBuilder ts, int pid, int from, int count) {
        for (int i = from; i < from + count; i++) {
            byte[] au = i % 2 == 0 ? Avc.idr(400 + i) : Avc.p(400 + i);
            ts.pes(pid, TsBuilder.pes(0xE0, 3000L * i, TsBuilder.NONE, true, au));
        }
    }

    private static int continuityAfter(TsBuilder ts) {
        byte[] bytes = ts.bytes();
        int counter = 0;
        for (int at = 0; at < bytes.length; at += 188) {
            boolean video = Sections.pid(bytes, at + 1) == TsBuilder.VIDEO;
            counter = video ? (bytes[at + 3] & 0xF) + 1 : counter;
        }
        return counter;
    }

    private static byte[] pmtPacket(byte[] pmt) {
        byte[] payload = new byte[184];
        Arrays.fill(payload, (byte) 0xFF);
        payload[0] = 0;
        System.arraycopy(pmt, 0, payload, 1, pmt.length);
        return TsBuilder.packet(TsBuilder.PMT, true, 1, null, payload);
    }

    private static byte[] withCrc(byte[] section) {
        int crc = Crc32Mpeg2.of(section, 0, section.length - 4);
        for (int i = 0; i < 4; i++) {
            section[section.length - 4 + i] = (byte) (crc >> (24 - 8 * i));
        }
        return section;
    }
}

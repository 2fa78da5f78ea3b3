package llhls.ingest.ts;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import llhls.media.EncoderFinding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LossTest {

    private static final long NONE = TsBuilder.NONE;

    @ParameterizedTest
    @ValueSource(strings = {"small.ts", "lowlat.ts"})
    @Tag("TS-030")
    void givenEverySinglePacketDroppedInTurn_whenUnitsComeOut_thenNoneDiffersFromTheOriginal(String name) {
        byte[] ts = Feed.fixture(name);
        Set<String> original = new HashSet<>(Feed.demux(ts).contents());

        for (int i = 0; i < ts.length / 188; i++) {
            RecordingSink sink = Feed.demux(TsBuilder.withoutPacket(ts, i));
            assertThat(original).as("without packet %d", i).containsAll(sink.contents());
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-030")
    void givenLostMessages_whenUnitsComeOut_thenNoneDiffersFromTheOriginal(long seed) {
        for (String name : List.of("base.ts", "lowlat.ts", "obs.ts", "slices.ts", "cbr.ts")) {
            byte[] ts = Feed.fixture(name);
            Set<String> original = new HashSet<>(Feed.demux(ts).contents());
            RecordingSink sink = new RecordingSink();
            Feed feed = new Feed(new TsDemuxer(sink));
            Random random = new Random(seed);
            boolean lost = false;
            for (int at = 0; at + 1316 <= ts.length; at += 1316) {
                boolean drop = random.nextInt(20) == 0;
                if (!drop) {
                    feed.message(ts, at, 1316, lost);
                }
                lost = drop;
            }

            // times of audio after a loss are counted anew, content is not
            assertThat(hashes(original)).as(name).containsAll(hashes(new HashSet<>(sink.contents())));
        }
    }

    @Test
    @Tag("TS-031")
    void givenALostHead_whenThePictureBeforeWasKnownComplete_thenThatOneIsGood() {
        List<Long> times = withoutVideoPacket(true, 1);

        assertThat(times).contains(0L, 3000L).doesNotContain(6000L);
    }

    @Test
    @Tag("TS-031")
    void givenALostTail_whenTheNextPictureStarts_thenTheOneBeforeIsDamaged() {
        List<Long> times = withoutVideoPacket(false, 3);

        assertThat(times).contains(0L).doesNotContain(6000L);
    }

    @Test
    @Tag("TS-032")
    void givenALostDisposablePicture_whenOthersFollow_thenTheyAreGivenOut() {
        TsBuilder ts = TsBuilder.videoProgram();
        int[] first = new int[8];
        for (int i = 0; i < 8; i++) {
            first[i] = ts.length() / 188;
            ts.boundedVideo(3000L * i, NONE, i == 0 ? Avc.idr(500) : i == 4 ? Avc.b(500) : Avc.p(500));
        }

        RecordingSink sink = Feed.demux(TsBuilder.withoutPacket(ts.bytes(), first[4] + 1));

        assertThat(sink.units)
                .extracting(RecordingSink.Unit::dts)
                .containsExactly(0L, 3000L, 6000L, 9000L, 15000L, 18000L, 21000L);
        assertThat(sink.losses).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TS-032")
    void givenALostReference_whenOnLossIsChosen_thenPicturesStopUntilTheIdrOrGoOn(boolean freeze) {
        RecordingSink sink = demuxWithLoss(freeze ? OnLoss.FREEZE : OnLoss.PASS, 20, 15);

        List<Long> times = sink.units.stream().map(RecordingSink.Unit::dts).toList();
        assertThat(times).doesNotContain(3000L * 4);
        assertThat(times.contains(3000L * 5)).isEqualTo(!freeze);
        assertThat(times).contains(3000L * 15, 3000L * 16);
    }

    @Test
    @Tag("TS-032")
    void givenAutomaticPolicy_whenTheGopIsShort_thenItFreezesAndWhenItIsLongItPasses() {
        List<Long> shortGop = demuxWithLoss(OnLoss.AUTO, 20, 15).units.stream()
                .map(RecordingSink.Unit::dts)
                .toList();
        List<Long> longGop = demuxWithLoss(OnLoss.AUTO, 120, 500).units.stream()
                .map(RecordingSink.Unit::dts)
                .toList();

        assertThat(shortGop).doesNotContain(3000L * 5);
        assertThat(longGop)
                .as("frozen for 2 s at most")
                .doesNotContain(3000L * 5)
                .contains(3000L * 70);
    }

    @Test
    @Tag("TS-032")
    void givenAFrozenPicture_whenARecoveryPointComes_thenItGoesOn() {
        TsBuilder ts = TsBuilder.videoProgram();
        int lost = 0;
        for (int i = 0; i < 10; i++) {
            byte[] refreshed = Avc.annexB(Avc.AUD, Avc.RECOVERY_POINT, Avc.slice(Avc.Slice.P, 500));
            lost = i == 3 ? ts.length() / 188 + 1 : lost;
            ts.boundedVideo(3000L * i, NONE, i == 0 ? Avc.idr(500) : i == 6 ? refreshed : Avc.p(500));
        }

        RecordingSink sink = Feed.demux(TsBuilder.withoutPacket(ts.bytes(), lost));

        assertThat(sink.units)
                .extracting(RecordingSink.Unit::dts)
                .containsExactly(0L, 3000L, 6000L, 18000L, 21000L, 24000L, 27000L);
    }

    @Test
    @Tag("TS-035")
    void givenLostPackets_whenCounted_thenTheyAreToldPerPidAndOnceAsAFinding() {
        RecordingSink sink = new RecordingSink();
        TsDemuxer demuxer = new TsDemuxer(sink);
        TsBuilder ts = TsBuilder.program();
        int[] first = new int[6];
        for (int i = 0; i < 6; i++) {
            first[i] = ts.length() / 188;
            ts.boundedVideo(3000L * i, NONE, i == 0 ? Avc.idr(900) : Avc.p(900)).audio(3000L * i, TsBuilder.adts(100));
        }
        byte[] bytes = TsBuilder.withoutPacket(ts.bytes(), first[4] + 1);
        bytes = TsBuilder.withoutPacket(TsBuilder.withoutPacket(bytes, first[2] + 1), first[2] + 1);
        new Feed(demuxer).messages(bytes, 1316).end();

        assertThat(demuxer.counters()).containsEntry("pid.256.ccErrors", 2L).containsEntry("pid.256.lostPackets", 3L);
        assertThat(demuxer.counters()).containsKey("pid.256.damagedUnits").doesNotContainKey("pid.257.ccErrors");
        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("ts-loss");
    }

    @Test
    @Tag("TS-005")
    void givenDamagedScrambledOrEmptyPackets_whenTheyCome_thenTheyAreDropped() {
        TsBuilder ts =
                TsBuilder.videoProgram().boundedVideo(0, NONE, Avc.idr(300)).boundedVideo(3000, NONE, Avc.p(300));
        byte[] clean = ts.bytes();
        byte[] error = TsBuilder.packet(TsBuilder.VIDEO, true, 7, null, new byte[184]);
        byte[] scrambled = error.clone();
        byte[] reserved = error.clone();
        byte[] nothing = TsBuilder.packet(TsPacketView.NULL_PID, false, 0, null, new byte[184]);
        error[1] |= (byte) 0x80;
        scrambled[3] |= (byte) 0x80;
        reserved[3] &= 0x0F;
        RecordingSink sink = new RecordingSink();
        TsDemuxer demuxer = new TsDemuxer(sink);
        Feed feed = new Feed(demuxer);
        for (int at = 0; at < clean.length; at += 188) {
            feed.message(clean, at, 188);
            feed.messages(Avc.concat(error, scrambled, reserved, nothing), 188);
        }
        feed.end();

        assertThat(sink.contents()).isEqualTo(Feed.demux(clean).contents());
        assertThat(demuxer.counters()).containsEntry("nullPackets", clean.length / 188L);
        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("scrambled");
    }

    @Test
    @Tag("TS-007")
    void givenEveryPacketTwice_whenDemultiplexed_thenNothingChanges() {
        byte[] clean = Feed.fixture("lowlat.ts");
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));
        for (int at = 0; at < clean.length; at += 188) {
            feed.message(clean, at, 188).message(clean, at, 188);
        }

        assertThat(sink.contents()).isEqualTo(Feed.demux(clean).contents());
        assertThat(sink.losses).isZero();
    }

    @Test
    @Tag("TS-022")
    void givenTheEndOfInput_whenTheLastPictureIsNotKnownToBeWhole_thenItIsNotGivenOut() {
        TsBuilder ts = TsBuilder.videoProgram().video(0, NONE, Avc.idr(500)).video(3000, NONE, Avc.p(500));
        byte[] whole = ts.bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 188);

        assertThat(Feed.demux(whole).units).as("its last packet is stuffed").hasSize(2);
        assertThat(Feed.demux(cut).units).hasSize(1);
    }

    /** Eight pictures of two packets; the one packet that is lost belongs to the third. */
    private static List<Long> withoutVideoPacket(boolean bounded, int packet) {
        TsBuilder ts = TsBuilder.videoProgram();
        int third = 0;
        for (int i = 0; i < 8; i++) {
            third = i == 2 ? ts.length() / 188 : third;
            byte[] unit = i == 0 || i == 6 ? Avc.idr(500) : Avc.p(500);
            ts.pes(TsBuilder.VIDEO, TsBuilder.pes(0xE0, 3000L * i, NONE, bounded, unit));
        }
        int packets = ts.length() / 188;
        int perPicture = (packets - third) / 6;
        int lost = third + Math.min(packet, perPicture) - 1;
        return Feed.demux(TsBuilder.withoutPacket(ts.bytes(), lost)).units.stream()
                .map(RecordingSink.Unit::dts)
                .toList();
    }

    /** Loses the second packet of picture 4. */
    private static RecordingSink demuxWithLoss(OnLoss policy, int pictures, int secondIdr) {
        TsBuilder ts = TsBuilder.videoProgram();
        int lost = 0;
        for (int i = 0; i < pictures; i++) {
            lost = i == 4 ? ts.length() / 188 + 1 : lost;
            ts.boundedVideo(3000L * i, NONE, i == 0 || i == secondIdr ? Avc.idr(500) : Avc.p(500));
        }
        RecordingSink sink = new RecordingSink();
        new Feed(new TsDemuxer(sink, new TsConfig(0, policy)))
                .messages(TsBuilder.withoutPacket(ts.bytes(), lost), 1316)
                .end();
        return sink;
    }

    private static Set<String> hashes(Set<String> contents) {
        Set<String> hashes = new HashSet<>();
        contents.forEach(c -> hashes.add(c.charAt(0) + c.substring(c.lastIndexOf(' '))));
        return hashes;
    }
}

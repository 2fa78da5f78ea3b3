package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A packet arrives every nanosecond: a unit that comes out with its last packet was released early. */
class EarlyReleaseTest {

    private static final long NONE = TsBuilder.NONE;

    private final RecordingSink sink = new RecordingSink();
    private final TsDemuxer demuxer = new TsDemuxer(sink);
    private final Feed feed = new Feed(demuxer);
    /** Packets between the last byte of a video unit and its release, in order. */
    private final List<Long> delays = new ArrayList<>();

    private void packetByPacket(byte[] ts) {
        sink.onUnit = unit -> {
            if (unit.track() == 0) {
                delays.add(feed.now() - unit.lastByteNs());
            }
        };
        for (int at = 0; at < ts.length; at += 188) {
            feed.at(feed.now() + 1).message(ts, at, 188);
        }
    }

    @Test
    @Tag("TS-019")
    @Tag("TS-020")
    void givenRealMultiplexers_whenTrustIsEarned_thenNearlyAllPicturesLeaveWithTheirLastByte() {
        int trusted = 0;
        int late = 0;
        for (String name : List.of("base", "small", "obs", "gstreamer", "lowlat", "cbr", "slices")) {
            EarlyReleaseTest one = new EarlyReleaseTest();
            one.packetByPacket(Feed.fixture(name + ".ts"));
            boolean unbounded = !name.equals("gstreamer") && !name.equals("lowlat");
            List<Long> after = one.delays.subList(unbounded ? 31 : 1, one.delays.size());
            assertThat(one.value("pid.256.stuffingContradictions")).as(name).isZero();
            trusted += after.size();
            late += (int) after.stream().filter(d -> d > 0).count();
        }

        // a picture that fills its last packet exactly has no stuffing to tell its end
        assertThat(late).as("late of %d", trusted).isLessThanOrEqualTo(trusted / 50);
    }

    @Test
    @Tag("TS-018")
    void givenBoundedPes_whenTheSecondIsWhole_thenItLeavesAtOnce() {
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 5; i++) {
            ts.boundedVideo(3000L * i, NONE, i == 0 ? Avc.idr(700) : Avc.p(500 + 97 * i));
        }

        packetByPacket(ts.bytes());

        assertThat(delays).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    @Tag("TS-022")
    void givenNoHint_whenTheNextPesStarts_thenThePictureLeavesWithItsFirstPacket() {
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 5; i++) {
            ts.video(3000L * i, NONE, i == 0 ? Avc.idr(700) : Avc.p(500));
        }

        packetByPacket(ts.bytes());

        assertThat(delays).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    @Tag("TS-019")
    void givenStuffedEnds_whenThirtyWereConfirmed_thenTheNextPicturesLeaveEarly() {
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 40; i++) {
            ts.video(3000L * i, NONE, i == 0 ? Avc.idr(700) : Avc.p(500 + i % 7));
        }

        packetByPacket(ts.bytes());

        assertThat(delays.subList(0, 30)).containsOnly(1L);
        assertThat(delays.subList(30, 40)).containsOnly(0L);
    }

    @Test
    @Tag("TS-020")
    void givenPcrOnlyPacketsInsideAPes_whenTheyAreFullOfStuffing_thenTheyEndNothing() {
        TsBuilder clean = TsBuilder.videoProgram();
        for (int i = 0; i < 40; i++) {
            clean.video(3000L * i, NONE, i == 0 ? Avc.idr(900) : Avc.p(900 + i % 7));
        }
        byte[] pcr = new byte[183];
        Arrays.fill(pcr, (byte) 0xFF);
        pcr[0] = 0x10;
        byte[] ts = withPacketsAfterEach(clean.bytes(), pcr);

        packetByPacket(ts);

        assertThat(sink.contents()).isEqualTo(Feed.demux(clean.bytes()).contents());
        assertThat(value("pid.256.earlyUnits")).isPositive();
        assertThat(value("pid.256.stuffingContradictions")).isZero();
    }

    @Test
    @Tag("TS-021")
    void givenOneContradiction_whenTrustWasEarned_thenTheRestIsNotEmittedAndEarlyReleaseEnds() {
        TsBuilder ts = TsBuilder.videoProgram();
        for (int i = 0; i < 40; i++) {
            ts.video(3000L * i, NONE, i == 0 ? Avc.idr(700) : Avc.p(500));
        }
        byte[] cut = Avc.p(600);
        stuffedInTheMiddle(ts, 3000L * 40, cut);
        for (int i = 41; i < 50; i++) {
            ts.video(3000L * i, NONE, i == 45 ? Avc.idr(700) : Avc.p(500));
        }

        packetByPacket(ts.bytes());

        assertThat(value("pid.256.stuffingContradictions")).isEqualTo(1);
        List<Long> times = sink.units.stream().map(RecordingSink.Unit::dts).toList();
        assertThat(times)
                .as("no rest as a unit, and nothing until the key frame")
                .doesNotContain(3000L * 41, 3000L * 42);
        assertThat(times).contains(3000L * 45, 3000L * 46);
        assertThat(delays.subList(delays.size() - 4, delays.size())).containsOnly(1L);
        assertThat(sink.losses).isPositive();
    }

    @Test
    @Tag("TS-021")
    void givenAContradictionWhileLearning_whenPesGoOn_thenEveryPictureIsWholeAndTrustIsNeverEarned() {
        TsBuilder ts = TsBuilder.videoProgram();
        ts.video(0, NONE, Avc.idr(700));
        stuffedInTheMiddle(ts, 3000, Avc.p(600));
        for (int i = 2; i < 60; i++) {
            ts.video(3000L * i, NONE, Avc.p(500));
        }

        packetByPacket(ts.bytes());

        assertThat(delays).containsOnly(1L);
        assertThat(sink.units).hasSize(59);
        assertThat(sink.units.get(1).bytes()).isEqualTo(Avc.sample(Avc.slice(Avc.Slice.P, 600)));
    }

    @Test
    @Tag("TS-049")
    void givenManyFramesInAPes_whenEachIsWhole_thenItLeavesBeforeThePesEnds() {
        byte[] frames = Avc.concat(TsBuilder.adts(300), TsBuilder.adts(301), TsBuilder.adts(302), TsBuilder.adts(303));
        byte[] ts =
                TsBuilder.audioProgram().audio(0, frames).audio(7680, frames).bytes();
        sink.onUnit = unit -> delays.add(feed.now() - unit.lastByteNs());

        for (int at = 0; at < ts.length; at += 188) {
            feed.at(feed.now() + 1).message(ts, at, 188);
        }

        // the very first one must see the head of the second to be believed
        assertThat(delays).hasSize(8).containsOnly(0L);
        assertThat(sink.units.get(1).lastByteNs()).isLessThan(sink.units.get(3).lastByteNs());
    }

    private long value(String counter) {
        Map<String, Number> counters = demuxer.counters();
        return counters.getOrDefault(counter, 0).longValue();
    }

    /** One PES whose second packet is stuffed although the third goes on. */
    private static void stuffedInTheMiddle(TsBuilder ts, long pts, byte[] data) {
        byte[] pes = TsBuilder.pes(0xE0, pts, NONE, false, data);
        int counter = nextCounter(ts);
        byte[] first = Arrays.copyOf(pes, 184);
        byte[] second = Arrays.copyOfRange(pes, 184, 284);
        byte[] third = Arrays.copyOfRange(pes, 284, 284 + 184);
        byte[] last = Arrays.copyOfRange(pes, 468, pes.length);
        ts.packets(TsBuilder.packet(TsBuilder.VIDEO, true, counter, null, first));
        ts.packets(TsBuilder.packet(TsBuilder.VIDEO, false, counter + 1 & 15, new byte[1], second));
        ts.packets(TsBuilder.packet(TsBuilder.VIDEO, false, counter + 2 & 15, null, third));
        ts.packets(TsBuilder.packet(TsBuilder.VIDEO, false, counter + 3 & 15, new byte[1], last));
        ts.skipCounters(TsBuilder.VIDEO, 4);
    }

    private static int nextCounter(TsBuilder ts) {
        byte[] bytes = ts.bytes();
        int counter = 0;
        for (int at = 0; at < bytes.length; at += 188) {
            counter = Sections.pid(bytes, at + 1) == TsBuilder.VIDEO ? (bytes[at + 3] & 0xF) + 1 : counter;
        }
        return counter & 15;
    }

    private static byte[] withPacketsAfterEach(byte[] ts, byte[] adaptation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < ts.length; at += 188) {
            out.write(ts, at, 188);
            if (Sections.pid(ts, at + 1) == TsBuilder.VIDEO) {
                out.writeBytes(TsBuilder.packet(TsBuilder.VIDEO, false, ts[at + 3] & 0xF, adaptation, new byte[0]));
            }
        }
        return out.toByteArray();
    }
}

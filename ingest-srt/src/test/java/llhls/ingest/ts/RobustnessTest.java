package llhls.ingest.ts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RobustnessTest {

    private static final List<String> FIXTURES = List.of(
            "base",
            "lowlat",
            "cbr",
            "wrap",
            "pmt",
            "resolution",
            "jump",
            "restart",
            "programs",
            "languages",
            "slices",
            "mbaff",
            "intra-refresh",
            "refused",
            "obs",
            "gstreamer");

    @ParameterizedTest
    @ValueSource(ints = {100, 188, 1316})
    @Tag("TS-030")
    @Tag("TS-059")
    void givenASinkThatThrowsOnce_whenTheStreamGoesOn_thenSoDoTheUnitsAndNoneIsBroken(int size) {
        byte[] ts = Feed.fixture("base.ts");
        RecordingSink sound = Feed.demux(ts);
        RecordingSink sink = new RecordingSink();
        sink.onUnit = unit -> {
            if (sink.units.size() == 20) {
                throw new IllegalStateException("a bug behind the sink");
            }
        };
        Feed feed = new Feed(new TsDemuxer(sink));
        int failures = 0;
        for (int at = 0; at < ts.length; at += size) {
            try {
                feed.message(ts, at, Math.min(size, ts.length - at));
            } catch (IllegalStateException e) {
                failures++;
            }
        }
        feed.idle(100_000_000).end();

        assertThat(failures).isEqualTo(1);
        assertThat(sound.contents()).containsAll(sink.contents());
        assertThat(sink.units).hasSizeGreaterThan(sound.units.size() - 80);
    }

    @Test
    void givenASinkThatThrowsAtTheLastUnit_whenTheInputEnds_thenItIsToldTheEnd() {
        RecordingSink sink = new RecordingSink();
        byte[] ts = TsBuilder.videoProgram()
                .boundedVideo(0, TsBuilder.NONE, Avc.idr(300))
                .bytes();
        Feed feed = new Feed(new TsDemuxer(sink)).messages(ts, Feed.SRT_MESSAGE);
        sink.onUnit = unit -> {
            throw new IllegalStateException("a bug behind the sink");
        };
        feed.idle(100_000_000);

        assertThatIllegalStateException().isThrownBy(feed::end);
        assertThat(sink.ended).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 47, 1000})
    @Tag("TS-060")
    @Tag("TS-001")
    void givenAnySliceSize_whenDemultiplexed_thenTheUnitsAreTheSame(int size) {
        for (String name : FIXTURES) {
            byte[] ts = Feed.fixture(name + ".ts");
            RecordingSink sink = new RecordingSink();
            new Feed(new TsDemuxer(sink)).messages(ts, size).idle(100_000_000).end();

            assertThat(sink.contents()).as(name).isEqualTo(Feed.demux(ts).contents());
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-060")
    void givenRandomSlices_whenDemultiplexed_thenTheUnitsAreTheSame(long seed) {
        Random random = new Random(seed);
        String name = FIXTURES.get(random.nextInt(FIXTURES.size()));
        byte[] ts = Feed.fixture(name + ".ts");
        RecordingSink sink = new RecordingSink();
        new Feed(new TsDemuxer(sink))
                .randomMessages(ts, random)
                .idle(100_000_000)
                .end();

        assertThat(sink.contents()).as(name).isEqualTo(Feed.demux(ts).contents());
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-059")
    void givenBitFlips_whenDemultiplexed_thenNothingEscapesAndEveryUnitIsWellFormed(long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 3; n++) {
            byte[] ts = Feed.fixture(FIXTURES.get(random.nextInt(FIXTURES.size())) + ".ts");
            int flips = ts.length * 8 / 10_000;
            for (int i = 0; i < flips; i++) {
                ts[random.nextInt(ts.length)] ^= (byte) (1 << random.nextInt(8));
            }
            RecordingSink sink = new RecordingSink();
            new Feed(new TsDemuxer(sink)).randomMessages(ts, random).end();

            assertWellFormed(sink);
            assertThat(sink.ended).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-059")
    void givenPacketsShuffledCutAndRepeated_whenDemultiplexed_thenNothingEscapes(long seed) {
        Random random = new Random(seed);
        byte[] ts = Feed.fixture(FIXTURES.get(random.nextInt(FIXTURES.size())) + ".ts");
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));
        for (int i = 0; i < 3000; i++) {
            int at = random.nextInt(ts.length - 1456);
            boolean aligned = random.nextInt(4) != 0;
            feed.message(ts, aligned ? at / 188 * 188 : at, 1 + random.nextInt(1400), random.nextInt(8) == 0);
            feed.idle(random.nextInt(40_000_000));
        }
        feed.end();

        assertWellFormed(sink);
    }

    @Test
    @Tag("TS-002")
    void givenSomethingElse_whenItIsNotATransportStream_thenItIsReported() {
        RecordingSink bySize = new RecordingSink();
        new Feed(new TsDemuxer(bySize)).messages(new byte[100_000], 1316);
        RecordingSink byTime = new RecordingSink();
        new Feed(new TsDemuxer(byTime)).message(new byte[100], 0, 100).idle(2_000_000_000L);

        assertThat(bySize.findings).extracting(EncoderFinding::code).containsExactly("not-mpeg-ts");
        assertThat(byTime.findings).extracting(EncoderFinding::code).containsExactly("not-mpeg-ts");
    }

    @Test
    void givenTablesThatComeLate_whenTheyCome_thenItIsReported() {
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));
        feed.message(TsBuilder.packet(TsBuilder.VIDEO, false, 0, null, new byte[184]), 0, 188)
                .idle(1_500_000_000L);
        feed.messages(TsBuilder.program().bytes(), 188);

        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("late-tables");
        assertThat(sink.findings.get(0).message()).contains("1500 ms");
    }

    @Test
    @Tag("TS-058")
    void givenASteadyStream_whenPacketsAreRead_thenOnlyAccessUnitsAreAllocated() {
        CountingSink sink = new CountingSink();
        TsDemuxer demuxer = new TsDemuxer(sink);
        PayloadPool pool = new PayloadPool(1316, 4);
        byte[] ts = passes("base.ts", 16);
        int half = ts.length / 2 / 1316 * 1316;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        run(demuxer, pool, ts, 0, half);

        long unitsBefore = sink.units.get();
        long before = threads.getThreadAllocatedBytes(thread);
        run(demuxer, pool, ts, half, ts.length / 1316 * 1316);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        long units = sink.units.get() - unitsBefore;

        assertThat(units).isGreaterThan(2000);
        // an AccessUnit of 10 components has at most 88 bytes; the rest is the measurement itself
        assertThat(allocated).as("for %d units", units).isLessThan(units * 88 + 4096);
    }

    @FuzzTest
    @Tag("TS-059")
    void anyBytesAreTaken(byte[] bytes) {
        RecordingSink sink = new RecordingSink();
        Feed feed = new Feed(new TsDemuxer(sink));
        feed.messages(TsBuilder.program().bytes(), 188);
        // every 188 bytes of input become a packet of a PID that is listened to
        for (int at = 0; at + 1 < bytes.length; at += 187) {
            byte[] packet = new byte[188];
            int length = Math.min(187, bytes.length - at);
            System.arraycopy(bytes, at, packet, 1, length);
            packet[0] = 0x47;
            packet[1] = (byte) ((packet[1] & 0x40) | 1);
            packet[2] &= 1;
            packet[3] &= 0x3F;
            feed.message(packet, 0, 188);
        }
        feed.messages(bytes, 1316).idle(1_000_000_000).end();
        assertWellFormed(sink);
    }

    /** Several passes of a file as one stream, in whole messages. */
    private static byte[] passes(String name, int count) {
        byte[] ts = Feed.fixture(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TsRestamper restamper = new TsRestamper();
        TsPacketView view = new TsPacketView();
        for (int pass = 0; pass < count; pass++) {
            byte[] copy = ts.clone();
            for (int at = 0; at < copy.length; at += 188) {
                view.wrap(copy, at);
                restamper.restamp(view);
            }
            out.writeBytes(copy);
            restamper.nextPass();
        }
        return out.toByteArray();
    }

    private static void run(TsDemuxer demuxer, PayloadPool pool, byte[] ts, int from, int to) {
        for (int at = from; at < to; at += 1316) {
            Payload payload = pool.take();
            System.arraycopy(ts, at, payload.bytes(), 0, 1316);
            payload.set(1316, 0, false);
            demuxer.payload(payload);
            payload.release();
        }
    }

    private static void assertWellFormed(RecordingSink sink) {
        Set<Integer> video = new HashSet<>();
        sink.formats.stream().filter(f -> f.format() instanceof VideoFormat).forEach(f -> video.add(f.track()));
        for (RecordingSink.Unit unit : sink.units) {
            boolean sound = unit.bytes().length > 0
                    && unit.lastByteNs() >= unit.firstByteNs()
                    && (!video.contains(unit.track()) || isLengthPrefixed(unit.bytes()));
            assertThat(sound).as(unit.content()).isTrue();
        }
    }

    private static boolean isLengthPrefixed(byte[] sample) {
        ByteBuffer in = ByteBuffer.wrap(sample);
        while (in.remaining() >= 4) {
            int length = in.getInt();
            if (length <= 0 || length > in.remaining()) {
                return false;
            }
            in.position(in.position() + length);
        }
        return !in.hasRemaining();
    }

    /** Forgets everything. */
    private static final class CountingSink implements MediaSink {
        private final AtomicLong units = new AtomicLong();

        @Override
        public void tracks(int count) {}

        @Override
        public void format(int track, TrackFormat format) {}

        @Override
        public void accessUnit(AccessUnit unit) {
            units.incrementAndGet();
        }

        @Override
        public void newTimeBase() {}

        @Override
        public void lost() {}

        @Override
        public void finding(EncoderFinding finding) {}

        @Override
        public void end() {}
    }
}

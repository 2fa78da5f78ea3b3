package llhls.ingest.ts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llhls.ingest.ts.Avc.Slice;
import org.jcodec.containers.mps.psi.PATSection;
import org.jcodec.containers.mps.psi.PMTSection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TsMuxerTest {

    private static final long SECOND = 90_000;

    private final List<byte[]> calls = new ArrayList<>();
    private final TsMuxer.Output out =
            (bytes, offset, length) -> calls.add(Arrays.copyOfRange(bytes, offset, offset + length));
    private final TsMuxer muxer = new TsMuxer(out);

    @Test
    void givenUnits_whenMuxedAndDemuxed_thenTheyAreTheSame() {
        byte[] idr = Avc.annexB(Avc.SPS, Avc.PPS, Avc.slice(Slice.IDR, 90_000)); // above the bounded limit
        byte[] delimited = Avc.b(800);
        muxer.video(idr, 0, idr.length, 3 * SECOND, 2 * SECOND, true);
        for (int i = 1; i < 5; i++) {
            byte[] audio = TsBuilder.adts(200 + i);
            muxer.audio(audio, 0, audio.length, 2 * SECOND + 1920L * i);
            muxer.video(delimited, 0, delimited.length, 3 * SECOND + 3000L * i, 2 * SECOND + 3000L * i, false);
        }

        RecordingSink sink = Feed.demux(stream());

        assertThat(sink.track(0)).extracting(RecordingSink.Unit::pts).startsWith(3 * SECOND, 3 * SECOND + 3000);
        assertThat(sink.track(0))
                .extracting(RecordingSink.Unit::dts)
                .hasSize(5)
                .startsWith(2 * SECOND, 2 * SECOND + 3000);
        assertThat(sink.track(0).get(0).bytes()).isEqualTo(Avc.sample(Avc.slice(Slice.IDR, 90_000)));
        assertThat(sink.track(1)).hasSize(4);
        assertThat(sink.losses).isZero();
        assertThat(sink.findings).isEmpty();
    }

    @Test
    void everyUnitIsOneCallOfWholePackets() {
        byte[] unit = Avc.p(1000);
        for (int i = 0; i < 20; i++) {
            muxer.video(unit, 0, unit.length, 3000L * i, 3000L * i, false);
        }

        assertThat(calls)
                .hasSize(20)
                .allSatisfy(call -> assertThat(call.length % 188).isZero());
    }

    @Test
    void tablesComeBeforeKeyFramesAndEvery100Ms() {
        byte[] p = Avc.p(300);
        byte[] idr = Avc.idr(300);
        for (int i = 0; i < 9; i++) {
            boolean key = i == 5;
            muxer.video(key ? idr : p, 0, key ? idr.length : p.length, 3000L * i, 3000L * i, key);
        }

        List<Boolean> withTables =
                calls.stream().map(call -> Sections.pid(call, 1) == 0).toList();
        // first, 100 ms later, at the key frame, 100 ms after that
        assertThat(withTables).containsExactly(true, false, false, true, false, true, false, false, true);
    }

    @Test
    void keyFramesAreRandomAccessPointsAndEveryPictureHasAPcrBeforeItsDts() {
        byte[] idr = Avc.idr(3000);
        muxer.video(idr, 0, idr.length, SECOND, SECOND, true);
        byte[] p = Avc.p(10);
        muxer.video(p, 0, p.length, SECOND + 3000, SECOND + 3000, false);
        TsPacketView view = new TsPacketView();

        view.wrap(calls.get(0), 2 * 188);
        assertThat(view.randomAccess()).isTrue();
        assertThat(view.pcrBase()).isEqualTo(SECOND - 9000);
        view.wrap(calls.get(1), 0);
        assertThat(view.randomAccess()).isFalse();
        assertThat(view.pcrBase()).isEqualTo(SECOND + 3000 - 9000);
    }

    @Test
    void givenADelimiter_whenMuxed_thenThereIsNoSecond() {
        byte[] with = Avc.p(300);
        byte[] without = Avc.annexB(Avc.slice(Slice.P, 300));
        muxer.video(with, 0, with.length, 0, 0, false);
        muxer.video(without, 0, without.length, 3000, 3000, false);

        assertThat(payloadLength(calls.get(1))).isEqualTo(payloadLength(calls.get(0)));
    }

    @Test
    @Tag("TS-036")
    void givenTimesAcrossTheWrap_whenMuxed_thenTheyContinue() {
        long start = (1L << 33) - 6000;
        byte[] idr = Avc.idr(300);
        for (int i = 0; i < 5; i++) {
            muxer.video(idr, 0, idr.length, start + 3000L * i, start + 3000L * i, true);
        }

        assertThat(Feed.demux(stream()).units)
                .extracting(RecordingSink.Unit::dts)
                .containsExactly(start, start + 3000, start + 6000, start + 9000, start + 12000);
    }

    @Test
    void jcodecReadsTheTables() {
        byte[] p = Avc.p(300);
        muxer.video(p, 0, p.length, 0, 0, false);
        byte[] call = calls.get(0);

        PATSection pat = PATSection.parsePAT(ByteBuffer.wrap(call, 5, 183));
        PMTSection pmt = PMTSection.parsePMT(ByteBuffer.wrap(call, 188 + 5, 183));

        assertThat(pat.getPrograms().get(1)).isEqualTo(TsMuxer.PMT_PID);
        assertThat(pmt.getPcrPid()).isEqualTo(TsMuxer.VIDEO_PID);
        assertThat(pmt.getStreams()).extracting(s -> s.getStreamTypeTag()).containsExactly(0x1B, 0x0F);
        assertThat(pmt.getStreams()).extracting(s -> s.getPid()).containsExactly(TsMuxer.VIDEO_PID, TsMuxer.AUDIO_PID);
    }

    @Test
    void aProgramMayHaveOneTrackOnly() {
        byte[] adts = TsBuilder.adts(100);
        byte[] idr = Avc.idr(100);
        TsMuxer audio = TsMuxer.audioOnly(out);
        for (int i = 0; i < 3; i++) {
            audio.audio(adts, 0, adts.length, 1920L * i);
        }
        byte[] audioStream = stream();
        calls.clear();
        TsMuxer video = TsMuxer.videoOnly(out);
        video.video(idr, 0, idr.length, 0, 0, true);
        video.video(idr, 0, idr.length, 3000, 3000, true);

        assertThat(Feed.demux(audioStream).tracks).containsExactly(1);
        assertThat(Feed.demux(audioStream).units).hasSize(3);
        assertThat(Feed.demux(stream()).tracks).containsExactly(1);
        assertThat(Feed.demux(stream()).units).hasSize(2);
    }

    private byte[] stream() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        calls.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static int payloadLength(byte[] call) {
        TsPacketView view = new TsPacketView();
        int length = 0;
        for (int at = 0; at < call.length; at += 188) {
            view.wrap(call, at);
            length += view.pid() == TsMuxer.VIDEO_PID ? 188 - view.payloadOffset() : 0;
        }
        return length;
    }
}

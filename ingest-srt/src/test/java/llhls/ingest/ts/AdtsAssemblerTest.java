package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llhls.media.AudioFormat;
import llhls.media.EncoderFinding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdtsAssemblerTest {

    private static final int RATE_44100 = 4;

    @Test
    @Tag("TS-047")
    void givenEightFramesPerPes_whenTimed_thenTheyAre1920TicksApart() {
        TsBuilder ts = TsBuilder.audioProgram();
        for (int i = 0; i < 5; i++) {
            ts.audio(9000 + 8L * 1920 * i, frames(8, 3));
        }

        List<RecordingSink.Unit> units = Feed.demux(ts.bytes()).units;

        assertThat(units).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(units.get(i).pts()).isEqualTo(9000 + 1920L * i);
        }
    }

    @Test
    @Tag("TS-047")
    void given44100HzFor24Hours_whenTimedWithRoundedTimestamps_thenNothingDrifts() {
        AudioFrameTimes times = new AudioFrameTimes();
        times.configure(44_100, 1024);
        long frames = 24L * 3600 * 44_100 / 1024;
        for (long n = 0; n < frames; n++) {
            long exact = n * 1024 * 90_000 / 44_100; // rounded down, as multiplexers do
            if (n % 7 == 0) {
                times.stated(exact & Ticks33.MASK);
            }
            long error = Ticks33.distance(exact, times.next33());
            assertThat(error == 0 || error == 1).as("frame %d", n).isTrue();
            times.advance();
        }
    }

    @Test
    @Tag("TS-047")
    void givenASourceClockThatDrifts_whenItIsMoreThan10MsOff_thenTimesFollowByATickPerFrame() {
        AudioFrameTimes times = new AudioFrameTimes();
        times.configure(48_000, 1024);
        times.stated(0);
        for (int n = 0; n < 1000; n++) {
            times.advance();
        }
        times.stated(1000L * 1920 + 1000);

        assertThat(times.next33()).isEqualTo(1000L * 1920);
        for (int n = 0; n < 1000; n++) {
            times.advance();
        }
        assertThat(times.next33()).isEqualTo(2000L * 1920 + 1000);
    }

    @Test
    @Tag("TS-047")
    void givenLostFrames_whenTheNextTimestampComes_thenTheHoleIsOfWholeFrames() {
        AudioFrameTimes times = new AudioFrameTimes();
        times.configure(44_100, 1024);
        times.stated(0);
        times.advance();
        times.framesLost();
        times.stated(3 * 2090 + 300);

        assertThat(times.next33()).as("frame 3, not the jittered timestamp").isEqualTo(6269);
    }

    @Test
    @Tag("TS-048")
    void givenFramesSplitOverPes_whenCompleted_thenEachTimestampBelongsToTheFirstFrameThatStartsInItsPes() {
        byte[] all = frames(9, 3);
        int frame = all.length / 9;
        int cut = 3 * frame + 40;
        TsBuilder ts = TsBuilder.audioProgram();
        ts.audio(9000, Arrays.copyOf(all, cut));
        ts.audio(9000 + 4 * 1920, Arrays.copyOfRange(all, cut, cut + 10)); // within frame 3 still: belongs to none
        ts.audio(9000 + 4 * 1920, Arrays.copyOfRange(all, cut + 10, all.length));

        List<RecordingSink.Unit> units = Feed.demux(ts.bytes()).units;

        assertThat(units).hasSize(9);
        for (int i = 0; i < 9; i++) {
            assertThat(units.get(i).pts()).isEqualTo(9000 + 1920L * i);
            assertThat(units.get(i).bytes()).isEqualTo(Arrays.copyOfRange(all, 7, frame));
        }
    }

    @Test
    @Tag("TS-048")
    void givenAFrameSplitAtEveryByte_whenCompleted_thenTheUnitsAreTheSame() {
        byte[] two = Avc.concat(TsBuilder.adts(40), TsBuilder.adts(41), TsBuilder.adts(42));
        List<String> whole =
                Feed.demux(TsBuilder.audioProgram().audio(0, two).bytes()).contents();
        for (int cut = 48; cut < two.length; cut++) {
            TsBuilder ts = TsBuilder.audioProgram().audio(0, Arrays.copyOf(two, cut));
            ts.pes(
                    TsBuilder.AUDIO,
                    TsBuilder.pes(
                            0xC0, TsBuilder.NONE, TsBuilder.NONE, true, Arrays.copyOfRange(two, cut, two.length)));

            assertThat(Feed.demux(ts.bytes()).contents()).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    @Tag("TS-050")
    void givenRubbishBetweenFrames_whenHunting_thenOneConfirmationIsNeededAndNoRubbishComesOut() {
        byte[] bogus = TsBuilder.adts(30); // a header whose frame is not followed by another
        byte[] junk = Avc.concat(new byte[] {1, 2, 3}, Arrays.copyOf(bogus, 20), new byte[] {9, 9});
        byte[] good = frames(4, 3);
        TsBuilder ts =
                TsBuilder.audioProgram().audio(0, Avc.concat(good, junk, good)).audio(20_000, good);

        List<RecordingSink.Unit> units = Feed.demux(ts.bytes()).units;

        assertThat(units).hasSizeBetween(11, 12);
        byte[] frame = Arrays.copyOfRange(good, 7, good.length / 4);
        assertThat(units).allSatisfy(u -> assertThat(u.bytes()).isEqualTo(frame));
    }

    @Test
    void givenAdtsWithCrc_whenMadeASample_thenNineBytesAreStripped() {
        byte[] frame = TsBuilder.adts(60);
        frame[1] &= (byte) 0xFE;

        RecordingSink sink = Feed.demux(
                TsBuilder.audioProgram().audio(0, frame).audio(1920, frame).bytes());

        assertThat(sink.units.get(0).bytes()).isEqualTo(Arrays.copyOfRange(frame, 9, frame.length));
    }

    @Test
    @Tag("TS-045")
    void givenAnotherRate_whenTheFramesChange_thenTheFormatChangesBeforeThem() {
        byte[] first = frames(4, 3);
        byte[] second = frames(4, RATE_44100);
        RecordingSink sink = Feed.demux(
                TsBuilder.audioProgram().audio(0, first).audio(7680, second).bytes());

        assertThat(sink.formats)
                .extracting(f -> ((AudioFormat) f.format()).sampleRate())
                .containsExactly(48_000, 44_100);
        assertThat(sink.formats)
                .extracting(RecordingSink.FormatChange::unitsBefore)
                .containsExactly(0, 4);
    }

    @Test
    @Tag("TS-051")
    void givenManyFramesPerPes_whenAudioIsLate_thenTheFindingSaysHowManyAndHowLate() {
        RecordingSink sink = new RecordingSink();
        TsDemuxer demuxer = new TsDemuxer(sink);
        Feed feed = new Feed(demuxer);
        TsBuilder tables = TsBuilder.program();
        feed.messages(tables.bytes(), 188);
        for (int i = 0; i < 120; i++) {
            TsBuilder ts = new TsBuilder();
            ts.skipCounters(TsBuilder.VIDEO, 2 * i).skipCounters(TsBuilder.AUDIO, i / 5);
            ts.boundedVideo(3072L * i, TsBuilder.NONE, i == 0 ? Avc.idr(200) : Avc.p(250));
            if (i % 5 == 4) { // about 8 frames of 21 ms, sent when the last of them exists
                ts.audio(3072L * (i - 4), shortFrames(8));
            }
            feed.messages(ts.bytes(), 188).idle(34_133_333);
        }

        assertThat(sink.findings).extracting(EncoderFinding::code).containsExactly("audio-burst");
        EncoderFinding finding = sink.findings.get(0);
        assertThat(finding.message()).containsPattern("8 AAC frames \\(170 ms\\), and arrives \\d{2,3} ms later");
        assertThat(finding.fix()).contains("-pes_payload_size 0");
        assertThat(demuxer.audioLatenessMs()).isBetween(120L, 137L);
    }

    @Test
    void givenChannelConfigurationZero_whenTheFrameHasALayout_thenItGoesIntoTheConfiguration() {
        // ID_PCE, tag, LC, 48 kHz, 1 front pair, 1 front single, 0 side, 1 back pair, 1 LFE
        BitString pce = new BitString()
                .u(3, 5)
                .u(4, 0)
                .u(2, 1)
                .u(4, 3)
                .u(4, 2)
                .u(4, 0)
                .u(4, 1)
                .u(2, 1)
                .u(3, 0)
                .u(4, 0);
        pce.u(3, 0).u(5, 0).u(5, 16).u(5, 17).u(4, 0);
        byte[] layout = pce.bytes();
        byte[] frame = TsBuilder.adts(3, 0, 60);
        System.arraycopy(layout, 0, frame, 7, layout.length);

        RecordingSink sink = Feed.demux(
                TsBuilder.audioProgram().audio(0, frame).audio(1920, frame).bytes());

        AudioFormat format = (AudioFormat) sink.formats.get(0).format();
        assertThat(format.channels()).isEqualTo(6);
        assertThat(format.audioSpecificConfig().length()).isGreaterThan(4);
        assertThat(sink.units).hasSize(2);
    }

    private static byte[] frames(int count, int rateIndex) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(TsBuilder.adts(rateIndex, 2, 150));
        }
        return Avc.concat(frames.toArray(byte[][]::new));
    }

    /** All in one packet. */
    private static byte[] shortFrames(int count) {
        byte[][] frames = new byte[count][];
        Arrays.fill(frames, TsBuilder.adts(12));
        return Avc.concat(frames);
    }
}

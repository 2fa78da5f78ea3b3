package llhls.ingest.ts;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PesAssemblerTest {

    private static final long NONE = TsBuilder.NONE;

    @ParameterizedTest
    @ValueSource(ints = {10, 160, 165, 166, 169, 170, 174, 175, 176, 200, 255})
    @Tag("TS-017")
    void givenAHeaderOfAnyLength_whenItSpansPackets_thenItsTimesAreRead(int headerLength) {
        TsBuilder ts = TsBuilder.videoProgram();
        byte[] first = TsBuilder.pes(0xE0, 9000, 3000, true, headerLength, Avc.idr(600));
        byte[] second = TsBuilder.pes(0xE0, 12000, 6000, false, headerLength, Avc.p(600));
        ts.pes(TsBuilder.VIDEO, first).pes(TsBuilder.VIDEO, second).video(15000, 9000, Avc.p(300));

        List<RecordingSink.Unit> units = Feed.demux(ts.bytes()).units;

        assertThat(units).extracting(RecordingSink.Unit::pts).containsExactly(9000L, 12000L, 15000L);
        assertThat(units).extracting(RecordingSink.Unit::dts).containsExactly(3000L, 6000L, 9000L);
    }

    @Test
    @Tag("TS-017")
    void givenAHeaderCutInItsFirstBytes_whenGathered_thenNothingDependsOnTheCut() {
        byte[] pes = TsBuilder.pes(0xE0, 9000, 3000, true, Avc.idr(300));
        for (int cut = 1; cut < 30; cut++) {
            byte[] first = Arrays.copyOf(pes, cut);
            byte[] rest = Arrays.copyOfRange(pes, cut, pes.length);
            TsBuilder ts =
                    TsBuilder.videoProgram().packets(TsBuilder.packet(TsBuilder.VIDEO, true, 0, new byte[1], first));
            int counter = 1;
            for (int at = 0; at < rest.length; at += 180) {
                byte[] part = Arrays.copyOfRange(rest, at, Math.min(rest.length, at + 180));
                ts.packets(TsBuilder.packet(TsBuilder.VIDEO, false, counter, new byte[1], part));
                counter++;
            }

            assertThat(Feed.demux(ts.bytes()).units)
                    .as("cut at %d", cut)
                    .singleElement()
                    .extracting(RecordingSink.Unit::pts)
                    .isEqualTo(9000L);
        }
    }

    @Test
    @Tag("TS-030")
    void givenABoundedPes_whenTheNextStartsBeforeItsEnd_thenItIsNotGivenOut() {
        byte[] pes = TsBuilder.pes(0xE0, 3000, NONE, true, Avc.p(600));
        pes[5] = (byte) (pes[5] + 20); // claims more bytes than come
        TsBuilder ts = TsBuilder.videoProgram().boundedVideo(0, NONE, Avc.idr(600));
        ts.pes(TsBuilder.VIDEO, pes).boundedVideo(6000, NONE, Avc.idr(600)).boundedVideo(9000, NONE, Avc.p(600));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 6000L, 9000L);
        assertThat(sink.losses).isPositive();
    }

    @Test
    void givenPaddingAndBrokenPrefixes_whenTheNextPesStarts_thenTheStreamGoesOn() {
        byte[] padding = TsBuilder.pes(0xBE, NONE, NONE, true, new byte[50]);
        byte[] broken = TsBuilder.pes(0xE0, 3000, NONE, true, Avc.p(300));
        broken[2] = 2;
        byte[] prefix = TsBuilder.pes(0xE0, 3000, NONE, true, Avc.p(300));
        prefix[6] = 0x40;
        TsBuilder ts =
                TsBuilder.videoProgram().boundedVideo(0, NONE, Avc.idr(600)).boundedVideo(3000, NONE, Avc.p(600));
        ts.pes(TsBuilder.VIDEO, padding)
                .pes(TsBuilder.VIDEO, broken)
                .pes(TsBuilder.VIDEO, prefix)
                .boundedVideo(9000, NONE, Avc.idr(600));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).containsExactly(0L, 3000L, 9000L);
    }

    @Test
    @Tag("TS-057")
    void givenAPictureAboveTheLimit_whenItComes_thenItIsDroppedAndTheNextKeyFrameIsGivenOut() {
        TsBuilder ts = TsBuilder.videoProgram().video(0, NONE, Avc.idr(600));
        ts.video(3000, NONE, Avc.p(H264Assembler.MAX_UNIT_BYTES + 1));
        ts.video(6000, NONE, Avc.idr(600)).video(9000, NONE, Avc.p(600)).video(12000, NONE, Avc.p(600));

        RecordingSink sink = Feed.demux(ts.bytes());

        assertThat(sink.units).extracting(RecordingSink.Unit::dts).startsWith(0L, 6000L, 9000L);
    }

    @Test
    @Tag("TS-057")
    void givenAPictureAtTheLimit_whenItComes_thenItIsGivenOut() {
        byte[] nal = Avc.slice(Avc.Slice.P, H264Assembler.MAX_UNIT_BYTES - 100_000);
        byte[] filler = new byte[H264Assembler.MAX_UNIT_BYTES - nal.length - 8 - 1];
        Arrays.fill(filler, (byte) 0xFF);
        byte[] unit = Avc.annexB(nal, Avc.concat(new byte[] {12}, filler));
        assertThat(unit).hasSize(H264Assembler.MAX_UNIT_BYTES);
        TsBuilder ts = TsBuilder.videoProgram().video(0, NONE, Avc.idr(600)).video(3000, NONE, unit);

        RecordingSink sink = Feed.demux(ts.video(6000, NONE, Avc.p(600)).bytes());

        assertThat(sink.units.get(1).bytes()).hasSize(nal.length + 4);
    }

    @Test
    @Tag("TS-057")
    void givenAudioPesAboveTheLimit_whenItGoesOn_thenItsRestIsDropped() {
        byte[] frames = new byte[0];
        for (int i = 0; i < 60; i++) {
            frames = Avc.concat(frames, TsBuilder.adts(8000));
        }
        byte[] unbounded = TsBuilder.pes(0xC0, 0, NONE, false, frames);
        byte[] ts = TsBuilder.audioProgram()
                .pes(TsBuilder.AUDIO, unbounded)
                .audio(900_000, TsBuilder.adts(50))
                .bytes();

        RecordingSink sink = Feed.demux(ts);

        assertThat(sink.units)
                .hasSizeBetween(AdtsAssembler.MAX_PES_BYTES / 8007, AdtsAssembler.MAX_PES_BYTES / 8007 + 1);
        assertThat(sink.units.get(sink.units.size() - 1).pts()).isEqualTo(900_000);
    }
}

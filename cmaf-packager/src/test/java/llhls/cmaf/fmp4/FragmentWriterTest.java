package llhls.cmaf.fmp4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mp4parser.boxes.iso14496.part12.MovieFragmentBox;
import org.mp4parser.boxes.iso14496.part12.MovieFragmentHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SampleFlags;
import org.mp4parser.boxes.iso14496.part12.TrackFragmentBaseMediaDecodeTimeBox;
import org.mp4parser.boxes.iso14496.part12.TrackFragmentBox;
import org.mp4parser.boxes.iso14496.part12.TrackFragmentHeaderBox;
import org.mp4parser.boxes.iso14496.part12.TrackRunBox;

import static org.assertj.core.api.Assertions.assertThat;

class FragmentWriterTest {

    private static final int DISPOSABLE = 0x01810000;

    @Test
    @Tag("CMAF-020")
    @Tag("CMAF-022")
    @Tag("CMAF-023")
    void givenSixVideoSamplesWithReordering_whenWritten_thenTheHeaderEqualsTheGolden() {
        SampleList samples = new SampleList();
        int[] sizes = {0x1b43, 0x0c04, 0x05fd, 0x0493, 0x0950, 0x054e};
        int[] offsets = {0, 6000, -3000, -3000, 6000, -3000};
        for (int i = 0; i < sizes.length; i++) {
            samples.add(sizes[i], 3000, i == 0 ? 0x02000000 : 0x01010000, offsets[i]);
        }

        assertThat(written(FragmentWriter.forVideo(), samples, 1, 0)).isEqualTo(Golden.hex("video-part-header.hex"));
    }

    @Test
    @Tag("CMAF-020")
    void givenNineAudioSamples_whenWritten_thenTheHeaderEqualsTheGolden() {
        SampleList samples = new SampleList();
        for (int size : new int[] {0xe4, 0x122, 0xd6, 0xe9, 0xfe, 0x109, 0xed, 0x104, 0xfa}) {
            samples.add(size, 1024, 0x02000000, 0);
        }

        assertThat(written(FragmentWriter.forAudio(), samples, 1, 0)).isEqualTo(Golden.hex("audio-part-header.hex"));
    }

    @Test
    @Tag("CMAF-021")
    @Tag("CMAF-024")
    @Tag("CMAF-030")
    void givenRandomSampleLists_whenWritten_thenTheyEqualWhatIsoparserWrites() throws IOException {
        Random random = new Random(20260302);
        for (int i = 0; i < 1000; i++) {
            boolean video = random.nextInt(4) != 0;
            SampleList samples = randomSamples(random, video);
            int sequenceNumber = random.nextInt() & Integer.MAX_VALUE;
            long decodeTime = random.nextLong() >>> (2 + random.nextInt(40));
            FragmentWriter writer = video ? FragmentWriter.forVideo() : FragmentWriter.forAudio();

            byte[] ours = written(writer, samples, sequenceNumber, decodeTime);
            byte[] moof = library(writer, samples, sequenceNumber, decodeTime, video);

            assertThat(ours).as("list %d, %d samples", i, samples.count()).startsWith(moof);
            ByteBuffer mdat = ByteBuffer.wrap(ours, moof.length, 8);
            assertThat(mdat.getInt()).isEqualTo((int) (8 + samples.payloadBytes()));
            assertThat(mdat.getInt()).isEqualTo(0x6d646174);
        }
    }

    @Test
    @Tag("CMAF-031")
    void givenAReusedListAndBuffer_whenManyHeadersAreWritten_thenNothingIsAllocated() {
        SampleList samples = randomSamples(new Random(1), true);
        ByteBuffer out = ByteBuffer.allocateDirect(8192);
        FragmentWriter writer = FragmentWriter.forVideo();
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        writeMany(writer, samples, out, 20_000); // warm

        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        writeMany(writer, samples, out, 20_000);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat(allocated / 20_000).as("bytes per header").isLessThan(16);
    }

    private static void writeMany(FragmentWriter writer, SampleList samples, ByteBuffer out, int times) {
        for (int i = 0; i < times; i++) {
            writer.writeHeader(samples, i, i * 3000L, out.clear());
        }
    }

    private static SampleList randomSamples(Random random, boolean video) {
        SampleList samples = new SampleList();
        int count = 1 + random.nextInt(120);
        boolean oneDuration = random.nextBoolean();
        boolean offsets = video && random.nextBoolean();
        for (int i = 0; i < count; i++) {
            int duration = oneDuration ? 3003 : 1 + random.nextInt(100_000);
            int flags = !video || random.nextInt(30) == 0 ? 0x02000000 : random.nextBoolean() ? 0x01010000 : DISPOSABLE;
            samples.add(random.nextInt(1 << 16), duration, flags, offsets ? random.nextInt() : 0);
        }
        return samples;
    }

    private static byte[] written(FragmentWriter writer, SampleList samples, int sequenceNumber, long decodeTime) {
        ByteBuffer out = ByteBuffer.allocate(writer.headerLength(samples));
        writer.writeHeader(samples, sequenceNumber, decodeTime, out);
        return out.array();
    }

    private static byte[] library(
            FragmentWriter writer, SampleList samples, int sequenceNumber, long decodeTime, boolean video)
            throws IOException {
        MovieFragmentHeaderBox header = new MovieFragmentHeaderBox();
        header.setSequenceNumber(sequenceNumber);
        TrackFragmentBox traf = new TrackFragmentBox();
        traf.addBox(trackHeader(samples, video));
        TrackFragmentBaseMediaDecodeTimeBox tfdt = new TrackFragmentBaseMediaDecodeTimeBox();
        tfdt.setVersion(1);
        tfdt.setBaseMediaDecodeTime(decodeTime);
        traf.addBox(tfdt);
        traf.addBox(trackRun(samples, video, writer.headerLength(samples)));
        MovieFragmentBox moof = new MovieFragmentBox();
        moof.addBox(header);
        moof.addBox(traf);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        moof.getBox(Channels.newChannel(out));
        return out.toByteArray();
    }

    private static TrackFragmentHeaderBox trackHeader(SampleList samples, boolean video) {
        TrackFragmentHeaderBox header = new TrackFragmentHeaderBox();
        header.setTrackId(1);
        header.setDefaultBaseIsMoof(true);
        header.setDefaultSampleDuration(samples.duration(0));
        header.setDefaultSampleFlags(flags(video ? 0x01010000 : 0x02000000));
        return header;
    }

    private static TrackRunBox trackRun(SampleList samples, boolean video, int dataOffset) {
        TrackRunBox run = new TrackRunBox();
        run.setVersion(1);
        run.setDataOffset(dataOffset);
        run.setSampleSizePresent(true);
        run.setSampleFlagsPresent(video);
        run.setSampleDurationPresent(!samples.hasOneDuration());
        run.setSampleCompositionTimeOffsetPresent(samples.hasCompositionOffsets());
        List<TrackRunBox.Entry> entries = new ArrayList<>();
        for (int i = 0; i < samples.count(); i++) {
            entries.add(new TrackRunBox.Entry(
                    samples.duration(i), samples.size(i), flags(samples.flags(i)), samples.compositionOffset(i)));
        }
        run.setEntries(entries);
        return run;
    }

    private static SampleFlags flags(int value) {
        return new SampleFlags(ByteBuffer.allocate(4).putInt(value).flip());
    }
}

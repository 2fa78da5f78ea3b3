package llhls.cmaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.mp4parser.IsoFile;
import org.mp4parser.boxes.iso14496.part12.TrackFragmentBaseMediaDecodeTimeBox;
import org.mp4parser.boxes.iso14496.part12.TrackRunBox;
import org.mp4parser.tools.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds {@link ParsedPart} against isoparser. */
final class SecondReader {

    private SecondReader() {}

    static void compare(Part part) throws IOException {
        ByteBuffer bytes = part.bytes().duplicate();
        byte[] moof = new byte[bytes.getInt(0)]; // without mdat: the library would spill it to a file
        bytes.get(moof);
        ParsedPart ours = ParsedPart.of(part);
        try (IsoFile file = new IsoFile(Channels.newChannel(new ByteArrayInputStream(moof)))) {
            TrackFragmentBaseMediaDecodeTimeBox tfdt = Path.getPath(file, "moof/traf/tfdt");
            TrackRunBox run = Path.getPath(file, "moof/traf/trun");
            assertThat(tfdt.getBaseMediaDecodeTime()).isEqualTo(ours.decodeTime());
            List<TrackRunBox.Entry> entries = run.getEntries();
            assertThat(entries).hasSize(ours.count());
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i).getSampleSize()).isEqualTo(ours.sizes()[i]);
                if (run.isSampleDurationPresent()) {
                    assertThat(entries.get(i).getSampleDuration()).isEqualTo(ours.durations()[i]);
                }
                if (run.isSampleCompositionTimeOffsetPresent()) {
                    assertThat(entries.get(i).getSampleCompositionTimeOffset()).isEqualTo(ours.offsets()[i]);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            file.getBox(Channels.newChannel(out));
            assertThat(out.toByteArray()).isEqualTo(moof);
        }
    }
}

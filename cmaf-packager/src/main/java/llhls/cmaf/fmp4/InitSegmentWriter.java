package llhls.cmaf.fmp4;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Date;
import java.util.List;
import llhls.media.AudioFormat;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;
import org.mp4parser.Box;
import org.mp4parser.boxes.iso14496.part12.DataEntryUrlBox;
import org.mp4parser.boxes.iso14496.part12.DataInformationBox;
import org.mp4parser.boxes.iso14496.part12.DataReferenceBox;
import org.mp4parser.boxes.iso14496.part12.FileTypeBox;
import org.mp4parser.boxes.iso14496.part12.HandlerBox;
import org.mp4parser.boxes.iso14496.part12.MediaBox;
import org.mp4parser.boxes.iso14496.part12.MediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.MediaInformationBox;
import org.mp4parser.boxes.iso14496.part12.MovieBox;
import org.mp4parser.boxes.iso14496.part12.MovieExtendsBox;
import org.mp4parser.boxes.iso14496.part12.MovieHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SampleDescriptionBox;
import org.mp4parser.boxes.iso14496.part12.SampleSizeBox;
import org.mp4parser.boxes.iso14496.part12.SampleTableBox;
import org.mp4parser.boxes.iso14496.part12.SampleToChunkBox;
import org.mp4parser.boxes.iso14496.part12.SoundMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.StaticChunkOffsetBox;
import org.mp4parser.boxes.iso14496.part12.TimeToSampleBox;
import org.mp4parser.boxes.iso14496.part12.TrackBox;
import org.mp4parser.boxes.iso14496.part12.TrackExtendsBox;
import org.mp4parser.boxes.iso14496.part12.TrackHeaderBox;
import org.mp4parser.boxes.iso14496.part12.VideoMediaHeaderBox;
import org.mp4parser.boxes.sampleentry.AudioSampleEntry;
import org.mp4parser.boxes.sampleentry.VisualSampleEntry;

/**
 * Writes the CMAF header of a track: ftyp and moov, no samples. Nothing in it depends on time or machine, so the same format
 * always gives the same bytes (CMAF-008).
 */
public final class InitSegmentWriter {

    @SuppressWarnings("JavaUtilDate") // what the library's setters take
    private static final Date EPOCH_1904 = new Date(-2_082_844_800_000L); // zero on the wire

    private static final int TRACK_ID = 1;
    private static final int TRACK_FLAGS = 7; // enabled, in movie, in preview
    private static final int MAX_HD_WIDTH = 1920;
    private static final int MAX_HD_HEIGHT = 1088;

    private InitSegmentWriter() {}

    /** The whole init segment; IllegalArgumentException when the format lacks what a decoder needs. */
    public static byte[] write(TrackFormat format) {
        if (format instanceof VideoFormat video) {
            return bytes(brands(video), movie(video, videoTrack(video)));
        }
        if (format instanceof AudioFormat audio) {
            return bytes(brands(audio), movie(audio, audioTrack(audio)));
        }
        throw new AssertionError(format);
    }

    private static FileTypeBox brands(VideoFormat format) {
        boolean hd = format.width() <= MAX_HD_WIDTH && format.height() <= MAX_HD_HEIGHT;
        return fileType(hd ? List.of("iso6", "cmfc", "cmf2", "cfhd") : List.of("iso6", "cmfc", "cmf2"));
    }

    private static FileTypeBox brands(AudioFormat format) {
        return fileType(format.channels() <= 2 ? List.of("iso6", "cmfc", "caac") : List.of("iso6", "cmfc"));
    }

    private static FileTypeBox fileType(List<String> compatible) {
        return new FileTypeBox("iso6", 0, compatible);
    }

    private static MovieBox movie(TrackFormat format, TrackBox track) {
        MovieHeaderBox header = new MovieHeaderBox();
        header.setCreationTime(EPOCH_1904);
        header.setModificationTime(EPOCH_1904);
        header.setTimescale(format.timescale().ticksPerSecond());
        header.setNextTrackId(TRACK_ID + 1L);
        MovieBox movie = new MovieBox();
        movie.addBox(header);
        movie.addBox(track);
        movie.addBox(movieExtends());
        return movie;
    }

    private static MovieExtendsBox movieExtends() {
        TrackExtendsBox defaults = new TrackExtendsBox();
        defaults.setTrackId(TRACK_ID);
        defaults.setDefaultSampleDescriptionIndex(1);
        defaults.setDefaultSampleFlags(new org.mp4parser.boxes.iso14496.part12.SampleFlags());
        MovieExtendsBox box = new MovieExtendsBox();
        box.addBox(defaults);
        return box;
    }

    private static TrackBox videoTrack(VideoFormat format) {
        TrackHeaderBox header = trackHeader();
        VideoFormat.Ratio sar = format.sar();
        header.setWidth((double) format.width() * sar.horizontal() / sar.vertical()); // as displayed
        header.setHeight(format.height());
        SampleTableBox table = sampleTable(visualEntry(format));
        table.addBox(new TimeToSampleBox());
        table.addBox(SampleEntryBoxes.emptyStss());
        addEmptyTables(table);
        return track(header, media(format, handler("vide", "VideoHandler"), new VideoMediaHeaderBox(), table));
    }

    private static TrackBox audioTrack(AudioFormat format) {
        TrackHeaderBox header = trackHeader();
        header.setVolume(1);
        SampleTableBox table = sampleTable(audioEntry(format));
        table.addBox(new TimeToSampleBox());
        addEmptyTables(table);
        return track(header, media(format, handler("soun", "SoundHandler"), new SoundMediaHeaderBox(), table));
    }

    private static TrackHeaderBox trackHeader() {
        TrackHeaderBox header = new TrackHeaderBox();
        header.setCreationTime(EPOCH_1904);
        header.setModificationTime(EPOCH_1904);
        header.setTrackId(TRACK_ID);
        header.setFlags(TRACK_FLAGS);
        return header;
    }

    private static TrackBox track(TrackHeaderBox header, MediaBox media) {
        TrackBox track = new TrackBox();
        track.addBox(header);
        track.addBox(media);
        return track;
    }

    private static MediaBox media(TrackFormat format, HandlerBox handler, Box mediaHeader, SampleTableBox table) {
        MediaHeaderBox header = new MediaHeaderBox();
        header.setCreationTime(EPOCH_1904);
        header.setModificationTime(EPOCH_1904);
        header.setTimescale(format.timescale().ticksPerSecond());
        header.setLanguage("und");
        MediaInformationBox information = new MediaInformationBox();
        information.addBox(mediaHeader);
        information.addBox(dataInformation());
        information.addBox(table);
        MediaBox media = new MediaBox();
        media.addBox(header);
        media.addBox(handler);
        media.addBox(information);
        return media;
    }

    private static HandlerBox handler(String type, String name) {
        HandlerBox handler = new HandlerBox();
        handler.setHandlerType(type);
        handler.setName(name);
        return handler;
    }

    private static DataInformationBox dataInformation() {
        DataEntryUrlBox sameFile = new DataEntryUrlBox();
        sameFile.setFlags(1);
        DataReferenceBox references = new DataReferenceBox();
        references.addBox(sameFile);
        DataInformationBox information = new DataInformationBox();
        information.addBox(references);
        return information;
    }

    private static SampleTableBox sampleTable(Box sampleEntry) {
        SampleDescriptionBox description = new SampleDescriptionBox();
        description.addBox(sampleEntry);
        SampleTableBox table = new SampleTableBox();
        table.addBox(description);
        return table;
    }

    private static void addEmptyTables(SampleTableBox table) {
        table.addBox(new SampleToChunkBox());
        table.addBox(new SampleSizeBox());
        table.addBox(new StaticChunkOffsetBox());
    }

    private static VisualSampleEntry visualEntry(VideoFormat format) {
        VisualSampleEntry entry = new VisualSampleEntry("avc1");
        entry.setDataReferenceIndex(1);
        entry.setWidth(format.width());
        entry.setHeight(format.height());
        entry.setHorizresolution(72);
        entry.setVertresolution(72);
        entry.setFrameCount(1);
        entry.setCompressorname("");
        entry.setDepth(24);
        entry.addBox(SampleEntryBoxes.avcC(format));
        entry.addBox(SampleEntryBoxes.colr(format.colour()));
        entry.addBox(SampleEntryBoxes.pasp(format.sar()));
        return entry;
    }

    private static AudioSampleEntry audioEntry(AudioFormat format) {
        AudioSampleEntry entry = new AudioSampleEntry("mp4a");
        entry.setDataReferenceIndex(1);
        entry.setChannelCount(format.channels());
        entry.setSampleSize(16);
        entry.setSampleRate(format.sampleRate() > 0xFFFF ? 0 : format.sampleRate());
        entry.addBox(SampleEntryBoxes.esds(format));
        return entry;
    }

    private static byte[] bytes(FileTypeBox fileType, MovieBox movie) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            fileType.getBox(Channels.newChannel(out));
            movie.getBox(Channels.newChannel(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }
}

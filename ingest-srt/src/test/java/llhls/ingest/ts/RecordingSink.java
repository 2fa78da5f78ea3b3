package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;

/** Keeps everything a demuxer gives out. */
final class RecordingSink implements MediaSink {

    /** A unit with bytes of its own. */
    @SuppressWarnings("ArrayRecordComponent")
    record Unit(
            int track,
            long pts,
            long dts,
            boolean key,
            boolean disposable,
            long firstByteNs,
            long lastByteNs,
            int base,
            String hash,
            byte[] bytes) {

        /** Everything but arrival times. */
        String content() {
            return track + " " + pts + " " + dts + " " + (key ? 1 : 0) + " " + bytes.length + " " + hash;
        }
    }

    record FormatChange(int track, TrackFormat format, int unitsBefore) {}

    final List<Unit> units = new ArrayList<>();
    final List<FormatChange> formats = new ArrayList<>();
    final List<EncoderFinding> findings = new ArrayList<>();
    final List<Integer> tracks = new ArrayList<>();
    Consumer<Unit> onUnit = unit -> {};
    int bases;
    int losses;
    boolean ended;

    @Override
    public void tracks(int count) {
        tracks.add(count);
    }

    @Override
    public void format(int track, TrackFormat format) {
        formats.add(new FormatChange(track, format, units.size()));
    }

    @Override
    public void accessUnit(AccessUnit u) {
        byte[] bytes = Arrays.copyOfRange(u.bytes(), u.offset(), u.offset() + u.length());
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Unit unit = new Unit(
                u.track(),
                u.ptsTicks(),
                u.dtsTicks(),
                u.keyFrame(),
                u.disposable(),
                u.firstByteNs(),
                u.lastByteNs(),
                bases,
                HexFormat.of().toHexDigits((int) crc.getValue()),
                bytes);
        units.add(unit);
        onUnit.accept(unit);
    }

    @Override
    public void newTimeBase() {
        bases++;
    }

    @Override
    public void lost() {
        losses++;
    }

    @Override
    public void finding(EncoderFinding finding) {
        findings.add(finding);
    }

    @Override
    public void end() {
        ended = true;
    }

    List<Unit> track(int track) {
        return units.stream().filter(u -> u.track() == track).toList();
    }

    List<String> contents() {
        return units.stream().map(Unit::content).toList();
    }

    /** The units of each track, one after the other: the order that does not depend on interleaving. */
    List<String> contentsByTrack() {
        return units.stream()
                .sorted(Comparator.comparingInt(Unit::track))
                .map(Unit::content)
                .toList();
    }
}

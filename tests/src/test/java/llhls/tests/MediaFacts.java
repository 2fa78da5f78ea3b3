package llhls.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a file holds, read by ffmpeg so that neither our demuxer nor our packager judges itself.
 *
 * @param videoUnits hash of every content-carrying H.264 NAL unit, in decoding order
 * @param videoPts presentation times of the pictures in decoding order, 90 kHz, the first being 0
 * @param audioFrames hash of every AAC frame, without its ADTS header
 * @param audioBeforeVideo how many of the audio frames begin before the first picture
 */
record MediaFacts(List<String> videoUnits, List<Long> videoPts, List<String> audioFrames, int audioBeforeVideo) {

    private record Packet(long pts, String hash) {}

    /** Of a transport stream with one H.264 and one AAC track. */
    static MediaFacts ofTransportStream(Path file) {
        return of(file, "-map 0:v -c copy", file, "-map 0:a -c copy -bsf:a aac_adtstoasc");
    }

    /** Of what was downloaded: one file per rendition. */
    static MediaFacts ofRenditions(Path video, Path audio) {
        return of(video, "-map 0:v -c copy", audio, "-map 0:a -c copy");
    }

    /** The pictures without the last {@code seconds} of {@code total}, as NAL units. */
    List<String> videoUnitsBut(int seconds, int total) {
        return videoUnits.subList(0, videoUnits.size() * (total - seconds) / total);
    }

    /** The audio frames that have a picture beside them, without the last {@code seconds} of {@code total}. */
    List<String> audioFramesBut(int seconds, int total) {
        return audioFrames.subList(audioBeforeVideo, audioFrames.size() * (total - seconds) / total);
    }

    private static MediaFacts of(Path video, String videoOptions, Path audio, String audioOptions) {
        List<Packet> pictures = packets(video, videoOptions);
        List<Packet> frames = packets(audio, audioOptions);
        long first = pictures.get(0).pts();
        return new MediaFacts(
                NalUnits.contentHashes(annexB(video)),
                pictures.stream().map(packet -> packet.pts() - first).toList(),
                frames.stream().map(Packet::hash).toList(),
                (int) frames.stream().filter(frame -> frame.pts() < first).count());
    }

    private static byte[] annexB(Path file) {
        Path output = file.resolveSibling(file.getFileName() + ".h264");
        expectSilence(Ffmpeg.convert(file.toString(), "-map 0:v -c copy -f h264", output));
        return read(output);
    }

    /** {@code framemd5} prints {@code stream, dts, pts, duration, size, hash} for every packet. */
    private static List<Packet> packets(Path file, String options) {
        Path output = file.resolveSibling(file.getFileName() + "." + options.charAt(7) + ".framemd5");
        expectSilence(Ffmpeg.convert(file.toString(), options + " -copyts -f framemd5", output));
        return new String(read(output), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",\\s*"))
                .map(fields -> new Packet(Long.parseLong(fields[2]), fields[5]))
                .toList();
    }

    private static void expectSilence(String complaints) {
        if (!complaints.isBlank()) {
            throw new AssertionError("ffmpeg complains:\n" + complaints);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

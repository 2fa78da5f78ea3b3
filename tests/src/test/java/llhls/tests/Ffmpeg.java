package llhls.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines of ffmpeg, in both roles: encoder in front of the server, second reader behind it. */
final class Ffmpeg {

    /** 320x180 at 30 frames per second with a tone; live when read with {@code -re}. */
    private static final List<String> TEST_SOURCE = List.of(
            "-re",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x180:rate=30", //
            "-re",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:sample_rate=48000");

    /** H.264 without B-frames and with a key frame every second: what we tell users to send. */
    static final String LOW_LATENCY =
            "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 30 -sc_threshold 0 -b:v 400k";

    private static final List<String> QUIET =
            List.of("ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "warning", "-y");

    /**
     * ffmpeg 5 reads the init segment anew after every reload of a live playlist, its own playlists included, and says so.
     * What follows is its note about repetition.
     */
    private static final Pattern OWN_COMPLAINT =
            Pattern.compile("Found duplicated MOOV Atom. Skipped it|Last message repeated \\d+ times");

    private Ffmpeg() {}

    /** Where a caller publishes {@code stream}. */
    static String srtUrl(int port, String stream) {
        return "srt://127.0.0.1:" + port + "?mode=caller&pkt_size=1316&latency=200000&streamid=publish:" + stream;
    }

    /** A live test picture with sound, until it is closed. */
    static ChildProcess publishTestPicture(String url, String videoOptions) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(TEST_SOURCE);
        command.addAll(words(videoOptions + " -c:a aac -b:a 64k"));
        command.addAll(mpegTsTo(url));
        return ChildProcess.start("ffmpeg-publish", command);
    }

    private static List<String> mpegTsTo(String url) {
        List<String> output = new ArrayList<>(words("-f mpegts -pes_payload_size 0 -flush_packets 1"));
        output.add(url);
        return output;
    }

    /** Pushes a transport stream file at the speed of its clock, packets unchanged. */
    static ChildProcess publishFile(Path file, String url, String... muxerOptions) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(List.of("-re", "-i", file.toString(), "-map", "0", "-c", "copy", "-f", "mpegts"));
        command.addAll(List.of(muxerOptions));
        command.add(url);
        return ChildProcess.start("ffmpeg-publish", command);
    }

    /** Reads a transport stream file at the speed of its clock and writes it to the next program of a pipeline. */
    static List<String> readInRealTime(Path file) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(List.of("-re", "-i", file.toString(), "-map", "0", "-c", "copy", "-f", "mpegts", "-"));
        return command;
    }

    /** Encodes {@code seconds} of test picture with sound into a transport stream file. */
    static Path encodeFile(Path file, int seconds, String videoOptions) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(TEST_SOURCE.stream().filter(word -> !word.equals("-re")).toList());
        command.addAll(words("-t " + seconds + " " + videoOptions + " -c:a aac -b:a 64k -f mpegts " + file));
        ChildProcess.run("ffmpeg-encode", command);
        return file;
    }

    /** Converts without decoding; returns what ffmpeg complained about, which is nothing when all is well. */
    static String convert(String input, String options, Path output) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(List.of("-i", input));
        command.addAll(words(options));
        command.add(output.toString());
        return ChildProcess.run("ffmpeg-convert", command);
    }

    /** Plays {@code seconds} of an HLS address into nowhere, decoding everything; returns its complaints. */
    static String play(String url, int seconds) {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(List.of("-i", url, "-t", Integer.toString(seconds), "-f", "null", "-"));
        return ChildProcess.run("ffmpeg-play", command)
                .lines()
                .filter(line -> !OWN_COMPLAINT.matcher(line).find())
                .collect(Collectors.joining("\n"));
    }

    static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }
}

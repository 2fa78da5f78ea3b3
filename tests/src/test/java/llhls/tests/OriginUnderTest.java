package llhls.tests;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.json.Json;

/** The product as users start it: {@code java -jar ll-hls.jar serve} on free loopback ports. */
final class OriginUnderTest implements AutoCloseable {

    private static final Pattern HTTP = Pattern.compile("\\bhttp=(?:http://)?[^\\s:]+:(\\d+)");
    private static final Pattern SRT = Pattern.compile("\\bsrt=(?:srt://)?[^\\s:]+:(\\d+)");

    private final ChildProcess process;
    private final int httpPort;
    private final int srtPort;

    private OriginUnderTest(ChildProcess process) {
        this.process = process;
        httpPort = Integer.parseInt(process.awaitLine(HTTP).group(1));
        srtPort = Integer.parseInt(process.awaitLine(SRT).group(1));
    }

    /** @param options further options of {@code serve}, such as {@code --set part-duration=200ms} */
    static OriginUnderTest start(String... options) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx512m",
                "-jar",
                jar().toString(),
                "serve",
                "--http",
                "127.0.0.1:0",
                "--srt",
                "127.0.0.1:0"));
        command.addAll(List.of(options));
        ChildProcess process = ChildProcess.start("origin", command);
        try {
            return new OriginUnderTest(process);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    static Path jar() {
        Path jar = Path.of(System.getProperty("llhls.jar", "../ll-hls-origin/target/ll-hls.jar"));
        if (!Files.exists(jar)) {
            throw new AssertionError(jar.toAbsolutePath() + " is missing: run mvn verify, which builds it first");
        }
        return jar;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    int srtPort() {
        return srtPort;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** Multivariant playlist of a stream, as soon as there is one. */
    PlaylistText awaitStream(String stream) {
        return Wait.until("stream " + stream + " has a playlist", () -> {
            checkAlive();
            return Optional.of(PlaylistText.load(uri("/" + stream + "/index.m3u8")));
        });
    }

    /** Media playlists of a stream, video first, in the state of now. */
    List<PlaylistText> mediaPlaylists(String stream) {
        return PlaylistText.load(uri("/" + stream + "/index.m3u8")).renditions().stream()
                .map(PlaylistText::load)
                .toList();
    }

    /** Media playlists once the publisher is gone for good. */
    List<PlaylistText> awaitEnd(String stream) {
        return Wait.until("stream " + stream + " has ended", () -> {
            checkAlive();
            List<PlaylistText> playlists = mediaPlaylists(stream);
            return playlists.stream().allMatch(PlaylistText::ended) ? Optional.of(playlists) : Optional.empty();
        });
    }

    /** The entry of {@code /api/streams}, empty when the server does not know the stream. */
    Optional<Map<String, Object>> status(String stream) {
        Map<String, Object> answer = new Json().toType(Http.text(uri("/api/streams")), Json.MAP_TYPE);
        return maps(answer.get("streams"))
                .filter(entry -> stream.equals(entry.get("name")))
                .findFirst();
    }

    /** The elements of a JSON array of objects. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    static Stream<Map<String, Object>> maps(Object array) {
        return ((List<?>) array).stream().map(element -> (Map<String, Object>) element);
    }

    List<String> log() {
        return process.lines();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private void checkAlive() {
        if (!process.isAlive()) {
            throw new Wait.Hopeless("the server ended:\n" + process.output());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

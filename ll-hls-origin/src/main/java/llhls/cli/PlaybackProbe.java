package llhls.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a stream as a player would: Multivariant Playlist, media playlist, newest part. */
final class PlaybackProbe {

    private static final Pattern MEDIA_PLAYLIST = Pattern.compile("(?m)^([^#\\s]\\S*\\.m3u8)$");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:[^\\n]*URI=\"([^\"]+)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HTTP_OK = 200;

    private final HttpClient client = HttpClient.newHttpClient();

    /** True when {@code multivariant} leads to a part that can be fetched; false while it does not. */
    boolean plays(URI multivariant) throws InterruptedException {
        try {
            Optional<URI> media = last(multivariant, MEDIA_PLAYLIST);
            Optional<URI> part = media.isEmpty() ? media : last(media.get(), PART);
            return part.isPresent()
                    && get(part.get(), BodyHandlers.ofByteArray()).body().length > 0;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** The last URI that {@code what} finds in the playlist. */
    private Optional<URI> last(URI playlist, Pattern what) throws IOException, InterruptedException {
        Matcher matcher = what.matcher(get(playlist, BodyHandlers.ofString()).body());
        Optional<URI> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(playlist.resolve(matcher.group(1)));
        }
        return last;
    }

    private <T> HttpResponse<T> get(URI uri, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpResponse<T> response =
                client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), handler);
        if (response.statusCode() != HTTP_OK) {
            throw new IOException("status " + response.statusCode() + " for " + uri);
        }
        return response;
    }
}

package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The pages and their assets, read from the class path once and served from memory. Thread: any. */
final class StaticFiles {

    private static final String FOLDER = "web";
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");

    /** Scripts only from here; players need blobs for media sources and workers, and may fetch streams from anywhere. */
    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; media-src * blob:; connect-src *; worker-src 'self' blob:; "
            + "object-src 'none'; base-uri 'none'; form-action 'none'";

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    private record Page(ByteBuffer bytes, String etag) {}

    private final Map<String, Page> pages;

    private StaticFiles(Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
    }

    /** Reads everything below {@code /web}. */
    static StaticFiles load() throws IOException {
        Map<String, Page> pages = new HashMap<>();
        ClassLoader loader = StaticFiles.class.getClassLoader();
        for (URL root : Collections.list(loader.getResources(FOLDER))) {
            for (String name : names(root)) {
                if (name.startsWith(".")) {
                    continue; // leftovers of the build
                }
                try (InputStream in = loader.getResourceAsStream(FOLDER + "/" + name)) {
                    if (in != null) {
                        pages.put(name, page(in.readAllBytes()));
                    }
                }
            }
        }
        return new StaticFiles(pages);
    }

    /** Sends the file {@code name}, or 404. */
    void send(HttpServerExchange exchange, String name) {
        Page page = pages.get(name);
        if (page == null) {
            Answers.nothingHere(exchange);
            return;
        }
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, CachePolicy.MINUTE);
        headers.put(Headers.ETAG, page.etag());
        headers.put(CONTENT_SECURITY_POLICY, POLICY);
        headers.put(CONTENT_TYPE_OPTIONS, "nosniff");
        if (RequestHeaders.matches(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH), page.etag())) {
            Reply.empty(exchange, 304);
            return;
        }
        headers.put(Headers.CONTENT_TYPE, contentType(name));
        Reply.send(exchange, page.bytes().duplicate());
    }

    private static String contentType(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return CONTENT_TYPES.getOrDefault(extension, "application/octet-stream");
    }

    private static Page page(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new Page(direct.asReadOnlyBuffer(), '"' + Long.toHexString(sum.getValue()) + '-' + bytes.length + '"');
    }

    /** Names of the files below {@code root}: a folder when run from classes, an entry when run from a jar. */
    private static List<String> names(URL root) throws IOException {
        URLConnection connection = root.openConnection();
        if (connection instanceof JarURLConnection jar) {
            String prefix = FOLDER + "/";
            return jar.getJarFile().stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                    .map(JarEntry::getName)
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
        Path folder = Path.of(java.net.URI.create(root.toString()));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}

package llhls.origin.http;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that choose between answers (RFC 9110 §12.5.3, §13.1). */
final class RequestHeaders {

    private RequestHeaders() {}

    /** Whether {@code acceptEncoding} wants gzip: listed with a weight above 0, or covered by {@code *}. */
    static boolean acceptsGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        String[] codings = acceptEncoding.toLowerCase(Locale.ROOT).split(",");
        boolean named = Arrays.stream(codings).anyMatch(c -> isCoding(c, "gzip"));
        return Arrays.stream(codings).anyMatch(c -> isCoding(c, named ? "gzip" : "*") && !isRefused(c));
    }

    /** Whether {@code ifNoneMatch} lists {@code etag}, compared weakly. */
    static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::trim)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static boolean isCoding(String element, String coding) {
        return name(element).equals(coding);
    }

    /** A weight of 0, in any of its spellings. */
    private static boolean isRefused(String element) {
        int weight = element.indexOf("q=");
        return weight >= 0 && element.substring(weight + 2).trim().matches("0(\\.0{0,3})?");
    }

    private static String name(String element) {
        int semicolon = element.indexOf(';');
        return (semicolon < 0 ? element : element.substring(0, semicolon)).trim();
    }
}

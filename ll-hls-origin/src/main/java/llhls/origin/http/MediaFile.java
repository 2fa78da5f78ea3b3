package llhls.origin.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llhls.origin.stream.StoredMedia.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The name of a media resource (DEC-2): {@code init-1a2b3c4d.mp4}, {@code s1209.m4s}, {@code p4842.m4s}.
 *
 * @param number of the segment or part, 0 for an init segment
 */
record MediaFile(String name, Kind kind, long number) {

    /** 18 digits fit a long; numbers are written without padding. */
    private static final Pattern NUMBERED = Pattern.compile("([sp])(0|[1-9][0-9]{0,17})\\.m4s");

    private static final Pattern INIT = Pattern.compile("init-[0-9a-z]{1,16}\\.mp4");

    /** Null when it is no such name. */
    static @Nullable MediaFile parse(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            Kind kind = numbered.group(1).equals("s") ? Kind.SEGMENT : Kind.PART;
            return new MediaFile(name, kind, Long.parseLong(numbered.group(2)));
        }
        return INIT.matcher(name).matches() ? new MediaFile(name, Kind.INIT, 0) : null;
    }
}

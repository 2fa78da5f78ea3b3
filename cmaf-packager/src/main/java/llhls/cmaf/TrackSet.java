package llhls.cmaf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llhls.media.AudioFormat;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;

/**
 * The tracks a stream is made of, video first.
 *
 * @param formats by track id, in rendition order; not empty
 */
record TrackSet(Map<Integer, TrackFormat> formats) {

    private static final int FAMILY_LENGTH = 4; // avc1, mp4a

    TrackSet {
        Map<Integer, TrackFormat> ordered = new LinkedHashMap<>();
        formats.forEach((id, format) -> putIf(format instanceof VideoFormat, ordered, id, format));
        formats.forEach((id, format) -> putIf(format instanceof AudioFormat, ordered, id, format));
        formats = Collections.unmodifiableMap(ordered);
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("a stream needs a track");
        }
    }

    private static void putIf(boolean wanted, Map<Integer, TrackFormat> map, int id, TrackFormat format) {
        if (wanted) {
            map.put(id, format);
        }
    }

    int leader() {
        return formats.keySet().iterator().next();
    }

    TrackFormat leaderFormat() {
        return formats.values().iterator().next();
    }

    boolean hasVideo() {
        return leaderFormat() instanceof VideoFormat;
    }

    List<AudioFormat> audio() {
        List<AudioFormat> audio = new ArrayList<>();
        formats.values().forEach(format -> {
            if (format instanceof AudioFormat found) {
                audio.add(found);
            }
        });
        return audio;
    }

    /** The same tracks, one of them with another format of the same kind. */
    TrackSet with(int track, TrackFormat format) {
        Map<Integer, TrackFormat> changed = new LinkedHashMap<>(formats);
        changed.replace(track, format);
        return new TrackSet(changed);
    }

    /** Whether players that started with {@code other} can go on with this: same tracks, same codecs (CMAF §6.7). */
    boolean continues(TrackSet other) {
        return families().equals(other.families());
    }

    private List<String> families() {
        return formats.values().stream().map(TrackSet::family).toList();
    }

    static String family(TrackFormat format) {
        String codecs = format.codecs();
        return codecs.substring(0, Math.min(FAMILY_LENGTH, codecs.length()));
    }
}

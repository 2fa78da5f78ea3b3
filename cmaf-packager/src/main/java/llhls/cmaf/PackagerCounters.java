package llhls.cmaf;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the packager repaired, dropped or forced. Thread: confined to the media thread of its stream. */
final class PackagerCounters {

    enum Event {
        /** Units whose DTS does not follow the one before (CMAF-074). */
        OUT_OF_ORDER_DROPPED,
        /** Pictures before the first key frame, or while one is awaited. */
        WITHOUT_KEY_FRAME_DROPPED,
        /** Units of tracks that are not part of the stream. */
        UNKNOWN_TRACK_DROPPED,
        /** Units beyond a size limit or with impossible times. */
        UNUSABLE_DROPPED,
        /** Units that did not fit the buffer before the plan was fixed. */
        START_BUFFER_DROPPED,
        /** Audio frames more than 3 s ahead of video. */
        AUDIO_AHEAD_DROPPED,
        /** Audio frames that overlap the one before by half a frame or more, or whose part has left. */
        AUDIO_OVERLAP_DROPPED,
        /** Silent frames put into audio holes. */
        AUDIO_GAP_FILLED,
        /** Audio parts closed without waiting any longer. */
        AUDIO_PART_LATE,
        /** Clock drift corrections of audio. */
        AUDIO_DRIFT_CORRECTED,
        /** Parts published without media. */
        GAP_PARTS,
        /** Holes in the leading track that were too long to absorb. */
        HOLES,
        /** Segments that ended without a key frame. */
        FORCED_CUTS,
        /** New time lines: publishers and time base changes. */
        EPOCHS,
        /** Losses reported by the ingest. */
        LOSSES_REPORTED
    }

    private final Map<Event, Long> counts = new EnumMap<>(Event.class);

    void add(Event event) {
        add(event, 1);
    }

    void add(Event event, long count) {
        counts.merge(event, count, Long::sum);
    }

    long get(Event event) {
        return counts.getOrDefault(event, 0L);
    }

    /** Under names such as {@code audio-gap-filled}. */
    Map<String, Number> asMap() {
        Map<String, Number> map = new LinkedHashMap<>();
        for (Event event : Event.values()) {
            map.put(event.name().toLowerCase(Locale.ROOT).replace('_', '-'), get(event));
        }
        return map;
    }
}

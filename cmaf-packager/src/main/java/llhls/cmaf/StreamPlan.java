package llhls.cmaf;

import java.util.List;
import llhls.media.TrackFormat;

/**
 * What is fixed for the life of a stream before its first playlist (DEC-5, DEC-11): the renditions and their common durations.
 *
 * @param renditions in track order, video first
 * @param partTargetMillis PART-TARGET of all renditions
 * @param targetDurationSeconds EXT-X-TARGETDURATION of all renditions
 * @param independentSegments whether every segment starts with a key frame (DEC-15)
 */
public record StreamPlan(
        List<Rendition> renditions, int partTargetMillis, int targetDurationSeconds, boolean independentSegments) {

    public StreamPlan {
        renditions = List.copyOf(renditions);
    }

    /**
     * One media playlist.
     *
     * @param id {@code v1}, {@code a1} (DEC-3)
     * @param format as first announced
     * @param frameRateMilliHz frames per second times 1000 for video, 0 for audio
     */
    public record Rendition(String id, TrackFormat format, int frameRateMilliHz) {}
}

package llhls.origin.playlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llhls.cmaf.StreamPlan;
import llhls.cmaf.StreamPlan.Rendition;
import llhls.media.AudioFormat;
import llhls.media.VideoFormat;
import llhls.origin.playlist.MultivariantPlaylist.AudioRendition;
import llhls.origin.playlist.MultivariantPlaylist.Picture;
import llhls.origin.playlist.MultivariantPlaylist.Variant;
import llhls.origin.playlist.MultivariantPlaylist.VideoRange;
import org.jspecify.annotations.Nullable;

/** Makes the Multivariant Playlist of a plan: video renditions are variants, audio is their group, or variants if alone. */
public final class MultivariantPlan {

    private static final String AUDIO_GROUP = "audio";

    private final StreamPlan plan;
    private final Map<String, Bandwidth> bandwidths;

    private MultivariantPlan(StreamPlan plan, Map<String, Bandwidth> bandwidths) {
        this.plan = plan;
        this.bandwidths = bandwidths;
    }

    /** {@code bandwidths} are what was measured of each rendition, by its id. */
    public static MultivariantPlaylist of(StreamPlan plan, Map<String, Bandwidth> bandwidths) {
        return new MultivariantPlan(plan, bandwidths).build();
    }

    private MultivariantPlaylist build() {
        List<Rendition> video = of(VideoFormat.class);
        List<Rendition> audio = of(AudioFormat.class);
        if (video.isEmpty()) {
            List<Variant> variants = audio.stream().map(this::alone).toList();
            return new MultivariantPlaylist(plan.independentSegments(), List.of(), variants);
        }
        List<Variant> variants = video.stream().map(v -> withAudio(v, audio)).toList();
        return new MultivariantPlaylist(plan.independentSegments(), group(audio), variants);
    }

    private List<Rendition> of(Class<?> format) {
        return plan.renditions().stream()
                .filter(r -> format.isInstance(r.format()))
                .toList();
    }

    private Variant alone(Rendition rendition) {
        List<String> codecs = List.of(rendition.format().codecs());
        return new Variant(uri(rendition.id()), bandwidth(rendition).announced(), codecs, null, null);
    }

    private Variant withAudio(Rendition video, List<Rendition> audio) {
        Bandwidth heaviest = audio.stream().map(this::bandwidth).reduce(Bandwidth.NONE, MultivariantPlan::heavier);
        List<String> codecs = Stream.concat(Stream.of(video), audio.stream())
                .map(r -> r.format().codecs())
                .distinct()
                .toList();
        return new Variant(
                uri(video.id()),
                bandwidth(video).plus(heaviest).announced(),
                codecs,
                picture(video),
                audio.isEmpty() ? null : AUDIO_GROUP);
    }

    private static @Nullable Picture picture(Rendition rendition) {
        if (!(rendition.format() instanceof VideoFormat format)) {
            return null;
        }
        return new Picture(
                displayWidth(format),
                format.height(),
                rendition.frameRateMilliHz(),
                VideoRange.ofTransfer(format.colour().transfer()));
    }

    /** Width with square pixels; a ratio that makes no sense counts as 1:1. */
    private static int displayWidth(VideoFormat format) {
        VideoFormat.Ratio sar = format.sar();
        boolean sane = sar.horizontal() > 0 && sar.vertical() > 0;
        return sane ? (int) Math.round((double) format.width() * sar.horizontal() / sar.vertical()) : format.width();
    }

    private static List<AudioRendition> group(List<Rendition> audio) {
        List<AudioRendition> group = new ArrayList<>();
        for (Rendition rendition : audio) {
            if (rendition.format() instanceof AudioFormat format) {
                int number = group.size() + 1;
                group.add(new AudioRendition(
                        AUDIO_GROUP, "Audio " + number, "und", number == 1, format.channels(), uri(rendition.id())));
            }
        }
        return group;
    }

    private Bandwidth bandwidth(Rendition rendition) {
        return bandwidths.getOrDefault(rendition.id(), Bandwidth.NONE);
    }

    private static Bandwidth heavier(Bandwidth one, Bandwidth other) {
        return one.peakBitsPerSecond() >= other.peakBitsPerSecond() ? one : other;
    }

    /** The media playlist of a rendition, relative to the Multivariant Playlist and to its siblings (DEC-2). */
    public static String uri(String rendition) {
        return rendition + ".m3u8";
    }
}

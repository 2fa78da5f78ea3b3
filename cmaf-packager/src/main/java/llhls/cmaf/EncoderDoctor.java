package llhls.cmaf;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import llhls.media.EncoderFinding;

/**
 * Says in plain words what the encoder should do differently: each thing once per publisher.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class EncoderDoctor {

    private static final int IRREGULAR_PERCENT = 20;

    private final PartSink sink;
    private final PackagerConfig config;
    private final Set<String> told = new HashSet<>();

    EncoderDoctor(PartSink sink, PackagerConfig config) {
        this.sink = sink;
        this.config = config;
    }

    /** A new publisher: everything may be said again. */
    void reset() {
        told.clear();
    }

    /** Passes a finding on unless its code was told before. */
    void tell(EncoderFinding finding) {
        if (told.add(finding.code())) {
            sink.finding(finding);
        }
    }

    /** Looks at the start of a video track and the plan made for it. */
    void examine(LeadProfile profile, CutPlan plan) {
        longGop(profile.gopTicks(), plan.rate());
        oddGop(plan);
        reordering(profile.reorderTicks(), plan.rate());
        if (profile.irregularPercent() >= IRREGULAR_PERCENT) {
            variableFrameRate(profile);
        }
    }

    void noKeyFrame(long elapsedTicks, CutPlan plan) {
        tell(
                "no-idr",
                "no key frame for " + seconds(elapsedTicks)
                        + " s, so a segment begins without one: players cannot start or switch there",
                keyFrameFix(plan.rate()));
    }

    /** PTS minus DTS of a key frame. */
    void reordering(long ticks, FrameRate rate) {
        if (2 * ticks > rate.nominalTicks()) {
            tell(
                    "b-frames",
                    "pictures are reordered (B-frames), which costs " + ticks / 90 + " ms of latency at "
                            + Math.max(1, rate.framesIn(ticks)) + " frames",
                    "OBS: x264 option bframes=0 or tune zerolatency; ffmpeg: -bf 0 or -tune zerolatency");
        }
    }

    void lateAudio(long lateMs, long partMs) {
        tell(
                "late-audio",
                "audio arrives " + lateMs + " ms after the video it belongs to, more than a part of " + partMs
                        + " ms: its playlist is behind, and players may leave low latency",
                "ffmpeg: -pes_payload_size 0 -flush_packets 1 -muxdelay 0.1; or raise part-duration");
    }

    void audioAhead(int seconds) {
        tell(
                "audio-ahead",
                "audio is more than " + seconds + " s ahead of video; frames beyond that are dropped",
                "start audio and video of the encoder together; ffmpeg: check -itsoffset and the timestamps of both inputs");
    }

    void lateTrack(int track, String codecs) {
        tell(
                "late-track",
                "track " + track + (codecs.isEmpty() ? "" : " (" + codecs + ")") + " began more than "
                        + config.trackDiscovery().toMillis()
                        + " ms after the first media and is ignored until the publisher connects again",
                "let the encoder send all tracks from the start, or raise track-discovery");
    }

    void unsupported(int track, String problem) {
        tell("unsupported-format", "track " + track + " is ignored: " + problem, "send H.264 video and AAC-LC audio");
    }

    void tooLarge(int bytes, int limit) {
        tell(
                "too-large-frame",
                "a frame of " + bytes + " bytes was dropped, the limit is " + limit,
                "lower the bit rate; ffmpeg: -maxrate and -bufsize, OBS: rate control CBR");
    }

    void startBufferFull(long mebibytes) {
        tell(
                "start-buffer-full",
                "more than " + mebibytes
                        + " MiB arrived before the second key frame; playback starts without knowing its distance",
                keyFrameFix(FrameRate.FPS_30));
    }

    private void longGop(long gopTicks, FrameRate rate) {
        long target = config.segmentDuration().toMillis() * 90;
        if (10 * gopTicks > 11 * target) {
            tell(
                    "long-gop",
                    "key frames are " + seconds(gopTicks) + " s apart, the wanted segment duration is "
                            + seconds(target) + " s: segments get that long, players start and switch late",
                    keyFrameFix(rate));
        }
    }

    private void oddGop(CutPlan plan) {
        if (plan.gopFrames() > 0 && plan.gopFrames() % plan.partFrames() != 0) {
            tell(
                    "odd-gop",
                    "the key frame distance of " + plan.gopFrames() + " frames is no multiple of a part of "
                            + plan.partFrames() + " frames: short parts cost requests",
                    keyFrameFix(plan.rate()));
        }
    }

    private void variableFrameRate(LeadProfile profile) {
        tell(
                "variable-frame-rate",
                profile.irregularPercent() + " % of the frame intervals differ from " + profile.rate()
                        + ": parts vary in length",
                "send a constant frame rate; ffmpeg: -fps_mode cfr -r 30, phones and screen recorders: lock the frame rate");
    }

    private String keyFrameFix(FrameRate rate) {
        long target = config.segmentDuration().toMillis() * 90;
        int frames = (int) Math.max(1, rate.framesIn(target));
        return "OBS: set Keyframe Interval to " + seconds(target).replaceAll("\\.?0+$", "")
                + " s instead of 0 (auto); ffmpeg: -g " + frames + " -keyint_min " + frames + " -sc_threshold 0";
    }

    private void tell(String code, String message, String fix) {
        tell(new EncoderFinding(code, message, fix));
    }

    private static String seconds(long ticks) {
        return String.format(Locale.ROOT, "%d.%02d", ticks / 90_000, ticks % 90_000 / 900);
    }
}

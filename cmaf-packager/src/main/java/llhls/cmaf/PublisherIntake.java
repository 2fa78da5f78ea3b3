package llhls.cmaf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.fmp4.InitSegmentWriter;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;
import llhls.media.VideoFormat;
import org.jspecify.annotations.Nullable;

/**
 * The sink of one publisher: learns its tracks, keeps what arrives until they are complete, then passes everything on.
 * Nothing the publisher sends makes it throw; what cannot be used is dropped and counted.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class PublisherIntake implements MediaSink {

    static final int MAX_SAMPLE_BYTES = 8 << 20;

    private static final int MAX_TRACKS = 16;
    private static final long MAX_REORDER_TICKS = 10 * 90_000;
    private static final long MAX_TIME_TICKS = 1L << 48; // 99 years
    private static final int AAC_FRAME = 1024;

    private final Packager packager;
    private final PackagerConfig config;
    private final PackagerCounters counters;
    private final EncoderDoctor doctor;

    private final Map<Integer, TrackFormat> formats = new LinkedHashMap<>();
    private final Map<Integer, TrackFormat> withMedia = new LinkedHashMap<>();
    private final StartBuffer buffer = new StartBuffer();
    private @Nullable TrackSet frozen;
    private boolean passing;
    private boolean retired;
    private int announced;
    private boolean anyMedia;
    private long firstMediaNs;

    PublisherIntake(Packager packager, PackagerConfig config, PackagerCounters counters, EncoderDoctor doctor) {
        this.packager = packager;
        this.config = config;
        this.counters = counters;
        this.doctor = doctor;
    }

    /** Another publisher took over: every later call is ignored. */
    void retire() {
        retired = true;
        buffer.clear();
    }

    /** The stream ended under this publisher: what it sends from now on starts a new one. */
    void startOver() {
        passing = false;
        discardStart();
    }

    @Override
    public void tracks(int count) {
        announced = count;
    }

    @Override
    public void format(int track, TrackFormat format) {
        if (retired || format.equals(formats.get(track))) {
            return;
        }
        String problem = problem(track, format);
        if (problem != null) {
            doctor.unsupported(track, problem);
            return;
        }
        TrackFormat before = formats.put(track, format);
        if (before == null) {
            return;
        }
        if (!passing) {
            discardStart(); // what was kept belongs to the old format
        } else if (isInStream(track)) {
            packager.formatChanged(track, before, format);
        }
    }

    private @Nullable String problem(int track, TrackFormat format) {
        if (!formats.containsKey(track) && formats.size() >= MAX_TRACKS) {
            return "more than " + MAX_TRACKS + " tracks";
        }
        if (format instanceof VideoFormat && hasOtherVideo(track)) {
            return "a second video track";
        }
        if (format instanceof AudioFormat audio && (audio.samplesPerFrame() != AAC_FRAME || audio.sampleRate() <= 0)) {
            return "AAC with " + audio.samplesPerFrame() + " samples per frame at " + audio.sampleRate() + " Hz";
        }
        try {
            InitSegmentWriter.write(format);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private boolean hasOtherVideo(int track) {
        return formats.entrySet().stream()
                .anyMatch(entry -> entry.getKey() != track && entry.getValue() instanceof VideoFormat);
    }

    @Override
    public void accessUnit(AccessUnit unit) {
        if (retired) {
            return;
        }
        packager.mediaArrived(unit.lastByteNs());
        TrackFormat format = formats.get(unit.track());
        if (format == null) {
            counters.add(Event.UNKNOWN_TRACK_DROPPED);
        } else if (isUsable(unit)) {
            route(unit, format);
        }
    }

    private boolean isUsable(AccessUnit unit) {
        if (unit.length() > MAX_SAMPLE_BYTES) {
            doctor.tooLarge(unit.length(), MAX_SAMPLE_BYTES);
        }
        boolean usable = unit.length() > 0
                && unit.length() <= MAX_SAMPLE_BYTES
                && Math.abs(unit.dtsTicks()) <= MAX_TIME_TICKS
                && Math.abs(unit.ptsTicks()) <= MAX_TIME_TICKS
                && Math.abs(unit.ptsTicks() - unit.dtsTicks()) <= MAX_REORDER_TICKS;
        if (!usable) {
            counters.add(Event.UNUSABLE_DROPPED);
        }
        return usable;
    }

    private void route(AccessUnit unit, TrackFormat format) {
        long nowNs = packager.nowNs();
        if (passing) {
            pass(unit, format, nowNs);
            return;
        }
        if (!anyMedia) {
            anyMedia = true;
            firstMediaNs = nowNs;
        }
        if (frozen == null) {
            withMedia.put(unit.track(), format);
        } else if (!isInStream(unit.track())) {
            ignore(unit, format);
            return;
        }
        keep(unit, format, nowNs);
        beginWhenReady(nowNs);
    }

    private void pass(AccessUnit unit, TrackFormat format, long nowNs) {
        if (isInStream(unit.track())) {
            packager.pass(unit, nowNs);
        } else {
            ignore(unit, format);
        }
    }

    private void ignore(AccessUnit unit, TrackFormat format) {
        counters.add(Event.UNKNOWN_TRACK_DROPPED);
        doctor.lateTrack(unit.track(), format.codecs());
    }

    private boolean isInStream(int track) {
        return frozen != null && frozen.formats().containsKey(track);
    }

    private void keep(AccessUnit unit, TrackFormat format, long nowNs) {
        if (buffer.add(unit, format, nowNs)) {
            return;
        }
        if (buffer.isFull()) {
            counters.add(Event.START_BUFFER_DROPPED);
            doctor.startBufferFull(StartBuffer.MAX_MEBIBYTES);
        } else {
            counters.add(Event.WITHOUT_KEY_FRAME_DROPPED);
        }
    }

    /** Lets time pass: tracks that did not come are not waited for any longer. */
    void tick(long nowNs) {
        if (!retired && !passing && anyMedia) {
            beginWhenReady(nowNs);
        }
    }

    private void beginWhenReady(long nowNs) {
        TrackSet tracks = freezeWhenComplete(nowNs);
        if (tracks == null) {
            return;
        }
        boolean learned = packager.continuesWith(tracks) ? knowsRate(tracks) : knowsRateAndGop(tracks);
        boolean ready = !tracks.hasVideo() || learned || buffer.isOver(nowNs);
        if (ready && buffer.has(tracks.leader())) { // a new time base may have emptied it
            passing = true;
            List<AccessUnit> units = buffer.units();
            buffer.clear();
            packager.begin(new Start(tracks, units), nowNs);
        }
    }

    /** A stream that goes on keeps its plan; only the frame duration may be another. */
    private boolean knowsRate(TrackSet tracks) {
        return buffer.hasKeyFrame() && (statesRate(tracks) || buffer.showsRate());
    }

    /** A plan is for the life of the stream: an encoder that starts up with missing frames gets time to find its rate. */
    private boolean knowsRateAndGop(TrackSet tracks) {
        return buffer.hasSecondKeyFrame()
                && (statesRate(tracks) || buffer.isRegular(tracks.leader()) || buffer.isLongEnoughToMeasure());
    }

    private static boolean statesRate(TrackSet tracks) {
        return tracks.leaderFormat() instanceof VideoFormat video && video.frameDurationTicks() > 0;
    }

    private @Nullable TrackSet freezeWhenComplete(long nowNs) {
        boolean complete = announced > 0 && withMedia.size() >= announced;
        boolean over = nowNs - firstMediaNs >= config.trackDiscovery().toNanos();
        if (frozen == null && !withMedia.isEmpty() && (complete || over)) {
            frozen = new TrackSet(withMedia);
        }
        return frozen;
    }

    @Override
    public void newTimeBase() {
        if (retired) {
            return;
        }
        if (passing) {
            packager.newTimeBase();
        } else {
            buffer.clear();
        }
    }

    private void discardStart() {
        buffer.clear();
        withMedia.clear();
        frozen = null;
        anyMedia = false;
    }

    @Override
    public void lost() {
        counters.add(Event.LOSSES_REPORTED);
    }

    @Override
    public void finding(EncoderFinding finding) {
        if (!retired) {
            doctor.tell(finding);
        }
    }

    @Override
    public void end() {
        if (!retired) {
            retire();
            packager.publisherGone();
        }
    }

    /**
     * What a publisher begins with.
     *
     * @param units in order of arrival, video from its first key frame on
     */
    record Start(TrackSet tracks, List<AccessUnit> units) {

        List<AccessUnit> leading() {
            return units.stream()
                    .filter(unit -> unit.track() == tracks.leader())
                    .toList();
        }
    }
}

package llhls.cmaf;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.MediaSink;
import llhls.media.VideoFormat;
import llhls.testing.ManualClock;
import org.jspecify.annotations.Nullable;

/**
 * An encoder in virtual time: pictures and AAC frames at their times of arrival, with the irregularities of real ones. Every
 * sample holds its source PTS, so that it can be recognised in a part.
 */
final class SimulatedEncoder {

    static final int VIDEO = 1;
    static final int AUDIO = 2;
    static final long DEFAULT_START = 126_000; // 1.4 s, as ffmpeg's muxer begins

    // what is sent
    private int fpsNum = 30;
    private int fpsDen = 1;
    private int gop = 60;
    private boolean bFrames;
    private boolean millis;
    private int jitterMs;
    private double sceneCuts;
    private double loss;
    private VideoFormat video = Formats.video();
    private @Nullable AudioFormat audio = Formats.audio48k();
    private long audioLateNs = 5_000_000;
    private long audioDriftPpm;
    private boolean withVideo = true;
    private long tickNs = 10_000_000;
    private long startTicks = DEFAULT_START;
    private final Random random;
    private Predicate<AccessUnit> filter = unit -> true;
    private Consumer<AccessUnit> observer = unit -> {};

    // where it stands
    private long nextPicture;
    private long inGop;
    private long nextFrame;
    private long originNs;
    private boolean connected;
    private @Nullable MediaSink sink;
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::atNs).thenComparingLong(Arrival::order));
    private long order;
    private long decodeIndex;
    private long videoMadeNs;
    private long audioMadeNs;

    private record Arrival(long atNs, long order, AccessUnit unit) {}

    SimulatedEncoder(long seed) {
        random = new Random(seed);
    }

    SimulatedEncoder() {
        this(1);
    }

    SimulatedEncoder rate(int num, int den) {
        fpsNum = num;
        fpsDen = den;
        return this;
    }

    SimulatedEncoder gop(int frames) {
        gop = frames;
        return this;
    }

    SimulatedEncoder bFrames() {
        bFrames = true;
        return this;
    }

    /** Timestamps in whole milliseconds, as RTMP has them, plus or minus {@code jitter} ms. */
    SimulatedEncoder milliseconds(int jitter) {
        millis = true;
        jitterMs = jitter;
        return this;
    }

    SimulatedEncoder sceneCuts(double perFrame) {
        sceneCuts = perFrame;
        return this;
    }

    SimulatedEncoder loss(double perFrame) {
        loss = perFrame;
        return this;
    }

    SimulatedEncoder videoFormat(VideoFormat format) {
        video = format;
        return this;
    }

    SimulatedEncoder audio(@Nullable AudioFormat format) {
        audio = format;
        return this;
    }

    SimulatedEncoder audioLate(Duration late) {
        audioLateNs = late.toNanos();
        return this;
    }

    SimulatedEncoder audioDrift(long ppm) {
        audioDriftPpm = ppm;
        return this;
    }

    SimulatedEncoder audioOnly() {
        withVideo = false;
        return this;
    }

    SimulatedEncoder startingAt(long ticks) {
        startTicks = ticks;
        return this;
    }

    /** Only units that pass are sent. */
    SimulatedEncoder only(Predicate<AccessUnit> units) {
        filter = units;
        return this;
    }

    SimulatedEncoder observedBy(Consumer<AccessUnit> sent) {
        observer = sent;
        return this;
    }

    SimulatedEncoder tickEvery(Duration interval) {
        tickNs = interval.toNanos();
        return this;
    }

    VideoFormat videoFormat() {
        return video;
    }

    /** Announces the tracks, unless done, and sends for {@code duration} of virtual time, ticking every 10 ms. */
    void run(Packager packager, ManualClock clock, Duration duration) {
        connect(packager, clock);
        long endNs = clock.nanoTime() + duration.toNanos();
        while (clock.nanoTime() - endNs < 0) {
            long tickAt = Math.min(endNs, clock.nanoTime() + tickNs);
            makeUntil(tickAt + 1_000_000_000L);
            while (!arrivals.isEmpty() && arrivals.element().atNs() <= tickAt) {
                Arrival arrival = arrivals.remove();
                advanceTo(clock, arrival.atNs());
                send(arrival.unit());
            }
            advanceTo(clock, tickAt);
            packager.tick(clock.nanoTime());
        }
    }

    void connect(Packager packager, ManualClock clock) {
        if (!connected) {
            connected = true;
            originNs = clock.nanoTime();
            videoMadeNs = originNs;
            audioMadeNs = originNs;
            sink = packager.connect();
            sink.tracks((withVideo ? 1 : 0) + (audio == null ? 0 : 1));
            if (withVideo) {
                sink.format(VIDEO, video);
            }
            if (audio != null) {
                sink.format(AUDIO, audio);
            }
        }
    }

    MediaSink sink() {
        return sink;
    }

    /** Later pictures use {@code format}; the next one is a key frame. */
    void switchVideo(VideoFormat format) {
        dropQueued(VIDEO);
        video = format;
        inGop = gop;
        sink.format(VIDEO, format);
    }

    void switchAudio(AudioFormat format) {
        dropQueued(AUDIO);
        audio = format;
        sink.format(AUDIO, format);
    }

    /** The timestamps of everything not yet sent jump. */
    void jump(long ticks) {
        startTicks += ticks;
        List<Arrival> moved = new ArrayList<>();
        for (Arrival a : arrivals) {
            AccessUnit u = a.unit();
            moved.add(new Arrival(
                    a.atNs(),
                    a.order(),
                    unit(
                            u.track(),
                            u.ptsTicks() + ticks,
                            u.dtsTicks() + ticks,
                            u.keyFrame(),
                            u.disposable(),
                            a.atNs())));
        }
        arrivals.clear();
        arrivals.addAll(moved);
    }

    /** The next picture made is a key frame. */
    void keyFrame() {
        inGop = gop;
    }

    private void dropQueued(int track) {
        arrivals.removeIf(arrival -> arrival.unit().track() == track);
    }

    private void send(AccessUnit unit) {
        boolean lost = unit.track() == VIDEO && loss > 0 && !unit.keyFrame() && random.nextDouble() < loss;
        if (!lost && filter.test(unit)) {
            observer.accept(unit);
            sink.accessUnit(unit);
        }
    }

    private static void advanceTo(ManualClock clock, long ns) {
        if (ns > clock.nanoTime()) {
            clock.advance(Duration.ofNanos(ns - clock.nanoTime()));
        }
    }

    private void makeUntil(long ns) {
        while (withVideo && videoMadeNs < ns) {
            makePictures();
        }
        while (audio != null && audioMadeNs < ns) {
            makeAudio();
        }
    }

    private void makePictures() {
        boolean key = inGop == 0 || inGop >= gop || (sceneCuts > 0 && random.nextDouble() < sceneCuts);
        if (key) {
            inGop = 0;
        }
        int group = !key && bFrames && inGop + 3 <= gop ? 3 : 1;
        long first = nextPicture;
        if (group == 3) {
            picture(first + 2, false, false);
            picture(first, false, true);
            picture(first + 1, false, true);
        } else {
            picture(first, key, false);
        }
        nextPicture += group;
        inGop += group;
    }

    private void picture(long display, boolean key, boolean disposable) {
        long decode = decodeIndex++;
        long pts = stamp(ticks(display + (bFrames ? 1 : 0)));
        long dts = bFrames ? stamp(ticks(decode)) : pts;
        long atNs = originNs + (decode + 1) * 1_000_000_000L * fpsDen / fpsNum;
        videoMadeNs = atNs;
        add(unit(VIDEO, pts, dts, key, disposable, atNs));
    }

    private void makeAudio() {
        long samples = nextFrame++ * 1024;
        long drifted = samples + samples * audioDriftPpm / 1_000_000;
        long pts = startTicks + (2 * drifted * 90_000 / audio.sampleRate() + 1) / 2;
        if (millis) {
            pts = toMillis(pts);
        }
        audioMadeNs = originNs + (samples + 1024) * 1_000_000_000L / audio.sampleRate();
        add(unit(AUDIO, pts, pts, true, false, audioMadeNs + audioLateNs));
    }

    private void add(AccessUnit unit) {
        arrivals.add(new Arrival(unit.lastByteNs(), order++, unit));
    }

    static AccessUnit unit(int track, long pts, long dts, boolean key, boolean disposable, long atNs) {
        byte[] bytes = ByteBuffer.allocate(12).putInt(track).putLong(pts).array();
        return new AccessUnit(track, pts, dts, key, disposable, atNs, atNs, bytes, 0, bytes.length);
    }

    private long ticks(long frame) {
        return startTicks + (2 * frame * 90_000L * fpsDen / fpsNum + 1) / 2;
    }

    private long stamp(long ticks) {
        if (!millis) {
            return ticks;
        }
        return toMillis(ticks) + 90L * (jitterMs == 0 ? 0 : random.nextInt(2 * jitterMs + 1) - jitterMs);
    }

    private static long toMillis(long ticks) {
        return Math.floorDiv(ticks + 45, 90) * 90;
    }
}

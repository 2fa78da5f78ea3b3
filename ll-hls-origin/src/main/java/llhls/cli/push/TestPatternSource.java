package llhls.cli.push;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import llhls.ingest.ts.TsMuxer;
import llhls.media.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in encoder: {@link PatternPicture} and {@link AudioLoop} in real time, both on one media clock that starts with
 * the source. Pictures are made on a thread of their own; when the machine is too slow, frames are left out and the
 * timestamps stay true.
 *
 * <p>Thread: {@link #pump} and {@link #close} from the pushing thread.
 */
public final class TestPatternSource implements PushSource {

    private static final Logger log = LoggerFactory.getLogger(TestPatternSource.class);
    private static final long FIRST_TICKS = 126_000; // like other encoders, some time before the first picture
    private static final int QUEUED_PICTURES = 8;
    private static final long LONGEST_WAIT_NS = 100_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The first pictures take many times longer than later ones: made before time starts, they cost no skipped frames. */
    private static final int WARM_UP_PICTURES = 30;

    private static final long LONGEST_WARM_UP_NS = 5 * NANOS_PER_SECOND;

    private final Clock clock;
    private final FrameClock frames;
    private final AudioLoop sound = AudioLoop.load();
    private final long firstSound;
    private final BlockingQueue<EncodedPicture> encoded = new ArrayBlockingQueue<>(QUEUED_PICTURES);
    private final Thread encoderThread;
    private volatile boolean closed; // written by close, read by the encoder thread
    private volatile long skipped; // written by the encoder thread

    // while pumping
    private @Nullable TsMuxer muxer;
    private long nextSound;

    @SuppressWarnings("ArrayRecordComponent") // handed over whole; never compared
    private record EncodedPicture(byte[] annexB, long frame, boolean keyFrame) {}

    /**
     * Starts encoding, after a warm-up of up to five seconds, usually half a second.
     *
     * @param title shown in the picture
     * @param framesPerSecond 25 or 30
     */
    public TestPatternSource(String title, int framesPerSecond, Clock clock) {
        this.clock = clock;
        PatternPicture pattern = new PatternPicture(title);
        PatternEncoder encoder = new PatternEncoder();
        warmUp(pattern, encoder);
        this.frames = new FrameClock(clock.nanoTime(), framesPerSecond);
        this.firstSound = AudioLoop.startFrame(unixMillis(frames.startNs()));
        this.encoderThread = new Thread(() -> encode(pattern, encoder), "test-pattern");
        encoderThread.setDaemon(true);
        encoderThread.start();
    }

    @Override
    public boolean pump(TsMuxer.Output out) throws InterruptedException {
        TsMuxer mux = muxer(out);
        long nowNs = clock.nanoTime();
        while (nowNs - soundDueNs(nextSound) >= 0) {
            byte[] adts = sound.frame(firstSound + nextSound);
            mux.audio(adts, 0, adts.length, FIRST_TICKS + nextSound * AudioLoop.TICKS_PER_FRAME);
            nextSound++;
        }
        long waitNs = Math.min(LONGEST_WAIT_NS, soundDueNs(nextSound) - nowNs);
        EncodedPicture picture = encoded.poll(waitNs, TimeUnit.NANOSECONDS);
        if (picture != null) {
            long ticks = FIRST_TICKS + frames.ticks(picture.frame());
            mux.video(picture.annexB(), 0, picture.annexB().length, ticks, ticks, picture.keyFrame());
        }
        return encoderThread.isAlive() || picture != null;
    }

    /** Frames left out because the machine was too slow for them. */
    public long skippedFrames() {
        return skipped;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(encoderThread);
    }

    private TsMuxer muxer(TsMuxer.Output out) {
        TsMuxer mux = muxer;
        if (mux == null) {
            mux = new TsMuxer(out);
            muxer = mux;
        }
        return mux;
    }

    /** A frame of sound exists when its last sample was heard. */
    private long soundDueNs(long frame) {
        return frames.startNs() + AudioLoop.durationNs(frame + 1);
    }

    private long unixMillis(long ns) {
        return Math.floorDiv(clock.unixMicros(ns), 1_000L);
    }

    private void warmUp(PatternPicture pattern, PatternEncoder encoder) {
        long endNs = clock.nanoTime() + LONGEST_WARM_UP_NS;
        for (int i = 0; i < WARM_UP_PICTURES && clock.nanoTime() - endNs < 0; i++) {
            encoder.encode(pattern.paint(i, i), i == 0);
        }
    }

    private void encode(PatternPicture pattern, PatternEncoder encoder) {
        try {
            encodeFrames(pattern, encoder);
        } catch (RuntimeException e) {
            log.error("test pattern stopped", e);
        }
    }

    private void encodeFrames(PatternPicture pattern, PatternEncoder encoder) {
        long next = 0;
        long newestSecond = -1;
        long left = 0;
        while (!closed) {
            long nowNs = clock.nanoTime();
            long frame = frames.newestDue(nowNs);
            if (frame < next) {
                LockSupport.parkNanos(this, frames.dueNs(next) - nowNs);
                continue;
            }
            left += frame - next;
            skipped = left;
            next = frame + 1;
            long second = frame / frames.framesPerSecond();
            boolean keyFrame = second > newestSecond;
            byte[] unit = encoder.encode(pattern.paint(frame, unixMillis(frames.dueNs(frame))), keyFrame);
            // a full queue means that nobody pumps: the next picture that fits must not refer to one that was lost
            boolean taken = encoded.offer(new EncodedPicture(unit, frame, keyFrame));
            newestSecond = taken ? second : -1;
        }
    }
}

package llhls.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import llhls.media.time.Clock;

/** A clock that stands still until a test moves it. Thread: written by the test, read by any. */
public final class ManualClock implements Clock {

    private final Instant origin;
    private final AtomicLong elapsedNs = new AtomicLong();

    public ManualClock(Instant origin) {
        this.origin = origin;
    }

    /** 2026-03-02T09:40:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-03-02T09:40:00Z"));
    }

    public void advance(Duration by) {
        elapsedNs.addAndGet(by.toNanos());
    }

    @Override
    public long nanoTime() {
        return elapsedNs.get();
    }

    @Override
    public Instant now() {
        return origin.plusNanos(elapsedNs.get());
    }
}

package llhls.media.time;

import java.time.Instant;

/** The only place of the product that reads the machine's clocks. */
@ReadsSystemClock
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}

package llhls.ingest.ts;

/**
 * Decides what may follow a lost picture: everything when nothing referred to it, otherwise by policy nothing until the next
 * key frame, or everything with artefacts.
 *
 * <p>Thread: confined to its assembler.
 */
final class LossGuard {

    private static final long LONG_GOP_TICKS = 2 * Ticks33.PER_SECOND;

    private final OnLoss policy;

    private boolean started;
    private long lastDts33;
    private long lastKeyDts33;
    private long gopTicks;

    /** Something is missing and the next picture has not been looked at yet. */
    private boolean pending;

    private boolean referenceLost;
    private int disposableLost;
    /** References are broken since {@link #brokenDts33}. */
    private boolean broken;

    private long brokenDts33;

    LossGuard(OnLoss policy) {
        this.policy = policy;
    }

    /** A picture was lost of which nothing, or a reference, is known. */
    void referenceLost() {
        pending = true;
        referenceLost = true;
    }

    /** A picture that no other refers to was lost. */
    void disposableLost() {
        pending = true;
        disposableLost++;
    }

    /** Packets are missing between two complete pictures: whole pictures may be. */
    void suspect() {
        pending = true;
    }

    /** True while nothing has been judged since a loss, or only a key frame or a recovery point helps. */
    boolean isTroubled() {
        return broken || pending;
    }

    /** The next complete picture; false when it must not be passed on. */
    boolean admits(long dts33, boolean randomAccess, long durationTicks) {
        if (pending) {
            if (started && !broken && !continuous(dts33, durationTicks)) {
                broken = true;
                brokenDts33 = lastDts33;
            }
            pending = false;
            referenceLost = false;
            disposableLost = 0;
        }
        if (broken && !randomAccess && freezes(dts33)) {
            return false;
        }
        broken = false;
        return true;
    }

    /** A picture was passed on. */
    void passed(long dts33, boolean keyFrame) {
        if (keyFrame) {
            gopTicks = started ? Math.max(0, Ticks33.distance(lastKeyDts33, dts33)) : 0;
            lastKeyDts33 = dts33;
        }
        started = true;
        lastDts33 = dts33;
    }

    private boolean continuous(long dts33, long durationTicks) {
        long step = Ticks33.distance(lastDts33, dts33);
        long allowed = (1 + disposableLost) * durationTicks + durationTicks / 2;
        return !referenceLost && step > 0 && step <= allowed;
    }

    /** AUTO freezes while key frames are known to come at least every 2 s, or may still do so. */
    private boolean freezes(long dts33) {
        return switch (policy) {
            case FREEZE -> true;
            case PASS -> false;
            case AUTO -> gopTicks <= LONG_GOP_TICKS && Ticks33.distance(brokenDts33, dts33) <= LONG_GOP_TICKS;
        };
    }
}

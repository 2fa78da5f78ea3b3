package llhls.ingest.ts;

import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a PID by one array access.
 *
 * <p>Thread: confined to its demuxer.
 */
final class PidTable {

    /** PAT, 32 PMTs, 64 elementary streams fit. */
    static final int CAPACITY = 128;

    private final short[] slotOf = new short[TsPacketView.PIDS];
    /** Slot 0 stays empty: it is what unknown PIDs have. */
    private final @Nullable PidHandler[] handlers = new PidHandler[CAPACITY + 1];

    @Nullable
    PidHandler get(int pid) {
        return handlers[slotOf[pid]];
    }

    /** False when the table is full. */
    boolean put(int pid, PidHandler handler) {
        int slot = slotOf[pid] != 0 ? slotOf[pid] : freeSlot();
        if (slot == 0) {
            return false;
        }
        slotOf[pid] = (short) slot;
        handlers[slot] = handler;
        return true;
    }

    void remove(int pid) {
        handlers[slotOf[pid]] = null;
        slotOf[pid] = 0;
    }

    void suspectAll() {
        for (PidHandler handler : handlers) {
            if (handler != null) {
                handler.suspect();
            }
        }
    }

    private int freeSlot() {
        for (int slot = 1; slot < handlers.length; slot++) {
            if (handlers[slot] == null) {
                return slot;
            }
        }
        return 0;
    }
}

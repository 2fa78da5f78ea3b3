package llhls.origin.park;

/** A request that waits for a publication. Thread: its I/O thread. */
public interface Waiter {

    /** Whether it can be answered now. */
    boolean ready();

    /** Answers; called once, when it is {@link #ready} and no longer parked. */
    void resume();

    /** The hold limit has passed; called once, when it is no longer parked. */
    void expire();

    /** The server stops; called once, when it is no longer parked. */
    void refuse();

    /** True when the client hung up: nobody is there to answer. */
    boolean gone();

    /**
     * Frees what it holds; called once, when it is no longer parked: instead of an answer when it is {@link #gone}, or after
     * one that failed.
     */
    void abandon();
}

package llhls.cli.push;

/** What a server's refusal means for trying again (codes as on the wire). */
enum Refusal {
    /** No answer at all, or the server is busy, starting or stopping: try again. */
    PASSING,
    /** Somebody publishes this stream; it may be our own lost connection, which the server gives up soon. */
    ALREADY_PUBLISHING,
    /** Trying again changes nothing. */
    FINAL;

    private static final int RESOURCE = 1003;
    private static final int BACKLOG = 1005;
    private static final int CLOSE = 1007;
    private static final int OVERLOAD = 2402;
    private static final int CONFLICT = 2409;
    private static final int SERVER_ERRORS = 25;

    /** @param code the rejection code on the wire, 0 when there was no answer */
    static Refusal of(int code) {
        return switch (code) {
            case 0, RESOURCE, BACKLOG, CLOSE, OVERLOAD -> PASSING;
            case CONFLICT -> ALREADY_PUBLISHING;
            default -> code / 100 == SERVER_ERRORS ? PASSING : FINAL;
        };
    }
}

package llhls.cli;

/** What the program's exit code says. */
final class ExitCodes {

    static final int OK = 0;
    /** It could not start or go on: port in use, file unreadable, server lost. */
    static final int FAILED = 1;
    /** Wrong options or configuration. */
    static final int USAGE = 2;
    /** The server refused to take the stream. */
    static final int REFUSED = 3;

    private ExitCodes() {}
}

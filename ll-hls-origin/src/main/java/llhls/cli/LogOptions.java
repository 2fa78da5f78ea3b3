package llhls.cli;

import picocli.CommandLine.Option;

/** How much is logged. Must be applied before the first logger is made: logback reads the property once. */
final class LogOptions {

    private static final String LEVEL_PROPERTY = "llhls.log.level";
    private static final String NORMAL = "INFO";

    @Option(
            names = {"-v", "--verbose"},
            description = "Log more; -vv logs everything. Logs go to standard error.")
    private boolean[] verbose = {};

    /** Sets the level, {@code quiet} unless options ask for more. */
    void apply(String quiet) {
        String level = verbose.length == 0 ? quiet : verbose.length == 1 ? "DEBUG" : "TRACE";
        System.setProperty(LEVEL_PROPERTY, level);
    }

    /** INFO by default, as servers do. */
    void apply() {
        apply(NORMAL);
    }
}

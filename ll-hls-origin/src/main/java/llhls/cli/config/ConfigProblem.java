package llhls.cli.config;

/**
 * One mistake in the configuration.
 *
 * @param source where it stands
 * @param message what was found and what is accepted
 */
public record ConfigProblem(String source, String message) {

    @Override
    public String toString() {
        return source + ": " + message;
    }
}

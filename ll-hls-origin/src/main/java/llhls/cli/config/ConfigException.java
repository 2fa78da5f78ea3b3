package llhls.cli.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries every problem found. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of records; never serialised
    private final List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(headline(problems.size())
                + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        this.problems = List.copyOf(problems);
    }

    /** In the order they were found, never empty. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    private static String headline(int count) {
        return (count == 1 ? "1 problem" : count + " problems") + " in the configuration:";
    }
}

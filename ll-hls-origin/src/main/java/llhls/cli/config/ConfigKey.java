package llhls.cli.config;

import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param name lower case with dashes
 * @param defaultText its default as a user would write it
 * @param type how values are written
 */
public record ConfigKey<T>(String name, String defaultText, ValueType<T> type) {

    static final String ENVIRONMENT_PREFIX = "LL_HLS_";

    /** The environment variable that sets this key: {@code LL_HLS_PART_DURATION}. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name;
    }
}

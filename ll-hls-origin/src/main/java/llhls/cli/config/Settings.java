package llhls.cli.config;

import java.util.HashMap;
import java.util.Map;

/** A checked value for every key, and where it came from. */
public final class Settings {

    private final Map<ConfigKey<?>, Object> values = new HashMap<>();
    private final Map<ConfigKey<?>, String> sources = new HashMap<>();

    Settings() {}

    <T> void put(ConfigKey<T> key, T value, String source) {
        values.put(key, value);
        sources.put(key, source);
    }

    /** The value of a key of {@link ConfigKeys}. */
    @SuppressWarnings("unchecked") // put pairs every key with a value of its type
    public <T> T get(ConfigKey<T> key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no value for " + key);
        }
        return (T) value;
    }

    /** Where the value stands: {@code default}, {@code ll-hls.yaml:12}, {@code option --http}. */
    public String source(ConfigKey<?> key) {
        return sources.getOrDefault(key, ConfigLoader.DEFAULT_SOURCE);
    }
}

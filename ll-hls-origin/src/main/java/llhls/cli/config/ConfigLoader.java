package llhls.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: defaults, then file, environment and options, later ones win. Everything is checked, also what
 * is overridden, and all problems are reported at once.
 */
public final class ConfigLoader {

    static final String DEFAULT_SOURCE = "default";

    /** What Kubernetes puts into the environment for services whose names start with ll-hls. */
    private static final Pattern SERVICE_VARIABLE =
            Pattern.compile("LL_HLS_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

    private final Map<String, ConfigKey<?>> keys;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Settings settings = new Settings();

    private ConfigLoader(List<ConfigKey<?>> keys) {
        this.keys = keys.stream().collect(Collectors.toMap(ConfigKey::name, Function.identity()));
        keys.forEach(key -> set(key, new Setting(DEFAULT_SOURCE, key.name(), key.defaultText())));
    }

    /**
     * Reads all sources.
     *
     * @param file the configuration file, null for none
     * @param environment the process environment; variables without our prefix are ignored
     * @param options from the command line, in their order
     */
    public static Settings load(@Nullable Path file, Map<String, String> environment, List<Setting> options)
            throws ConfigException {
        return load(ConfigKeys.ALL, file, environment, options);
    }

    static Settings load(
            List<ConfigKey<?>> keys, @Nullable Path file, Map<String, String> environment, List<Setting> options)
            throws ConfigException {
        ConfigLoader loader = new ConfigLoader(keys);
        if (file != null) {
            YamlSettings.read(file, loader.problems).forEach(loader::apply);
        }
        new TreeMap<>(environment).forEach(loader::applyVariable);
        options.forEach(loader::apply);
        if (!loader.problems.isEmpty()) {
            throw new ConfigException(loader.problems);
        }
        return loader.settings;
    }

    private void applyVariable(String variable, String text) {
        if (!variable.startsWith(ConfigKey.ENVIRONMENT_PREFIX)
                || SERVICE_VARIABLE.matcher(variable).matches()) {
            return;
        }
        String source = "environment variable " + variable;
        for (ConfigKey<?> key : keys.values()) {
            if (key.environmentName().equals(variable)) {
                set(key, new Setting(source, key.name(), text));
                return;
            }
        }
        List<String> known =
                keys.values().stream().map(ConfigKey::environmentName).toList();
        problems.add(new ConfigProblem(source, "is unknown" + suggestion(variable, known)));
    }

    private void apply(Setting setting) {
        ConfigKey<?> key = keys.get(setting.key());
        if (key == null) {
            String message = "unknown key '" + setting.key() + "'" + suggestion(setting.key(), keys.keySet());
            problems.add(new ConfigProblem(setting.source(), message));
        } else {
            set(key, setting);
        }
    }

    private <T> void set(ConfigKey<T> key, Setting setting) {
        try {
            settings.put(key, key.type().parse(setting.text()), setting.source());
        } catch (BadValueException e) {
            problems.add(new ConfigProblem(setting.source(), mistake(key, setting.text(), e.hint())));
        }
    }

    private static String mistake(ConfigKey<?> key, String text, String hint) {
        String found = text.isEmpty() ? "found nothing" : "found " + (key.type().isSecret() ? "***" : "'" + text + "'");
        String why = hint.isEmpty() ? "" : " (" + hint + ")";
        return key.name() + ": " + found + why + ", accepted: " + key.type().accepted();
    }

    private static String suggestion(String typed, Collection<String> known) {
        return Nearest.of(typed, known)
                .map(word -> ": did you mean '" + word + "'?")
                .orElse(": conf/ll-hls.yaml lists all keys");
    }
}

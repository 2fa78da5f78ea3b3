package llhls.cli.config;

/**
 * One value as somebody wrote it, not yet checked.
 *
 * @param source where it stands, for messages: {@code ll-hls.yaml:12}, {@code option --http}
 * @param key the key as written there, possibly unknown
 * @param text the value
 */
public record Setting(String source, String key, String text) {}

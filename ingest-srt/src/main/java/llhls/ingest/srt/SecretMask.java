package llhls.ingest.srt;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Hides keys, tokens and passwords in a raw stream id before it is logged. */
final class SecretMask {

    private static final Set<String> SECRET_KEYS =
            Set.of("s", "secret", "token", "key", "pass", "password", "passphrase", "streamkey", "auth", "pwd");
    /** key=value or key:value of a secret key, up to the next separator. */
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(?<![\\w])(\\w*(?:secret|token|key|pass|password|passphrase|auth|pwd)|s)(\\s*[=:])[^,&?]*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COLON_FORM =
            Pattern.compile("^((?:publish|read):[^:?]*)[:?].*$", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_QUERY = Pattern.compile("\\?[^=,]*$");

    private SecretMask() {}

    static boolean isSecretKey(String key) {
        return SECRET_KEYS.contains(key.toLowerCase(Locale.ROOT));
    }

    /** The readable form of {@code raw} with secrets replaced by stars. */
    static String hide(String raw) {
        String text = raw.startsWith("#!") ? raw : Escapes.decodePercent(raw);
        String noPassword = COLON_FORM.matcher(text).replaceFirst("$1:***");
        String noValues = SECRET_VALUE.matcher(noPassword).replaceAll("$1$2***");
        return BARE_QUERY.matcher(noValues).replaceFirst("?***");
    }
}

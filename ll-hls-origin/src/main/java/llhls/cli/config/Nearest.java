package llhls.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word. */
public final class Nearest {

    private static final int MAX_WORD = 64; // the distance costs the product of both lengths

    private Nearest() {}

    /** The known word nearest to {@code typed}, if it is near enough to be meant; case, {@code _} and camelCase do not count. */
    public static Optional<String> of(String typed, Collection<String> known) {
        if (typed.length() > MAX_WORD) {
            return Optional.empty();
        }
        String plain = plain(typed);
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(plain, plain(word))))
                .filter(word -> distance(plain, plain(word)) <= Math.max(2, word.length() / 3));
    }

    private static String plain(String word) {
        return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance, one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

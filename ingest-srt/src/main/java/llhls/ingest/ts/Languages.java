package llhls.ingest.ts;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** ISO 639-2 codes, as transport streams carry them, to BCP 47 tags. */
final class Languages {

    private static final Map<String, String> TWO_LETTER = twoLetter();

    private Languages() {}

    /** {@code kor} to {@code ko}; a code without a two-letter form stays, {@code und} and rubbish become empty. */
    static String bcp47(String iso639) {
        String code = iso639.toLowerCase(Locale.ROOT);
        boolean letters = code.length() == 3 && code.chars().allMatch(c -> c >= 'a' && c <= 'z');
        if (!letters || code.equals("und")) {
            return "";
        }
        return TWO_LETTER.getOrDefault(code, code);
    }

    private static Map<String, String> twoLetter() {
        Map<String, String> map = new HashMap<>();
        for (String language : Locale.getISOLanguages()) {
            map.put(Locale.forLanguageTag(language).getISO3Language(), language);
        }
        // the bibliographic codes that differ from the terminological ones
        String[] bibliographic = {
            "alb sq", "arm hy", "baq eu", "bur my", "chi zh", "cze cs", "dut nl", "fre fr", "geo ka", "ger de",
            "gre el", "ice is", "mac mk", "mao mi", "may ms", "per fa", "rum ro", "slo sk", "tib bo", "wel cy"
        };
        for (String pair : bibliographic) {
            map.put(pair.substring(0, 3), pair.substring(4));
        }
        return map;
    }
}

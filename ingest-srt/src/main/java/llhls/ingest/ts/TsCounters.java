package llhls.ingest.ts;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens in one transport stream, or on one PID of it.
 *
 * <p>Thread: written by the media thread, read by any.
 */
final class TsCounters {

    /** What is counted. */
    enum Name {
        PACKETS,
        NULL_PACKETS,
        DROPPED_PACKETS,
        DUPLICATE_PACKETS,
        SKIPPED_BYTES,
        BAD_SYNC_BYTES,
        SECTION_CRC_ERRORS,
        MALFORMED,
        CC_ERRORS,
        LOST_PACKETS,
        STUFFING_CONTRADICTIONS,
        OVERSIZED,
        ACCESS_UNITS,
        DAMAGED_UNITS,
        DROPPED_UNITS,
        EARLY_UNITS,
        REPAIRED_TIMES,
        TIME_BASES;

        /** lowerCamelCase, as operators see it. */
        private String key() {
            StringBuilder key = new StringBuilder();
            for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
                key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return key.toString();
        }
    }

    private final Map<Name, AtomicLong> values = new EnumMap<>(Name.class);

    TsCounters() {
        for (Name name : Name.values()) {
            values.put(name, new AtomicLong());
        }
    }

    /** Single writer: a plain read is enough. */
    void add(Name name, long amount) {
        AtomicLong value = value(name);
        value.setOpaque(value.getPlain() + amount);
    }

    long get(Name name) {
        return value(name).getOpaque();
    }

    private AtomicLong value(Name name) {
        return Objects.requireNonNull(values.get(name));
    }

    /** Those that are not zero, their keys after {@code prefix}. */
    Map<String, Number> snapshot(String prefix) {
        Map<String, Number> snapshot = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value.getOpaque() != 0) {
                snapshot.put(prefix + name.key(), value.getOpaque());
            }
        });
        return snapshot;
    }
}

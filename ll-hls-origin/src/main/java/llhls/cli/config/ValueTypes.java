package llhls.cli.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import llhls.ingest.srt.protocol.Passphrase;

/** The kinds of values configuration knows. Every number carries its unit in the text. */
public final class ValueTypes {

    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?([A-Za-z]*)");
    private static final Map<String, Long> NANOS =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private static final String NO_PASSPHRASE = "none"; // too short to be one

    private ValueTypes() {}

    private record Type<T>(String accepted, Parser<T> parser) implements ValueType<T> {
        @Override
        public T parse(String text) throws BadValueException {
            return parser.parse(text);
        }
    }

    private interface Parser<T> {
        T parse(String text) throws BadValueException;
    }

    /** {@code 200ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, from {@code min} to {@code max}. */
    public static ValueType<Duration> duration(String min, String max) {
        long minNanos = bound(min, NANOS);
        long maxNanos = bound(max, NANOS);
        return new Type<>("a duration from " + min + " to " + max, text -> {
            long nanos = quantity(text, NANOS, "ms, s, m or h, such as 500ms");
            return Duration.ofNanos(inRange(nanos, minNanos, maxNanos));
        });
    }

    /** {@code 512KiB}, {@code 8MiB}, from {@code min} to {@code max}; bytes. */
    public static ValueType<Integer> size(String min, String max) {
        long minBytes = bound(min, BYTES);
        long maxBytes = bound(max, BYTES);
        return new Type<>("a size from " + min + " to " + max, text -> {
            long bytes = quantity(text, BYTES, "B, KiB, MiB or GiB, such as 8MiB");
            return Math.toIntExact(inRange(bytes, minBytes, maxBytes));
        });
    }

    /** A whole number from {@code min} to {@code max}. */
    public static ValueType<Integer> integer(int min, int max) {
        return new Type<>("a whole number from " + min + " to " + max, text -> {
            if (!text.matches("-?[0-9]{1,9}")) {
                throw new BadValueException("");
            }
            return Math.toIntExact(inRange(Long.parseLong(text), min, max));
        });
    }

    /** A power of two from {@code min} to {@code max}. */
    public static ValueType<Integer> powerOfTwo(int min, int max) {
        ValueType<Integer> integer = integer(min, max);
        return new Type<>("a power of two from " + min + " to " + max, text -> {
            int value = integer.parse(text);
            if (Integer.bitCount(value) != 1) {
                throw new BadValueException("the next one up is " + (Integer.highestOneBit(value) << 1));
            }
            return value;
        });
    }

    /** A whole number from {@code min} to {@code max}, or {@code auto}, which is 0. */
    public static ValueType<Integer> integerOrAuto(int min, int max) {
        ValueType<Integer> integer = integer(min, max);
        return new Type<>("auto, or " + integer.accepted(), text -> text.equals("auto") ? 0 : integer.parse(text));
    }

    /** The lower-case names of an enum, with dashes. */
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        List<E> values = Arrays.asList(type.getEnumConstants());
        String names = values.stream().map(ValueTypes::word).collect(Collectors.joining(" or "));
        return new Type<>(
                names,
                text -> values.stream()
                        .filter(value -> word(value).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new BadValueException("")));
    }

    public static ValueType<HostPort> address() {
        return new Type<>(HostPort.ACCEPTED, HostPort::parse);
    }

    /** {@code none} or nothing for {@link Passphrase#NONE}, else 10 to 80 bytes. */
    public static ValueType<Passphrase> passphrase() {
        return new PassphraseType();
    }

    private static final class PassphraseType implements ValueType<Passphrase> {
        @Override
        public Passphrase parse(String text) throws BadValueException {
            try {
                return Passphrase.of(text.equals(NO_PASSPHRASE) ? "" : text);
            } catch (IllegalArgumentException e) {
                throw new BadValueException(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public String accepted() {
            return NO_PASSPHRASE + ", or 10 to 80 bytes of text";
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long quantity(String text, Map<String, Long> units, String unitNames) throws BadValueException {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new BadValueException("");
        }
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            throw new BadValueException("the unit is " + unitNames);
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValue();
    }

    private static long bound(String text, Map<String, Long> units) {
        try {
            return quantity(text, units, "");
        } catch (BadValueException e) {
            throw new IllegalArgumentException("not a bound: " + text, e);
        }
    }

    private static long inRange(long value, long min, long max) throws BadValueException {
        if (value < min) {
            throw new BadValueException("too low");
        }
        if (value > max) {
            throw new BadValueException("too high");
        }
        return value;
    }
}

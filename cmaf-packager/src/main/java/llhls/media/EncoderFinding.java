package llhls.media;

/**
 * Something the encoder does that costs latency or quality, with its cure; told once per stream.
 *
 * @param code stable word for machines, such as {@code long-gop}
 * @param message what was seen, with numbers
 * @param fix the encoder setting that cures it
 */
public record EncoderFinding(String code, String message, String fix) {}

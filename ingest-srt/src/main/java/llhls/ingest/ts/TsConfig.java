package llhls.ingest.ts;

/**
 * How a transport stream is read.
 *
 * @param programNumber the program to publish, 0 for the first with video
 * @param onLoss what happens to pictures whose reference was lost
 */
public record TsConfig(int programNumber, OnLoss onLoss) {

    private static final int MAX_PROGRAM_NUMBER = 0xFFFF;

    public TsConfig {
        if (programNumber < 0 || programNumber > MAX_PROGRAM_NUMBER) {
            throw new IllegalArgumentException(
                    "program-number=" + programNumber + " must be 0 (first) to " + MAX_PROGRAM_NUMBER);
        }
    }

    /** The first program with video. */
    public static TsConfig defaults() {
        return new TsConfig(0, OnLoss.AUTO);
    }
}

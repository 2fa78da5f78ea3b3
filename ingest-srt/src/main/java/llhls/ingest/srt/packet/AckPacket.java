package llhls.ingest.srt.packet;

import llhls.media.MalformedMediaException;

/**
 * Acknowledges data. A light one (4 bytes) holds only the position; anything longer is confirmed by an ACKACK.
 *
 * @param number counts ACKs from 1; 0 in light ones
 * @param nextSequence the first sequence number not yet acknowledged
 * @param report what the receiver tells about itself, {@link Report#NONE} in light ones
 * @param bodyWords length of the body: 1 light, 4 small, 6 or 7 full, 8 from very old peers
 */
public record AckPacket(int number, int nextSequence, Report report, int bodyWords) implements SrtPacket {

    private static final int LIGHT_WORDS = 1;
    private static final int SMALL_WORDS = 4;
    private static final int FULL_WORDS = 7;
    private static final int MAX_WORDS = 8;

    public static AckPacket light(int nextSequence) {
        return new AckPacket(0, nextSequence, Report.NONE, LIGHT_WORDS);
    }

    public static AckPacket full(int number, int nextSequence, Report report) {
        return new AckPacket(number, nextSequence, report, FULL_WORDS);
    }

    public boolean isLight() {
        return bodyWords == LIGHT_WORDS;
    }

    /** True when it tells round-trip time and free buffer. */
    public boolean hasReport() {
        return bodyWords >= SMALL_WORDS;
    }

    static AckPacket parse(PacketView view) throws MalformedMediaException {
        int words = Math.min(view.bodyWords(), MAX_WORDS);
        if (words < LIGHT_WORDS || !SeqNumber.isValid(view.bodyWord(0))) {
            throw new MalformedMediaException("ACK without a valid sequence number: words=" + words);
        }
        int[] report = new int[MAX_WORDS];
        for (int i = 1; i < words; i++) {
            report[i] = view.bodyWord(i);
        }
        return new AckPacket(
                view.info(),
                view.bodyWord(0),
                new Report(report[1], report[2], report[3], report[4], report[5], report[6]),
                words);
    }

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        int[] words = {
            nextSequence,
            report.rttMicros,
            report.rttVarMicros,
            report.freePackets,
            report.packetsPerSecond,
            report.capacityPacketsPerSecond,
            report.bytesPerSecond,
            0
        };
        writer.control(ControlType.ACK, 0, number, to);
        for (int i = 0; i < bodyWords; i++) {
            writer.word(words[i]);
        }
    }

    /**
     * The receiver's view of the connection.
     *
     * @param freePackets room in the receive buffer: the sender's flow window
     */
    public record Report(
            int rttMicros,
            int rttVarMicros,
            int freePackets,
            int packetsPerSecond,
            int capacityPacketsPerSecond,
            int bytesPerSecond) {

        static final Report NONE = new Report(0, 0, 0, 0, 0, 0);
    }
}

package llhls.ingest.ts;

/**
 * Makes access units of the payload of one elementary stream. Calls come in stream order; bytes are borrowed.
 *
 * <p>Thread: confined to its demuxer.
 */
interface EsAssembler {

    /** A PES packet starts; its header is valid until the next one starts. */
    void pesStarts(PesHeader header);

    /** The next payload bytes [from, to), in order and without a hole. */
    void data(byte[] bytes, int from, int to, long arrivalNs);

    /** All bytes of the present PES packet are in, known by its length. */
    void pesComplete();

    /**
     * The present PES packet seems to end here, by the stuffing of a trusted multiplexer.
     *
     * @return true when an access unit was given out for it
     */
    boolean pesEndsByStuffing();

    /** {@link #pesEndsByStuffing} was wrong: the packet goes on, and the unit given out was cut short. */
    void contradicted();

    /** Bytes are missing here. A unit that is not known to be complete is lost; data comes again from the next PES start. */
    void gap();

    /**
     * No more input.
     *
     * @param lastPesWhole the bytes seen are known or, on a trusted stream, believed to be all of the last PES packet
     */
    void end(boolean lastPesWhole);
}

package llhls.ingest.ts;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a TS file for sending it in real time, once or in a loop: whole packets in batches of at most one SRT message, each
 * with the media time to send it at. Junk between packets is skipped.
 *
 * <pre>
 * try (TsFileReader file = TsFileReader.open(path)) {
 *     do {
 *         while (file.next()) { wait until file.sendTicks(); send(file.bytes(), 0, file.length()); }
 *         file.restart();
 *     } while (looping);
 * }
 * </pre>
 *
 * <p>After {@link #restart} the file continues where it ended: PCR, PTS and DTS are moved by its length, modulo 2^33, and
 * continuity counters run on, so that a receiver sees one endless stream.
 *
 * <p>Thread: confined to its caller. Knows neither clock nor socket.
 */
public final class TsFileReader implements Closeable {

    /** Seven packets: what an SRT live message holds. */
    private static final int BATCH_PACKETS = 7;

    private static final int BLOCK_PACKETS = 700;
    private static final long PROBE_BYTES = 4 << 20;

    private final SeekableByteChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(BLOCK_PACKETS * TsPacketView.LENGTH);
    private final TsCounters counters = new TsCounters();
    private final TsPacketView view = new TsPacketView();
    private final TsRestamper restamper = new TsRestamper();
    private final TsSendClock clock;
    private TsSync sync;

    // packets read and not yet handed out; sync may hold back a few of one block for the next
    private final byte[] block = new byte[2 * BLOCK_PACKETS * TsPacketView.LENGTH];
    private final long[] sendTicks = new long[2 * BLOCK_PACKETS];
    private int blockPackets;
    private int nextPacket;

    // the present batch
    private final byte[] batch = new byte[BATCH_PACKETS * TsPacketView.LENGTH];
    private int batchPackets;
    private long batchTicks;

    private TsFileReader(SeekableByteChannel channel, TsSendClock.Source source) {
        this.channel = channel;
        this.clock = new TsSendClock(source);
        this.sync = new TsSync(new Packets(), counters);
    }

    /** Opens a file and looks at its first megabytes. Throws with the remedy when it is not a transport stream. */
    public static TsFileReader open(Path file) throws IOException {
        TsSendClock.Source source = probe(file);
        if (source == TsSendClock.Source.NONE) {
            throw new IOException(file + " is not an MPEG transport stream with timestamps:"
                    + " convert it with: ffmpeg -i " + file + " -c copy -f mpegts out.ts");
        }
        return new TsFileReader(Files.newByteChannel(file), source);
    }

    /** Reads on; false at the end of the file. */
    public boolean next() throws IOException {
        while (nextPacket == blockPackets) {
            if (!readBlock()) {
                return false;
            }
        }
        batchTicks = sendTicks[nextPacket];
        batchPackets = 0;
        while (batchPackets < BATCH_PACKETS && nextPacket < blockPackets && sendTicks[nextPacket] == batchTicks) {
            int from = nextPacket * TsPacketView.LENGTH;
            System.arraycopy(block, from, batch, batchPackets * TsPacketView.LENGTH, TsPacketView.LENGTH);
            batchPackets++;
            nextPacket++;
        }
        return true;
    }

    /** The batch read last, from index 0 to {@link #length}; valid until {@link #next}. */
    public byte[] bytes() {
        return batch;
    }

    /** A multiple of 188, at most 1316. */
    public int length() {
        return batchPackets * TsPacketView.LENGTH;
    }

    /** When to send the batch: 90 kHz ticks since the first one of the first pass; never decreases. */
    public long sendTicks() {
        return batchTicks;
    }

    /** Bytes that belonged to no packet so far. */
    public long skippedBytes() {
        return counters.get(TsCounters.Name.SKIPPED_BYTES);
    }

    /** Back to the start of the file; what is read from now on continues what was read. Call at the end of the file only. */
    public void restart() throws IOException {
        restamper.nextPass();
        clock.restart(restamper.passTicks());
        sync = new TsSync(new Packets(), counters);
        channel.position(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean readBlock() throws IOException {
        blockPackets = 0;
        nextPacket = 0;
        input.clear();
        if (channel.read(input) <= 0) {
            return false;
        }
        sync.message(input.array(), 0, input.position(), false);
        return true;
    }

    private static TsSendClock.Source probe(Path file) throws IOException {
        TsSendClock.Probe probe = new TsSendClock.Probe();
        TsPacketView packet = new TsPacketView();
        TsSync sync = new TsSync(
                new TsSync.Output() {
                    @Override
                    public void packet(byte[] bytes, int offset) {
                        if (packet.wrap(bytes, offset)) {
                            probe.packet(packet);
                        }
                    }

                    @Override
                    public void syncLost() {}
                },
                new TsCounters());
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer input = ByteBuffer.allocate(BLOCK_PACKETS * TsPacketView.LENGTH);
            while (channel.position() < PROBE_BYTES && channel.read(input) > 0) {
                sync.message(input.array(), 0, input.position(), false);
                input.clear();
            }
        }
        return probe.source();
    }

    /** Collects the packets of a block. */
    private final class Packets implements TsSync.Output {

        @Override
        public void packet(byte[] bytes, int offset) {
            int to = blockPackets * TsPacketView.LENGTH;
            System.arraycopy(bytes, offset, block, to, TsPacketView.LENGTH);
            view.wrap(block, to);
            sendTicks[blockPackets] = clock.packet(view);
            restamper.restamp(view);
            blockPackets++;
        }

        @Override
        public void syncLost() {}
    }
}

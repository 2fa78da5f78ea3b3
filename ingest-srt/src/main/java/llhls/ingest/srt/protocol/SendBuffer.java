package llhls.ingest.srt.protocol;

import java.util.ArrayDeque;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SeqNumber;
import org.jspecify.annotations.Nullable;

/**
 * The ring of packets between the application and the network, kept ready to be sent until they are acknowledged or too old:
 * encrypted once when they come in, so that a repeated packet is the same as the first.
 *
 * <p> * Positions: {@code acknowledged <= nextUnsent <= end}.
 *
 * <p>Thread: confined to the event loop.
 */
final class SendBuffer {

    private static final int SOLO = 0xC000_0000;
    private static final int RETRANSMITTED = 1 << 26;
    private static final int KEY_SHIFT = 27;
    private static final int MAX_MESSAGE = 0x03FF_FFFF;
    private static final int MESSAGE_WORD = 4;
    private static final long NEVER = Long.MIN_VALUE;

    private final @Nullable Slot[] slots;
    private final @Nullable Encryption encryption;
    private final ArrayDeque<Slot> spare = new ArrayDeque<>();
    private int acknowledged;
    private int nextUnsent;
    private int end;
    private int nextMessage = 1;

    /** One packet as it goes out, timestamp of its origin included. */
    private static final class Slot {
        final byte[] datagram = new byte[PacketView.HEADER_LENGTH + PacketView.MAX_PAYLOAD];
        int length;
        long originNs;
        long repeatedNs;
    }

    /** @param encryption null to send in the clear */
    SendBuffer(int capacity, int initialSequence, @Nullable Encryption encryption) {
        this.encryption = encryption;
        slots = new Slot[capacity];
        acknowledged = initialSequence;
        nextUnsent = initialSequence;
        end = initialSequence;
    }

    /** Takes a copy of a payload; false when there is no room. */
    boolean add(byte[] bytes, int offset, int length, long originNs, Header header) {
        if (SeqNumber.distance(acknowledged, end) >= slots.length) {
            return false;
        }
        Slot slot = slotFor(end);
        word(slot.datagram, 0, end);
        word(slot.datagram, 2 * MESSAGE_WORD, header.timestamp32());
        word(slot.datagram, 3 * MESSAGE_WORD, header.destinationId());
        System.arraycopy(bytes, offset, slot.datagram, PacketView.HEADER_LENGTH, length);
        int key = encryption == null ? 0 : encryption.encrypt(end, slot.datagram, PacketView.HEADER_LENGTH, length);
        word(slot.datagram, MESSAGE_WORD, SOLO | key << KEY_SHIFT | nextMessage);
        slot.length = PacketView.HEADER_LENGTH + length;
        slot.originNs = originNs;
        slot.repeatedNs = NEVER;
        end = SeqNumber.next(end);
        nextMessage = nextMessage == MAX_MESSAGE ? 1 : nextMessage + 1;
        return true;
    }

    /** What differs between packets of different time and connection. */
    record Header(int timestamp32, int destinationId) {}

    boolean hasUnsent() {
        return nextUnsent != end;
    }

    boolean isInFlight() {
        return acknowledged != nextUnsent;
    }

    boolean isEmpty() {
        return acknowledged == end;
    }

    int inFlight() {
        return SeqNumber.distance(acknowledged, nextUnsent);
    }

    int size() {
        return SeqNumber.distance(acknowledged, end);
    }

    int acknowledged() {
        return acknowledged;
    }

    int nextUnsent() {
        return nextUnsent;
    }

    /** The next packet that was never sent; now it was. */
    int takeUnsent() {
        int seq = nextUnsent;
        nextUnsent = SeqNumber.next(nextUnsent);
        return seq;
    }

    /** Marks a packet as repeated. */
    void repeat(int seq, long nowNs) {
        Slot slot = slot(seq);
        slot.repeatedNs = nowNs;
        slot.datagram[MESSAGE_WORD] |= (byte) (RETRANSMITTED >>> 24);
    }

    /** True when the packet was repeated less than {@code forNs} ago. */
    boolean wasRepeatedWithin(int seq, long forNs, long nowNs) {
        long repeatedNs = slot(seq).repeatedNs;
        return repeatedNs != NEVER && nowNs - repeatedNs < forNs;
    }

    byte[] datagram(int seq) {
        return slot(seq).datagram;
    }

    int length(int seq) {
        return slot(seq).length;
    }

    /** Frees everything before {@code seq}, which may be ahead of what was sent. */
    void releaseBefore(int seq) {
        while (acknowledged != seq) {
            spare.push(slot(acknowledged));
            slots[index(acknowledged)] = null;
            acknowledged = SeqNumber.next(acknowledged);
        }
        if (SeqNumber.isBefore(nextUnsent, seq)) {
            nextUnsent = seq;
        }
    }

    /** The first packet that is younger than {@code maxAgeNs}, {@code end} when there is none. */
    int firstYoungerThan(long maxAgeNs, long nowNs) {
        int seq = acknowledged;
        while (seq != end && nowNs - slot(seq).originNs > maxAgeNs) {
            seq = SeqNumber.next(seq);
        }
        return seq;
    }

    /** Age of the oldest packet, 0 when there is none. */
    long spanNs(long nowNs) {
        return isEmpty() ? 0 : nowNs - slot(acknowledged).originNs;
    }

    private Slot slotFor(int seq) {
        Slot slot = spare.isEmpty() ? new Slot() : spare.pop();
        slots[index(seq)] = slot;
        return slot;
    }

    private Slot slot(int seq) {
        Slot slot = slots[index(seq)];
        if (slot == null) {
            throw new IllegalStateException("no packet " + seq);
        }
        return slot;
    }

    private int index(int seq) {
        return seq & (slots.length - 1);
    }

    private static void word(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}

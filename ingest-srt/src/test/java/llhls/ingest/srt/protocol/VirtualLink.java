package llhls.ingest.srt.protocol;

import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/** A network in virtual time that loses, delays, reorders and duplicates datagrams, the same way for the same seed. */
final class VirtualLink {

    static final long MS = 1_000_000;

    /** What it does to each datagram; probabilities 0..1. */
    record Conditions(double loss, double reorder, double duplicate, long delayNs) {
        static Conditions clean(long delayNs) {
            return new Conditions(0, 0, 0, delayNs);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flying(long dueNs, long order, byte[] datagram, Consumer<byte[]> to) {}

    private final PriorityQueue<Flying> flying = new PriorityQueue<>(
            (a, b) -> a.dueNs != b.dueNs ? Long.compare(a.dueNs, b.dueNs) : Long.compare(a.order, b.order));
    private final Random random;
    Conditions conditions;
    long nowNs;
    long lost;
    private long order;

    VirtualLink(long seed, Conditions conditions, long startNs) {
        this.random = new Random(seed);
        this.conditions = conditions;
        this.nowNs = startNs;
    }

    void send(byte[] bytes, int length, Consumer<byte[]> to) {
        byte[] datagram = java.util.Arrays.copyOf(bytes, length);
        if (random.nextDouble() < conditions.loss) {
            lost++;
            return;
        }
        long extraNs = random.nextDouble() < conditions.reorder ? 20 * MS : 0;
        fly(datagram, extraNs, to);
        if (random.nextDouble() < conditions.duplicate) {
            fly(datagram, extraNs + MS, to);
        }
    }

    private void fly(byte[] datagram, long extraNs, Consumer<byte[]> to) {
        flying.add(new Flying(nowNs + conditions.delayNs + extraNs, order++, datagram, to));
    }

    /** Delivers what is due until {@code untilNs}, moving the time along. */
    void runUntil(long untilNs) {
        while (!flying.isEmpty() && flying.peek().dueNs - untilNs <= 0) {
            Flying next = flying.poll();
            nowNs = Math.max(nowNs, next.dueNs);
            next.to.accept(next.datagram);
        }
        nowNs = untilNs;
    }
}

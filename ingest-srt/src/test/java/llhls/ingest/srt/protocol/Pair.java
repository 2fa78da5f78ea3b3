package llhls.ingest.srt.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import llhls.ingest.srt.packet.PacketView;
import llhls.ingest.srt.packet.SrtOptions;
import llhls.media.io.Payload;
import llhls.media.io.PayloadPool;

/** A sending and a receiving connection on a {@link VirtualLink}; payloads are counters, so that order can be checked. */
final class Pair {

    static final long MS = VirtualLink.MS;
    private static final int SENDER_ID = 11;
    private static final int RECEIVER_ID = 22;
    private static final int PAYLOAD = 1316;

    /**
     * @param senderAgeNs how long the sender's timestamps have been running
     */
    record Setup(int isn, long senderAgeNs, int latencyMs, boolean eager) {
        static Setup plain() {
            return new Setup(1000, 0, 120, true);
        }

        Setup withLatency(int ms) {
            return new Setup(isn, senderAgeNs, ms, eager);
        }

        Setup tsbpd() {
            return new Setup(isn, senderAgeNs, latencyMs, false);
        }
    }

    /** One payload as it was handed on. */
    record Delivered(long number, long atNs, boolean lossBefore) {}

    final VirtualLink link;
    final PayloadPool pool = new PayloadPool(1456, 1024);
    final List<Delivered> delivered = new ArrayList<>();
    final List<CloseReason> senderClosed = new ArrayList<>();
    final List<CloseReason> receiverClosed = new ArrayList<>();
    final List<byte[]> toReceiver = new ArrayList<>();
    final List<byte[]> toSender = new ArrayList<>();
    final SrtConnection sender;
    final SrtConnection receiver;
    private final PacketView senderView = new PacketView();
    private final PacketView receiverView = new PacketView();
    private final byte[] payload = new byte[PAYLOAD];
    private long nextTickNs;
    private long nextNumber;

    Pair(VirtualLink link, Setup setup) {
        this(link, setup, ConnectionSecurity.NONE, ConnectionSecurity.NONE);
    }

    Pair(VirtualLink link, Setup setup, ConnectionSecurity sends, ConnectionSecurity receives) {
        this.link = link;
        long startNs = link.nowNs;
        long delayNs = link.conditions.delayNs();
        ConnectionSettings sending = settings(SENDER_ID, RECEIVER_ID, setup, startNs - setup.senderAgeNs, startNs);
        ConnectionSettings receiving =
                settings(RECEIVER_ID, SENDER_ID, setup, startNs, startNs - setup.senderAgeNs + delayNs);
        ConnectionOptions options = new ConnectionOptions(setup.eager, 8192, 5_000 * MS, 31_250_000, pool);
        sender = new SrtConnection(sending, sends, options, this::fromSender, events(senderClosed), startNs);
        receiver = new SrtConnection(receiving, receives, options, this::fromReceiver, events(receiverClosed), startNs);
        nextTickNs = startNs + 10 * MS;
    }

    private static ConnectionSettings settings(int local, int peer, Setup setup, long startNs, long peerStartNs) {
        return new ConnectionSettings(
                local,
                peer,
                setup.isn,
                startNs,
                peerStartNs,
                setup.latencyMs,
                setup.latencyMs,
                SrtOptions.OUR_VERSION,
                SrtOptions.OUR_FLAGS,
                8192);
    }

    private void fromSender(byte[] bytes, int length) {
        toReceiver.add(java.util.Arrays.copyOf(bytes, length));
        link.send(bytes, length, d -> {
            receiverView.wrap(d, d.length);
            receiver.onPacket(receiverView, link.nowNs);
        });
    }

    private void fromReceiver(byte[] bytes, int length) {
        toSender.add(java.util.Arrays.copyOf(bytes, length));
        link.send(bytes, length, d -> {
            senderView.wrap(d, d.length);
            sender.onPacket(senderView, link.nowNs);
        });
    }

    private ConnectionEvents events(List<CloseReason> closed) {
        return new ConnectionEvents() {
            @Override
            public void payload(Payload owned) {
                delivered.add(new Delivered(ByteBuffer.wrap(owned.bytes()).getLong(), link.nowNs, owned.lossBefore()));
                owned.release();
            }

            @Override
            public void closed(CloseReason reason) {
                closed.add(reason);
            }
        };
    }

    /** Sends the next counter, now. */
    void send() {
        ByteBuffer.wrap(payload).putLong(nextNumber++);
        sender.send(payload, 0, PAYLOAD, link.nowNs, link.nowNs);
        sender.pump(link.nowNs);
    }

    /** Sends {@code count} packets, one every {@code intervalNs}. */
    void send(int count, long intervalNs) {
        for (int i = 0; i < count; i++) {
            send();
            run(intervalNs);
        }
    }

    /** Lets time pass, with ticks every 10 ms. */
    void run(long forNs) {
        long endNs = link.nowNs + forNs;
        while (nextTickNs - endNs <= 0) {
            link.runUntil(nextTickNs);
            sender.onTimer(link.nowNs);
            receiver.onTimer(link.nowNs);
            nextTickNs += 10 * MS;
        }
        link.runUntil(endNs);
    }

    List<Long> numbers() {
        return delivered.stream().map(Delivered::number).toList();
    }

    long stat(String name) {
        return receiver.stats(link.nowNs).get(name).longValue();
    }

    long senderStat(String name) {
        return sender.stats(link.nowNs).get(name).longValue();
    }
}

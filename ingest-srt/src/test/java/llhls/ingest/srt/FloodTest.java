package llhls.ingest.srt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import llhls.ingest.srt.packet.Capture;
import llhls.ingest.srt.packet.ControlType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile traffic beside a running connection. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FloodTest {

    private static final int MESSAGES = 400;
    private static final int FLOOD_PER_MESSAGE = 60;

    @Test
    @Tag("SRT-001")
    @Tag("SRT-030")
    @Tag("SRT-053")
    @Tag("SRT-076")
    @Tag("SRT-077")
    @Tag("SRT-078")
    void givenGarbageMutationsAndInductions_whenAPublisherIsConnected_thenItIsUntouched() throws Exception {
        Random random = new Random(7);
        byte[] sent = new byte[1316 * MESSAGES];
        random.nextBytes(sent);
        try (Loopback loopback = new Loopback(SrtConfig.defaults());
                RawCaller idsOwner = new RawCaller(loopback.listener.address());
                RawCaller attacker = new RawCaller(loopback.listener.address())) {
            SrtCaller caller = loopback.call("live/shop1", 4_000); // the kernel may lose packets
            RecordingReceiver receiver = loopback.nextReceiver();
            int victimId = idsOwner.connect("live/other");
            List<byte[]> captured = Capture.datagrams("plain-with-streamid");
            byte[] induction = Capture.control("plain-with-streamid", ControlType.HANDSHAKE)
                    .get(0);
            for (int i = 0; i < MESSAGES; i++) {
                caller.send(sent, i * 1316, 1316);
                for (int k = 0; k < FLOOD_PER_MESSAGE; k++) {
                    attacker.send(hostile(random, captured, induction, victimId));
                }
            }

            byte[] received = receiver.awaitBytes(sent.length);
            assertThat(received).hasSize(sent.length);
            assertThat(Arrays.mismatch(received, sent)).isEqualTo(-1);
            assertThat(receiver.losses()).isZero();
            assertThat(caller.isOpen()).isTrue();
            assertThat(loopback.gate.requests).hasSize(2);
            assertThat(loopback.listener.counters().get("unknownSocketId").longValue())
                    .isPositive();
            assertThat(loopback.listener.counters().get("wrongSourceAddress").longValue())
                    .isPositive();
            assertThat(loopback.listener.counters().get("malformed").longValue())
                    .isPositive();
            caller.close();
            receiver.awaitEnd();
        }
    }

    private static byte[] hostile(Random random, List<byte[]> captured, byte[] induction, int victimId) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return induction;
            }
            case 1 -> {
                byte[] noise = new byte[random.nextInt(1600)];
                random.nextBytes(noise);
                return noise;
            }
            case 2 -> { // a SHUTDOWN, ACK or data for a foreign connection
                byte[] spoofed = captured.get(random.nextInt(captured.size())).clone();
                for (int i = 0; i < 4; i++) {
                    spoofed[12 + i] = (byte) (victimId >>> (24 - 8 * i));
                }
                return spoofed;
            }
            default -> {
                byte[] mutated = captured.get(random.nextInt(captured.size())).clone();
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                return mutated;
            }
        }
    }

    @Test
    @Tag("SRT-078")
    @Tag("SRT-055")
    void givenManyConnectionsOneAfterTheOther_whenEachEnds_thenNothingLeaks() throws Exception {
        try (Loopback loopback = new Loopback(SrtConfig.defaults())) {
            for (int i = 0; i < 20; i++) {
                SrtCaller caller = loopback.call("live/s" + i, 0);
                RecordingReceiver receiver = loopback.nextReceiver();
                caller.send(new byte[1316 * 3], 0, 1316 * 3);
                receiver.awaitBytes(1316 * 3);
                caller.close();
                receiver.awaitEnd();
            }
            assertThat(loopback.listener.payloadsOutstanding()).isZero();
        }
    }
}

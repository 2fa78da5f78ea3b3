package llhls.cli.push;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import llhls.ingest.ts.TsMuxer;
import llhls.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PushSessionTest {

    private final ManualClock clock = new ManualClock();
    private final StopSignal stop = new StopSignal();
    private final StringWriter text = new StringWriter();
    private final List<FakeLink> links = new ArrayList<>();
    private final Deque<Object> server = new ArrayDeque<>();
    private final List<FakeSource> sources = new ArrayList<>();
    private int stopAfterPackets = Integer.MAX_VALUE;

    @Test
    void givenASourceThatEnds_whenPublished_thenAllOfItWasSentAndTheLinkIsClosed() throws Exception {
        server.add(new FakeLink(100));

        assertThat(session(3, false, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.DONE);

        assertThat(links.get(0).sent).isEqualTo(3 * 188);
        assertThat(links.get(0).open).isFalse();
        assertThat(sources.get(0).closed).isTrue();
        assertThat(text.toString()).contains("publishing a file to srt://x (Ctrl-C stops)");
    }

    @Test
    void givenNoServer_whenReconnectingIsNotWanted_thenItIsLost() throws Exception {
        server.add(unreachable());

        assertThat(session(3, false, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.LOST);
        assertThat(text.toString()).contains("not connected to srt://x: no answer");
    }

    @Test
    void givenAServerThatGoesAway_whenReconnecting_thenTheSourceIsOpenedAnewAndEachStepIsTold() throws Exception {
        server.addAll(Arrays.asList(new FakeLink(2), unreachable(), new FakeLink(100)));

        assertThat(session(3, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.DONE);

        assertThat(sources).hasSize(2);
        assertThat(links).extracting(link -> link.sent).containsExactly(2 * 188, 3 * 188);
        assertThat(text.toString().lines())
                .containsExactly(
                        "push: publishing a file to srt://x (Ctrl-C stops)",
                        "push: connection lost: the peer closed it",
                        "push: trying again in 1 s",
                        "push: not connected to srt://x: no answer",
                        "push: trying again in 2 s",
                        "push: publishing a file to srt://x (Ctrl-C stops)");
    }

    @Test
    void givenALostConnection_whenReconnectingIsNotWanted_thenItIsLost() throws Exception {
        server.add(new FakeLink(1));

        assertThat(session(3, false, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.LOST);
    }

    @Test
    void givenADuration_whenItIsOver_thenItIsDone() throws Exception {
        server.add(new FakeLink(1_000_000));

        assertThat(session(Integer.MAX_VALUE, true, Duration.ofSeconds(2)).run())
                .isEqualTo(PushSession.Outcome.DONE);
        assertThat(links.get(0).sent).isEqualTo(20 * 188); // each packet takes 100 ms
    }

    @Test
    void givenAStopSignal_whenPublishing_thenItIsDone() throws Exception {
        server.add(new FakeLink(1_000_000));
        stopAfterPackets = 5;

        assertThat(session(Integer.MAX_VALUE, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.DONE);
        assertThat(links.get(0).sent).isEqualTo(5 * 188);
    }

    @Test
    void givenASourceThatFails_whenPublished_thenItsErrorEndsTheSession() {
        server.addAll(Arrays.asList(new FakeLink(9), new FakeLink(9)));
        PushSession session = new PushSession(
                this::connect,
                () -> {
                    throw new FileNotFoundException("show.ts");
                },
                options(true, Duration.ZERO),
                surroundings(report(false)));

        assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(session::run);
        assertThat(links).hasSize(1);
        assertThat(links.get(0).open).isFalse();
    }

    @Test
    void givenAServerThatStaysAway_whenReconnecting_thenPausesGrowToTenSeconds() throws Exception {
        for (int i = 0; i < 7; i++) {
            server.add(unreachable());
        }
        server.add(new FakeLink(100));

        session(1, true, Duration.ZERO).run();

        assertThat(text.toString().lines().filter(line -> line.contains("trying again")))
                .extracting(line -> line.replaceAll("\\D", ""))
                .containsExactly("1", "2", "4", "8", "10", "10", "10");
    }

    @Test
    void givenAnotherPublisher_whenConnectingFirst_thenItIsRefusedForGood() throws Exception {
        server.add(refused(2409));

        assertThat(session(3, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.REFUSED);
        assertThat(text.toString()).contains("not connected to srt://x: refused with 2409");
    }

    @Test
    void givenAConnectionOfOursThatTheServerStillHolds_whenRefused_thenItIsTriedAgain() throws Exception {
        server.addAll(Arrays.asList(new FakeLink(1), refused(2409), refused(2409), new FakeLink(100)));
        assertThat(session(3, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.DONE);

        server.addAll(Arrays.asList(unreachable(), refused(2409), new FakeLink(100)));
        assertThat(session(3, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.DONE);
    }

    @Test
    void givenAPublisherThatStays_whenRefusedAgainAndAgain_thenItGivesUp() throws Exception {
        server.add(unreachable());
        for (int i = 0; i < 11; i++) {
            server.add(refused(2409));
        }
        assertThat(session(3, true, Duration.ZERO).run()).isEqualTo(PushSession.Outcome.REFUSED);
        assertThat(server).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,PASSING", "1003,PASSING", "1007,PASSING", "2402,PASSING", "2503,PASSING", "2409,ALREADY_PUBLISHING",
        "1008,FINAL", "1010,FINAL", "2400,FINAL", "2401,FINAL", "2403,FINAL", "3000,FINAL"
    })
    void codesAreForNowOrForGood(int code, Refusal refusal) {
        assertThat(Refusal.of(code)).isEqualTo(refusal);
    }

    @Test
    void givenATerminal_whenASecondPassed_thenOneLineOfFiguresRenewsItself() throws Exception {
        server.add(new FakeLink(100));
        PushReport report = report(true);
        new PushSession(this::connect, () -> new FakeSource(25), options(false, Duration.ZERO), surroundings(report))
                .run();
        report.end();

        assertThat(text.toString()).contains("\r    15 kbit/s   round trip   7.5 ms   sent again 3   dropped 0");
        assertThat(text.toString().chars().filter(c -> c == '\r')).hasSize(2);
    }

    /** Its pauses are told, but end at once. */
    private PushSession session(int packets, boolean reconnect, Duration duration) {
        return new PushSession(
                this::connect, () -> source(packets), options(reconnect, duration), surroundings(report(false)));
    }

    private PushSession.Surroundings surroundings(PushReport report) {
        return new PushSession.Surroundings(report, stop, clock, pause -> false);
    }

    private static PushSession.Options options(boolean reconnect, Duration duration) {
        return new PushSession.Options(reconnect, duration);
    }

    private PushReport report(boolean terminal) {
        return new PushReport(new PrintWriter(text), terminal, "a file", "srt://x");
    }

    private Link connect() throws IOException {
        Object next = server.remove();
        if (next instanceof IOException e) {
            throw e;
        }
        links.add((FakeLink) next);
        return (FakeLink) next;
    }

    private static IOException refused(int code) {
        return new RefusedException(Refusal.of(code), "refused with " + code);
    }

    private static IOException unreachable() {
        return new IOException("no answer");
    }

    private FakeSource source(int packets) {
        FakeSource source = new FakeSource(packets);
        sources.add(source);
        return source;
    }

    private static final class FakeLink implements Link {
        private final int packetsUntilLost;
        private int sent;
        private boolean open = true;

        FakeLink(int packetsUntilLost) {
            this.packetsUntilLost = packetsUntilLost;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            sent += length;
        }

        @Override
        public boolean isOpen() {
            return open && sent < packetsUntilLost * 188;
        }

        @Override
        public String closeReason() {
            return "the peer closed it";
        }

        @Override
        public Map<String, Number> stats() {
            return Map.of("byteSentTotal", sent, "msRTT", 7.5, "pktRetransTotal", 3);
        }

        @Override
        public void close() {
            open = false;
        }
    }

    /** A packet each 100 ms. */
    private final class FakeSource implements PushSource {
        private int left;
        private int pumped;
        private boolean closed;

        FakeSource(int packets) {
            left = packets;
        }

        @Override
        public boolean pump(TsMuxer.Output out) {
            if (left-- == 0) {
                return false;
            }
            clock.advance(Duration.ofMillis(100));
            out.packets(new byte[188], 0, 188);
            if (++pumped == stopAfterPackets) {
                stop.stop();
            }
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

package llhls.ingest.srt.protocol;

import java.util.Random;
import llhls.ingest.srt.packet.SrtOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeBaseTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long LATENCY_MS = 120;

    private static TimeBase base(long peerStartNs) {
        return new TimeBase(new ConnectionSettings(
                1, 2, 3, 0, peerStartNs, (int) LATENCY_MS, 0, SrtOptions.OUR_VERSION, SrtOptions.OUR_FLAGS, 8192));
    }

    @Test
    @Tag("SRT-045")
    void givenASenderFiveSecondsBeforeTheWrap_whenOnlyKeepAlivesAndDataFollow_thenPlayTimesGoOn() {
        long peerStartNs = -((1L << 32) - 5_000_000) * 1000;
        TimeBase times = base(peerStartNs);
        for (long nowNs = 0; nowNs < 5 * 3600 * SECOND; nowNs += SECOND) { // several wraps of 71 minutes
            int timestamp = (int) ((nowNs - peerStartNs) / 1000);
            assertThat(times.observe(timestamp, nowNs)).isTrue();
            assertThat(times.playTimeNs(timestamp)).isEqualTo(nowNs + LATENCY_MS * MS);
            assertThat(times.playTimeNs(timestamp - 300_000)).isEqualTo(nowNs + (LATENCY_MS - 300) * MS);
        }
    }

    @Test
    @Tag("SRT-046")
    void givenAClockOffBy100Ppm_whenADayPasses_thenPlayTimesStayWithinTenMilliseconds() {
        for (double ppm : new double[] {100, -100}) {
            TimeBase times = base(0);
            Random random = new Random(1);
            long worstNs = 0;
            for (long nowNs = 0; nowNs < 24 * 3600 * SECOND; nowNs += 20 * MS) {
                long jitterNs = random.nextInt(1000) * 1000L;
                int timestamp = (int) (long) ((nowNs - jitterNs) * (1 + ppm / 1e6) / 1000);
                times.observe(timestamp, nowNs);
                times.sampleDrift(timestamp, nowNs, 0, 1);
                worstNs = Math.max(worstNs, Math.abs(times.playTimeNs(timestamp) - nowNs - LATENCY_MS * MS));
            }
            assertThat(worstNs).isLessThan(10 * MS);
            assertThat(times.baseSteps()).isGreaterThan(1000);
        }
    }

    @Test
    void givenATimestampAMinuteOff_whenItArrives_thenItIsIgnored() {
        TimeBase times = base(0);
        assertThat(times.observe(61_000_000, 0)).isFalse();
        assertThat(times.observe(59_000_000, 0)).isTrue();
        assertThat(times.playTimeNs(times.timestampDueAt(7 * SECOND))).isEqualTo(7 * SECOND);
    }

    @Test
    void givenQueuesOnTheWay_whenTheRoundTripGrows_thenItIsNotTakenForDrift() {
        RttEstimator rtt = new RttEstimator();
        assertThat(rtt.isCalm()).isFalse();
        for (int i = 0; i < 50; i++) {
            rtt.sample(40_000);
        }
        assertThat(rtt.isCalm()).isTrue();
        for (int i = 0; i < 50; i++) {
            rtt.sample(400_000);
        }
        assertThat(rtt.isCalm()).isFalse();
    }
}

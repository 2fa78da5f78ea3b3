package llhls.ingest.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import llhls.ingest.srt.protocol.Rejection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLogTest {

    private static final long SECOND = 1_000_000_000;
    private static final InetSocketAddress ENCODER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @Test
    @Tag("SRT-082")
    void givenAnEncoderThatRetriesForever_whenRefused_thenThereIsOneLineInTenSeconds() {
        RefusalLog log = new RefusalLog();
        int lines = 0;
        for (int s = 0; s < 30; s++) {
            lines += log.refused(ENCODER, Rejection.CONFLICT, "live/a", "busy", s * SECOND) ? 1 : 0;
        }

        assertThat(lines).isEqualTo(3);
        assertThat(log.refused(ENCODER, Rejection.UNSECURE, "live/a", "x", 30 * SECOND))
                .isTrue();
    }

    @Test
    @Tag("SRT-082")
    void givenARefusalPeopleCanMend_whenLogged_thenTheLineSaysHow() {
        assertThat(RefusalLog.remedy(Rejection.BAD_REQUEST)).contains("publish:live/shop1");
        assertThat(RefusalLog.remedy(Rejection.CONFLICT)).contains("publisher-conflict=takeover");
        assertThat(RefusalLog.remedy(Rejection.PEER)).isEmpty();
    }
}

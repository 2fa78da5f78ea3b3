package llhls.origin.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import llhls.origin.stream.StoredMedia.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RamSegmentStoreTest {

    private final RamSegmentStore store = new RamSegmentStore();

    @Test
    void givenNoExpiry_thenItStays() {
        store.put("v1/s1.m4s", media());
        store.trim(Long.MAX_VALUE);

        assertThat(store.find("v1/s1.m4s")).isNotNull();
        assertThat(store.find("v1/s2.m4s")).isNull();
    }

    @Test
    void givenAnExpiry_thenItGoesWhenItIsDue() {
        store.put("v1/s1.m4s", media());
        store.expire("v1/s1.m4s", 10);
        store.trim(9);
        assertThat(store.find("v1/s1.m4s")).isNotNull();

        store.trim(10);

        assertThat(store.find("v1/s1.m4s")).isNull();
    }

    @Test
    void givenALaterExpiry_thenItOverrulesTheEarlier() {
        store.put("v1/init-1.mp4", media());
        store.expire("v1/init-1.mp4", 10);
        store.expire("v1/init-1.mp4", 20);
        store.trim(15);
        assertThat(store.find("v1/init-1.mp4")).isNotNull();

        store.trim(20);

        assertThat(store.find("v1/init-1.mp4")).isNull();
    }

    @Test
    void givenItIsNeededAgain_thenItStays() {
        store.put("v1/init-1.mp4", media());
        store.expire("v1/init-1.mp4", 10);
        store.put("v1/init-1.mp4", media());

        store.trim(20);

        assertThat(store.find("v1/init-1.mp4")).isNotNull();
    }

    @Test
    void monotonicTimeMayWrap() {
        store.put("a", media());
        store.put("b", media());
        store.expire("a", Long.MIN_VALUE + 5);
        store.expire("b", Long.MAX_VALUE - 5);

        store.trim(Long.MAX_VALUE);
        assertThat(store.find("b")).isNull();
        assertThat(store.find("a")).isNotNull();

        store.trim(Long.MIN_VALUE + 5);
        assertThat(store.find("a")).isNull();
    }

    private static StoredMedia media() {
        return new StoredMedia(
                Kind.SEGMENT, true, List.of(ByteBuffer.allocate(1)), 1, Instant.EPOCH, Duration.ofSeconds(1), null);
    }
}

package llhls.origin.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlaylistBodyTest {

    private final PlaylistBody body = PlaylistBody.of("#EXTM3U\n", "1210.1.7");

    @Test
    @Tag("LL-121")
    void bothEncodingsHoldTheSameText() throws IOException {
        byte[] packed = bytes(body.bytes(true));

        assertThat(bytes(body.bytes(false))).asString().isEqualTo("#EXTM3U\n");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .asString()
                .isEqualTo("#EXTM3U\n");
    }

    @Test
    @Tag("LL-133")
    void everyEncodingHasItsOwnStrongTag() {
        assertThat(body.etag(false)).isEqualTo("\"1210.1.7\"");
        assertThat(body.etag(true)).isEqualTo("\"1210.1.7-gz\"");
    }

    @Test
    @Tag("DEC-13")
    void readersShareReadOnlyDirectBytes() {
        ByteBuffer first = body.bytes(false);
        first.position(3);

        assertThat(body.bytes(false).position()).isZero();
        assertThat(first.isDirect()).isTrue();
        assertThat(first.isReadOnly()).isTrue();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

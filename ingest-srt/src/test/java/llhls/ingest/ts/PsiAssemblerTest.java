package llhls.ingest.ts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PsiAssemblerTest {

    private final List<byte[]> sections = new ArrayList<>();
    private final TsCounters counters = new TsCounters();
    private final PsiAssembler assembler =
            new PsiAssembler((bytes, length) -> sections.add(Arrays.copyOf(bytes, length)), counters);

    @Test
    @Tag("TS-008")
    void givenTheCheckWord_whenComputed_thenItIsTheKnownOne() {
        byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(Crc32Mpeg2.of(digits, 0, digits.length)).isEqualTo(0x0376E6E7);
    }

    @Test
    @Tag("TS-008")
    void givenAnyFlippedBit_whenASectionIsWhole_thenItIsNotDelivered() {
        byte[] pat = TsTables.pat(1, 0x1000);
        for (int bit = 0; bit < pat.length * 8; bit++) {
            byte[] broken = pat.clone();
            broken[bit / 8] ^= (byte) (1 << bit % 8);
            packet(0, broken);
        }
        assertThat(sections).isEmpty();

        packet(0, pat);
        assertThat(sections).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-009")
    void sectionsAreJoinedOverPacketsAndPointers(long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] body = new byte[random.nextInt(900)];
            random.nextBytes(body);
            sent.add(TsTables.section(2, i, 0, body));
        }

        new Sender(random).send(sent);

        assertThat(sections).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sections.get(i)).isEqualTo(sent.get(i));
        }
    }

    @Test
    @Tag("TS-009")
    void givenAGapInASection_whenItGoesOn_thenItIsDropped() {
        byte[] section = TsTables.section(2, 1, 0, new byte[300]);
        byte[] first = Avc.concat(new byte[] {0}, Arrays.copyOf(section, 183));
        assembler.payload(first, 0, 184, true);
        assembler.gap();
        byte[] rest = Arrays.copyOfRange(section, 183, section.length);
        assembler.payload(rest, 0, rest.length, false);
        assertThat(sections).isEmpty();

        packet(0, TsTables.pat(1, 0x1000));
        assertThat(sections).hasSize(1);
    }

    @Test
    @Tag("TS-009")
    @Tag("TS-057")
    void givenPointerOutsideThePacketOrOverlongSection_whenRead_thenNothingComesOut() {
        byte[] payload = new byte[184];
        payload[0] = (byte) 184;
        assembler.payload(payload, 0, 184, true);
        byte[] overlong = {0, 2, (byte) 0xBF, (byte) 0xFE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assembler.payload(overlong, 0, overlong.length, true);
        for (int i = 0; i < 40; i++) {
            assembler.payload(payload, 1, 184, false);
        }

        assertThat(sections).isEmpty();
    }

    @FuzzTest
    void anyPayloadIsTaken(byte[] payload) {
        assembler.payload(payload, 0, payload.length, true);
        assembler.payload(payload, 0, payload.length, false);
        for (byte[] section : sections) {
            assertThat(Crc32Mpeg2.of(section, 0, section.length)).isZero();
            ProgramAssociation.parse(section, section.length);
            ProgramMap.parse(section, section.length);
        }
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    @Tag("TS-057")
    void anyTableBodyWithARightChecksumIsReadWithinItsBounds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] body = new byte[random.nextInt(1013)];
            random.nextBytes(body);
            byte[] section = TsTables.section(random.nextBoolean() ? 0 : 2, random.nextInt(65536), 0, body);
            assertThat(ProgramMap.parse(section, section.length).streams()).hasSizeLessThanOrEqualTo(64);
            assertThat(ProgramAssociation.parse(section, section.length).programs())
                    .hasSizeLessThanOrEqualTo(32);
        }
    }

    private void packet(int pointer, byte[] section) {
        byte[] payload = new byte[184];
        Arrays.fill(payload, (byte) 0xFF);
        payload[0] = (byte) pointer;
        System.arraycopy(section, 0, payload, 1 + pointer, section.length);
        assembler.payload(payload, 0, payload.length, true);
    }

    /** Packs sections one behind the other, several into a packet when they fit, or with fill in between. */
    private final class Sender {
        private final Random random;
        private final byte[] payload = new byte[184];
        private int filled;
        private int pointer = -1;

        private Sender(Random random) {
            this.random = random;
        }

        private void send(List<byte[]> sent) {
            for (byte[] section : sent) {
                if (filled >= 183 || random.nextBoolean()) {
                    fill();
                }
                begin();
                for (byte b : section) {
                    if (filled == 184) {
                        flush();
                    }
                    payload[filled] = b;
                    filled++;
                }
            }
            fill();
        }

        /** A section that starts in a packet makes room for its pointer_field in front of what is there. */
        private void begin() {
            if (pointer < 0) {
                pointer = filled;
                System.arraycopy(payload, 0, payload, 1, filled);
                payload[0] = (byte) pointer;
                filled++;
            }
        }

        private void fill() {
            Arrays.fill(payload, filled, 184, (byte) 0xFF);
            if (filled > 0) {
                flush();
            }
        }

        private void flush() {
            assembler.payload(payload, 0, 184, pointer >= 0);
            filled = 0;
            pointer = -1;
        }
    }
}

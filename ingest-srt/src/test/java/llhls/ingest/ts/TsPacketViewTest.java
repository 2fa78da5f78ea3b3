package llhls.ingest.ts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TsPacketViewTest {

    private final TsPacketView view = new TsPacketView();

    @Test
    @Tag("TS-006")
    void givenEveryAdaptationOption_whenRead_thenOnlyTheRestIsStuffing() {
        // flags: discontinuity, random access, PCR, OPCR, splice, private data (3), extension (2); then 10 bytes of
        // stuffing
        byte[] fields = new byte[1 + 6 + 6 + 1 + 1 + 3 + 1 + 2];
        fields[0] = (byte) 0xDF;
        fields[14] = 3;
        fields[18] = 2;
        wrap(TsBuilder.packet(0x100, false, 5, fields, new byte[183 - fields.length - 10]));

        assertThat(view.malformed()).isFalse();
        assertThat(view.stuffingBytes()).isEqualTo(10);
        assertThat(view.discontinuity()).isTrue();
        assertThat(view.randomAccess()).isTrue();
        assertThat(view.payloadOffset()).isEqualTo(4 + 1 + fields.length + 10);
    }

    @Test
    @Tag("TS-006")
    void givenPcr_whenRead_thenBaseAndExtensionAreApart() {
        byte[] fields = new byte[7];
        fields[0] = 0x10;
        TsPacketWriter.writePcr(fields, 1, 0x1_2345_6789L, 299);
        wrap(TsBuilder.packet(0x100, false, 0, fields, new byte[100]));

        assertThat(view.pcrBase()).isEqualTo(0x1_2345_6789L);
        assertThat(view.pcrExtension()).isEqualTo(299);
    }

    @Test
    @Tag("TS-006")
    void givenAdaptationFieldOfLengthZero_whenRead_thenItIsOneByteOfStuffing() {
        wrap(TsBuilder.packet(0x100, false, 0, new byte[0], new byte[183]));

        assertThat(view.malformed()).isFalse();
        assertThat(view.stuffingBytes()).isEqualTo(1);
        assertThat(view.payloadOffset()).isEqualTo(5);
    }

    @Test
    @Tag("TS-006")
    void givenOverlongAdaptationField_whenRead_thenThePacketIsMalformed() {
        byte[] packet = TsBuilder.packet(0x100, false, 0, new byte[] {0}, new byte[100]);
        packet[4] = (byte) 183;
        wrap(packet);
        assertThat(view.malformed()).as("183 before payload").isTrue();

        packet[3] = 0x20;
        assertThat(view.malformed()).as("183 alone").isFalse();
        packet[4] = (byte) 184;
        assertThat(view.malformed()).as("184 alone").isTrue();
    }

    @Test
    @Tag("TS-006")
    void givenFieldsLongerThanTheAdaptationField_whenRead_thenThePacketIsMalformed() {
        wrap(TsBuilder.packet(0x100, false, 0, new byte[] {0x10, 0, 0}, new byte[180]));

        assertThat(view.malformed()).isTrue();
    }

    @Test
    @Tag("TS-005")
    void givenReservedAdaptationControl_whenRead_thenThePacketIsMalformed() {
        byte[] packet = TsBuilder.packet(0x100, false, 0, null, new byte[184]);
        packet[3] &= 0x0F;
        wrap(packet);

        assertThat(view.malformed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void noReadLeavesThePacket(long seed) {
        Random random = new Random(seed);
        byte[] packet = new byte[TsPacketView.LENGTH];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(packet);
            readAll(packet);
        }
    }

    @FuzzTest
    void anyBytesAreReadWithoutLeavingThePacket(byte[] datagram) {
        readAll(datagram);
    }

    private void readAll(byte[] packet) {
        if (packet.length > 0) {
            packet[0] = 0x47;
        }
        if (!view.wrap(packet, 0)) {
            return;
        }
        boolean malformed = view.malformed();
        assertThat(view.payloadOffset()).isBetween(4, 188);
        if (!malformed && view.hasAdaptation()) {
            assertThat(view.stuffingBytes()).isBetween(0, 183);
            view.pcrBase();
            view.pcrExtension();
        }
    }

    private void wrap(byte[] packet) {
        assertThat(view.wrap(packet, 0)).isTrue();
    }
}

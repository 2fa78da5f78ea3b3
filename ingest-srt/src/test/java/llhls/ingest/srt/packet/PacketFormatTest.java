package llhls.ingest.srt.packet;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PacketFormatTest {

    private static final PacketWriter.Addressing TO = new PacketWriter.Addressing(0x01020304, 0x0A0B0C0D);

    private final PacketView view = new PacketView();
    private final PacketWriter writer = new PacketWriter();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private SrtPacket parse(String hex) throws MalformedMediaException {
        byte[] datagram = bytes(hex);
        assertThat(view.wrap(datagram, datagram.length)).isTrue();
        return SrtPacket.parse(view);
    }

    private String written(SrtPacket packet) {
        packet.write(writer, TO);
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 15})
    @Tag("SRT-001")
    void givenLessThanAHeader_whenWrapped_thenItIsNoPacket(int length) {
        assertThat(view.wrap(new byte[64], length)).isFalse();
    }

    @Test
    void givenMoreThanAPayloadHolds_whenWrapped_thenItIsNoPacket() {
        assertThat(view.wrap(new byte[2000], 16 + 1456)).isTrue();
        assertThat(view.wrap(new byte[2000], 16 + 1457)).isFalse();
    }

    @Test
    @Tag("SRT-002")
    void givenEveryControlType_whenWritten_thenTheBytesAreThoseOfTheFormat() {
        String tail = "010203040a0b0c0d";
        assertThat(written(BareControlPacket.KEEPALIVE)).isEqualTo("8001000000000000" + tail + "00000000");
        assertThat(written(BareControlPacket.SHUTDOWN)).isEqualTo("8005000000000000" + tail + "00000000");
        assertThat(written(BareControlPacket.ackAck(7))).isEqualTo("8006000000000007" + tail + "00000000");
        assertThat(written(AckPacket.light(0x123))).isEqualTo("8002000000000000" + tail + "00000123");
        assertThat(written(new DropReqPacket(0, 5, 9))).isEqualTo("8007000000000000" + tail + "0000000500000009");
    }

    @Test
    @Tag("SRT-008")
    void givenSinglesAndRanges_whenWritten_thenTheNakIsThatOfARealReceiver() throws Exception {
        LossList losses = new LossList.Builder()
                .add(0x10f92b20, 0x10f92b22)
                .add(0x10f92b25, 0x10f92b25)
                .add(0x10f92b2b, 0x10f92b2c)
                .build();

        String nak = written(new NakPacket(losses));

        assertThat(nak).endsWith("90f92b2010f92b2210f92b2590f92b2b10f92b2c");
        assertThat(parse(nak)).isEqualTo(new NakPacket(losses));
    }

    @Test
    @Tag("SRT-004")
    @Tag("SRT-008")
    void givenARangeOverTheWrap_whenWrittenAndRead_thenItIsTheSame() throws Exception {
        LossList losses = LossList.of(SeqNumber.MAX - 1, 3);

        assertThat(parse(written(new NakPacket(losses)))).isEqualTo(new NakPacket(losses));
        assertThat(losses).hasToString("[2147483646..3 ]");
    }

    @ParameterizedTest
    @Tag("SRT-008")
    @ValueSource(
            strings = {
                "8003000000000000 0000000000000001",
                "8003000000000000 0000000000000001 80000005",
                "8003000000000000 0000000000000001 00000004 80000005",
                "8003000000000000 0000000000000001 80000005 80000006",
                "8003000000000000 0000000000000001 80000006 00000005"
            })
    void givenALossListThatCannotBe_whenRead_thenItIsMalformed(String nak) {
        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(() -> parse(nak));
    }

    @Test
    @Tag("SRT-008")
    void givenMoreLossesThanFit_whenBuilding_thenAPacketHoldsAtMost364Words() {
        LossList.Builder builder = new LossList.Builder();
        for (int i = 0; i < 1000 && !builder.isFull(); i++) {
            builder.add(i * 10, i * 10 + i % 2);
        }

        assertThat(written(new NakPacket(builder.build())).length() / 2).isLessThanOrEqualTo(16 + 364 * 4);
        assertThat(builder.isFull()).isTrue();
    }

    @Test
    @Tag("SRT-009")
    void givenATypeNobodyKnows_whenRead_thenItIsUnknownAndNotMalformed() throws Exception {
        assertThat(parse("81230000 00000000 00000000 00000001")).isEqualTo(new UnknownControlPacket(0x123, 0));
        assertThat(parse("ffff0001 00000000 00000000 00000001")).isEqualTo(new UnknownControlPacket(0x7FFF, 1));
        assertThat(parse("80080000 00000fa0 00000000 00000001")).isEqualTo(new UnknownControlPacket(8, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80020000 00000001 00000000 00000001",
                "80020000 00000001 00000000 00000001 80000000",
                "80070000 00000000 00000000 00000001 00000005",
                "80070000 00000000 00000000 00000001 00000006 00000005",
                "80070000 00000000 00000000 00000001 80000005 00000006",
                "80000000 00000000 00000000 00000000 00000004"
            })
    void givenAControlPacketThatCannotBe_whenRead_thenItIsMalformed(String datagram) {
        assertThatExceptionOfType(MalformedMediaException.class).isThrownBy(() -> parse(datagram));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 7, 8})
    void givenAcksOfEveryLengthInTheField_whenRead_thenOnlyTheShortestIsLight(int words) throws Exception {
        StringBuilder ack = new StringBuilder("80020000 00000009 00000000 00000001 00000064");
        for (int i = 1; i < words; i++) {
            ack.append(String.format(Locale.ROOT, " %08x", i));
        }

        AckPacket parsed = (AckPacket) parse(ack.toString());

        assertThat(parsed.isLight()).isEqualTo(words == 1);
        assertThat(parsed.hasReport()).isEqualTo(words > 1);
        assertThat(parsed.nextSequence()).isEqualTo(100);
        assertThat(parsed.report().freePackets()).isEqualTo(words > 1 ? 3 : 0);
    }

    @Test
    @Tag("SRT-006")
    void givenAStreamId_whenWritten_thenEveryWordIsReversed() {
        HandshakeExtension extension = HandshakeExtension.ofText(HandshakeExtension.SID, "live/x");

        assertThat(extension.content()).hasToString("6576696c0000782f");
        assertThat(extension.text()).isEqualTo("live/x");
        assertThat(HandshakeExtension.ofText(5, "").words()).isZero();
        assertThat(HandshakeExtension.ofText(5, "Läden/één").text()).isEqualTo("Läden/één");
    }

    @Test
    @Tag("SRT-010")
    void givenAnAddress_whenWritten_thenItsWordsAreReversed() throws Exception {
        assertThat(PeerIp.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                .isEqualTo(new PeerIp(0x0100007f, 0, 0, 0));
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        assertThat(PeerIp.of(InetAddress.getByAddress(loopback6))).isEqualTo(new PeerIp(0, 0, 0, 0x01000000));
    }

    @Test
    @Tag("SRT-019")
    void givenExtensionsInAnyOrderWithUnknownOnes_whenRead_thenAllAreFoundAndRepeatsCountLast() throws Exception {
        HandshakeExtension vendor = new HandshakeExtension(0x4242, new ByteString(new byte[12]));
        HandshakeExtension options = new SrtOptions(0x10501, 0xBF, 1, 2).toExtension(HandshakeExtension.HSREQ);
        HandshakePacket sent = conclusion(List.of(
                HandshakeExtension.ofText(HandshakeExtension.SID, "old"),
                vendor,
                HandshakeExtension.ofText(HandshakeExtension.SID, "new"),
                options));

        HandshakePacket read = (HandshakePacket) parse(written(sent));

        assertThat(read).isEqualTo(sent);
        assertThat(read.extension(HandshakeExtension.SID).orElseThrow().text()).isEqualTo("new");
        assertThat(read.extension(0x4242)).contains(vendor);
        assertThat(read.overrun()).isFalse();
    }

    @Test
    @Tag("SRT-019")
    void givenALengthBeyondTheDatagram_whenRead_thenTheOverrunIsNoted() throws Exception {
        written(conclusion(List.of(HandshakeExtension.ofText(HandshakeExtension.SID, "live/x"))));
        byte[] cut = Arrays.copyOf(writer.bytes(), writer.length() - 4);
        view.wrap(cut, cut.length);

        HandshakePacket read = HandshakePacket.parse(view);

        assertThat(read.overrun()).isTrue();
        assertThat(read.extensions()).isEmpty();
    }

    @Test
    void givenAnInductionWithPadding_whenRead_thenThePaddingIsNoExtension() throws Exception {
        byte[] induction =
                Capture.control("plain-with-streamid", ControlType.HANDSHAKE).get(0);
        byte[] padded = Arrays.copyOf(induction, 200);
        view.wrap(padded, padded.length);

        assertThat(HandshakePacket.parse(view).extensions()).isEmpty();
    }

    private static HandshakePacket conclusion(List<HandshakeExtension> extensions) {
        return new HandshakePacket(
                5, 0, 5, 1, 1500, 8192, HandshakePacket.CONCLUSION, 3, 4, new PeerIp(1, 0, 0, 0), extensions, false);
    }
}

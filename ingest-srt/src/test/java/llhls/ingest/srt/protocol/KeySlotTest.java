package llhls.ingest.srt.protocol;

import llhls.ingest.srt.packet.SeqNumber;
import llhls.media.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("SRT-060")
class KeySlotTest {

    private static final int HIGHEST = SeqNumber.MAX - 1;

    private final KeySlot slot = new KeySlot();
    private final PayloadCipher first = cipher(1);
    private final PayloadCipher second = cipher(2);

    private static PayloadCipher cipher(int key) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) key;
        return new PayloadCipher(bytes, new ByteString(new byte[16]));
    }

    @Test
    void givenANewKey_whenAPacketFromBeforeItsAnnouncementComes_thenItHasTheOldKey() {
        assertThat(slot.of(0)).isNull();
        slot.put(first, 0);
        slot.put(second, HIGHEST);

        assertThat(slot.of(HIGHEST)).isSameAs(first);
        assertThat(slot.of(SeqNumber.plus(HIGHEST, -1000))).isSameAs(first);
        assertThat(slot.of(SeqNumber.plus(HIGHEST, 1))).isSameAs(second);
        assertThat(slot.of(SeqNumber.plus(HIGHEST, 1000))).isSameAs(second);
    }

    @Test
    void givenTheSameKeyAgain_whenAnnounced_thenNothingChanges() {
        slot.put(first, 0);
        slot.put(second, 1000);
        slot.put(cipher(2), 5000);

        assertThat(slot.of(900)).isSameAs(first);
        assertThat(slot.of(4000)).isSameAs(second);
    }

    @Test
    void givenAKeyOfLongAgo_whenTheNumbersComeRound_thenItIsForgotten() {
        slot.put(first, 0);
        slot.put(second, 1000);
        assertThat(slot.of(1000 + (1 << 18) + 1)).isSameAs(second);

        assertThat(slot.of(900)).isSameAs(second);
    }

    @Test
    @Tag("SRT-066")
    void givenItWasDestroyed_whenAsked_thenThereIsNoKey() {
        slot.put(first, 0);
        slot.put(second, 1000);
        slot.destroy();

        assertThat(slot.of(900)).isNull();
        assertThat(slot.of(2000)).isNull();
    }
}

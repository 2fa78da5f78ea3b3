package llhls.ingest.srt.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import llhls.ingest.srt.packet.LossList;
import llhls.ingest.srt.packet.SeqNumber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("SRT-004")
@Tag("SRT-094")
class SequenceSetTest {

    private static final int CAPACITY = 256;

    /** Against a sorted set of distances from a base near the wrap. */
    @ParameterizedTest
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void behavesLikeASortedSetAcrossTheWrap(long seed) {
        Random random = new Random(seed);
        SequenceSet set = new SequenceSet(CAPACITY);
        TreeSet<Integer> model = new TreeSet<>();
        int base = SeqNumber.plus(SeqNumber.MAX, -random.nextInt(600));
        int shift = 0;
        for (int i = 0; i < 1_000; i++) {
            int at = shift + random.nextInt(CAPACITY);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    set.add(SeqNumber.plus(base, at));
                    model.add(at);
                }
                case 2 -> assertThat(set.remove(SeqNumber.plus(base, at))).isEqualTo(model.remove(at));
                case 3 -> {
                    int last = Math.min(at + random.nextInt(20), shift + CAPACITY - 1);
                    set.addRange(SeqNumber.plus(base, at), SeqNumber.plus(base, last));
                    for (int k = at; k <= last; k++) {
                        model.add(k);
                    }
                }
                default -> {
                    shift += random.nextInt(10);
                    set.removeBefore(SeqNumber.plus(base, shift));
                    model.headSet(shift).clear();
                }
            }
            assertSame(set, model, base, shift, random);
        }
    }

    private static void assertSame(SequenceSet set, SortedSet<Integer> model, int base, int shift, Random random) {
        assertThat(set.size()).isEqualTo(model.size());
        assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
        if (!model.isEmpty()) {
            assertThat(set.first()).isEqualTo(SeqNumber.plus(base, model.first()));
        }
        int from = shift + random.nextInt(CAPACITY);
        int end = from + random.nextInt(shift + CAPACITY - from + 1);
        Integer expected = model.subSet(from, end).isEmpty()
                ? null
                : model.subSet(from, end).first();
        assertThat(set.next(SeqNumber.plus(base, from), SeqNumber.plus(base, end)))
                .isEqualTo(expected == null ? SequenceSet.NONE : SeqNumber.plus(base, expected));
        List<Integer> collected = new ArrayList<>();
        LossList.Builder list = new LossList.Builder();
        set.collect(list, SeqNumber.plus(base, end));
        list.build().forEach((first, last) -> {
            for (int seq = first; seq != SeqNumber.next(last); seq = SeqNumber.next(seq)) {
                collected.add(SeqNumber.distance(base, seq));
            }
        });
        assertThat(collected).containsExactlyElementsOf(model.headSet(end));
    }
}

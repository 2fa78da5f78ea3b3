package llhls.origin.park;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.Streams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IoParkingTest {

    private static final long FAR = 1_000_000;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final IoParking parking = new IoParking(tasks::add);
    private final LiveStream stream = Streams.empty("live/a");
    private final LiveStream other = Streams.empty("live/b");
    private final List<String> log = new ArrayList<>();

    @Test
    @Tag("LL-076")
    void onlyThoseThatAreReadyAreResumed() {
        Fake early = park("early", FAR);
        Fake late = park("late", FAR);
        early.ready = true;

        parking.release(stream, "v1");
        assertThat(log).containsExactly("early resumed");

        late.ready = true;
        parking.release(stream, "v1");
        parking.release(stream, "v1");
        assertThat(log).containsExactly("early resumed", "late resumed");
    }

    @Test
    void otherRenditionsAndStreamsStay() {
        park("a", FAR).ready = true;

        parking.release(stream, "a1");
        parking.releaseAll(other);
        assertThat(log).isEmpty();

        parking.releaseAll(stream);
        assertThat(log).containsExactly("a resumed");
    }

    @Test
    @Tag("LL-087")
    @Tag("DEC-12")
    void whoWaitedTooLongIsExpiredOnce() {
        park("short", 100);
        park("long", 200);

        parking.expire(99);
        assertThat(log).isEmpty();
        parking.expire(100);
        parking.expire(150);
        assertThat(log).containsExactly("short expired");
    }

    @Test
    @Tag("LL-091")
    void whoHungUpIsAbandonedByTheSweep() {
        park("a", FAR).gone = true;

        parking.expire(0);
        parking.expire(1);

        assertThat(log).containsExactly("a abandoned");
    }

    @Test
    @Tag("LL-091")
    void whoHungUpIsNotAnswered() {
        Fake gone = park("a", FAR);
        gone.gone = true;
        gone.ready = true;

        parking.release(stream, "v1");

        assertThat(log).containsExactly("a abandoned");
    }

    @Test
    void givenShutdown_thenEverybodyIsRefused() {
        park("a", FAR);
        park("b", FAR);

        parking.refuseAll();
        parking.refuseAll();

        assertThat(log).containsExactly("a refused", "b refused");
    }

    @Test
    void aLargeReleaseLetsOtherSocketsHaveTheirTurn() {
        for (int i = 0; i < 1_200; i++) {
            park("w" + i, FAR).ready = true;
        }

        parking.release(stream, "v1");
        assertThat(log).hasSize(512);
        tasks.remove().run();
        tasks.remove().run();

        assertThat(log).hasSize(1_200).doesNotHaveDuplicates();
        assertThat(tasks).isEmpty();
    }

    @Test
    void oneThatThrowsDoesNotKeepTheOthersWaiting() {
        park("bad", FAR).ready = true;
        park("good", FAR).ready = true;

        parking.release(stream, "v1");

        assertThat(log).contains("bad resumed", "good resumed");
    }

    @Test
    void oneThatThrowsIsEndedRatherThanLeftWithoutAnAnswer() {
        park("bad", FAR).ready = true;

        parking.release(stream, "v1");

        assertThat(log).containsExactly("bad resumed", "bad abandoned");
    }

    @Test
    void aWaiterMayParkAnewWhileItIsResumed() {
        Fake again = park("again", FAR);
        again.ready = true;

        parking.release(stream, "v1");
        parking.release(stream, "v1");

        assertThat(log).containsExactly("again resumed", "again resumed");
    }

    private Fake park(String name, long deadlineNs) {
        Fake waiter = new Fake(name);
        parking.park(stream, "v1", waiter, deadlineNs);
        return waiter;
    }

    private final class Fake implements Waiter {
        private final String name;
        private boolean ready;
        private boolean gone;

        Fake(String name) {
            this.name = name;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void resume() {
            log.add(name + " resumed");
            if (name.equals("again")) {
                parking.park(stream, "v1", this, FAR);
            }
            if (name.equals("bad")) {
                throw new IllegalStateException("broken exchange");
            }
        }

        @Override
        public void expire() {
            log.add(name + " expired");
        }

        @Override
        public void refuse() {
            log.add(name + " refused");
        }

        @Override
        public boolean gone() {
            return gone;
        }

        @Override
        public void abandon() {
            log.add(name + " abandoned");
        }
    }
}

package llhls.origin.stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    /** 1209 complete with four parts, 1210 with two so far. */
    private final Progress progress = new Progress(1209, 4, 1210, 2, 4842);

    @ParameterizedTest
    @CsvSource({
        "1100,-1,true",
        "1209,-1,true",
        "1210,-1,false",
        "1211,-1,false",
        "1100,99,true",
        "1208,99,true",
        "1209,3,true",
        "1209,4,true",
        "1209,999,true",
        "1210,0,true",
        "1210,1,true",
        "1210,2,false",
        "1210,9,false",
        "1211,0,false"
    })
    @Tag("LL-075")
    @Tag("LL-078")
    @Tag("LL-079")
    @Tag("LL-080")
    @Tag("LL-082")
    void containsWhatIsListedOrOlder(long msn, long part, boolean contained) {
        assertThat(progress.contains(new MediaPosition(msn, part))).isEqualTo(contained);
    }

    @Test
    @Tag("LL-080")
    @Tag("LL-081")
    void givenAnIndexPastTheLastPartOfAClosedSegment_thenItMeansPartZeroOfTheNext() {
        MediaPosition pastTheEnd = new MediaPosition(1210, 4);

        assertThat(new Progress(1210, 4, 1211, 0, 4844).contains(pastTheEnd)).isFalse();
        assertThat(new Progress(1210, 4, 1211, 1, 4845).contains(pastTheEnd)).isTrue();
    }

    @Test
    @Tag("LL-081")
    void givenASegmentClosesShort_thenItsWaiterRollsOverOnce() {
        MediaPosition wanted = new MediaPosition(1210, 3);

        assertThat(new Progress(1209, 4, 1210, 2, 4842).contains(wanted)).isFalse();
        assertThat(new Progress(1210, 2, 1211, 0, 4842).contains(wanted)).isFalse();
        assertThat(new Progress(1210, 2, 1211, 1, 4843).contains(wanted)).isTrue();
    }

    @Test
    void newestIsThePartBeforeTheHint() {
        assertThat(progress.newest()).isEqualTo(new MediaPosition(1210, 1));
        assertThat(new Progress(1210, 2, 1211, 0, 4842).newest()).isEqualTo(new MediaPosition(1210, 1));
    }

    @Test
    @Tag("LL-094")
    void givenNoCompleteSegment_thenNothingIsContained() {
        Progress partsOnly = new Progress(Progress.NONE, 0, 1200, 3, 4803);

        assertThat(partsOnly.contains(new MediaPosition(1200, 0))).isFalse();
        assertThat(partsOnly.contains(MediaPosition.FIRST_SEGMENT)).isFalse();
        assertThat(progress.contains(MediaPosition.FIRST_SEGMENT)).isTrue();
    }
}

package llhls.origin.park;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llhls.origin.park.ReloadDecision.Cause;
import llhls.origin.park.ReloadDecision.Park;
import llhls.origin.park.ReloadDecision.Reject;
import llhls.origin.park.ReloadDecision.Respond;
import llhls.origin.playlist.DeliveryDirectives;
import llhls.origin.playlist.PlaylistHeader;
import llhls.origin.stream.MediaPosition;
import llhls.origin.stream.PlaylistBody;
import llhls.origin.stream.Progress;
import llhls.origin.stream.RenditionSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReloadDecisionTest {

    private static final PlaylistHeader HEADER = new PlaylistHeader(2, 512, true);
    private static final PlaylistBody FULL = PlaylistBody.of("full", "f");
    private static final PlaylistBody DELTA = PlaylistBody.of("delta", "d");

    /** The worked example: 1209 complete with four parts, 1210 with two. */
    private final RenditionSnapshot snapshot = snapshot(new Progress(1209, 4, 1210, 2, 4842), false);

    @ParameterizedTest
    @Tag("LL-073")
    @Tag("LL-074")
    @Tag("LL-075")
    @Tag("LL-077")
    @Tag("LL-078")
    @Tag("LL-079")
    @Tag("LL-080")
    @Tag("LL-082")
    @Tag("LL-083")
    @Tag("LL-084")
    @Tag("LL-085")
    @Tag("LL-086")
    @Tag("LL-092")
    @Tag("LL-105")
    @CsvSource({
        "'',full",
        "_HLS_msn=1209,full",
        "_HLS_msn=1210,held",
        "_HLS_msn=1210&_HLS_part=1,full",
        "_HLS_msn=1210&_HLS_part=2,held",
        "_HLS_msn=1209&_HLS_part=3,full",
        "_HLS_msn=1209&_HLS_part=4,full",
        "_HLS_msn=1210&_HLS_part=4,held",
        "_HLS_msn=1211&_HLS_part=3,held",
        "_HLS_msn=1212,held",
        "_HLS_msn=1213,TOO_FAR_AHEAD",
        "_HLS_msn=1100&_HLS_part=0,full",
        "_HLS_part=2,MALFORMED",
        "_HLS_msn=1210&_HLS_part=14,held",
        "_HLS_msn=1210&_HLS_part=15,TOO_FAR_AHEAD",
        "_HLS_msn=1210&_HLS_part=x,MALFORMED",
        "_HLS_msn=18446744073709551615,TOO_FAR_AHEAD",
        "_HLS_skip=YES,delta",
        "_HLS_skip=v2,delta",
        "_HLS_skip=yes,full",
        "_HLS_push=1&tok=abc,full"
    })
    void outcomesOfTheWorkedExample(String query, String outcome) {
        assertThat(describe(decide(query, snapshot))).isEqualTo(outcome);
    }

    @Test
    @Tag("LL-108")
    void givenSkipWithAPosition_thenItIsHeldFirst() {
        assertThat(describe(decide("_HLS_msn=1210&_HLS_part=2&_HLS_skip=YES", snapshot)))
                .isEqualTo("held");
        assertThat(describe(decide("_HLS_msn=1210&_HLS_part=1&_HLS_skip=YES", snapshot)))
                .isEqualTo("delta");
    }

    @Test
    @Tag("LL-076")
    void givenTheSegmentCompletes_thenAWaiterOnItIsSatisfied() {
        MediaPosition wanted = ((Park) decide("_HLS_msn=1210", snapshot)).wanted();

        assertThat(snapshot(new Progress(1209, 4, 1210, 4, 4844), false).contains(wanted))
                .isFalse();
        assertThat(snapshot(new Progress(1210, 4, 1211, 0, 4844), false).contains(wanted))
                .isTrue();
    }

    @ParameterizedTest
    @Tag("LL-088")
    @ValueSource(
            strings = {"", "_HLS_msn=99999", "_HLS_msn=x", "_HLS_part=2", "_HLS_skip=YES", "_HLS_msn=1&_HLS_part="})
    void givenAnEndedStream_thenAllDirectivesAreIgnored(String query) {
        RenditionSnapshot ended = snapshot(new Progress(1209, 4, 1210, 0, 4842), true);

        assertThat(describe(decide(query, ended))).isEqualTo("full");
    }

    @Test
    @Tag("LL-094")
    void givenNoCompleteSegment_thenEverythingSaneIsHeld() {
        RenditionSnapshot partsOnly = snapshot(new Progress(Progress.NONE, 0, 1200, 2, 4802), false);

        for (String query : List.of("", "_HLS_skip=YES", "_HLS_msn=1200&_HLS_part=0", "_HLS_msn=1200")) {
            assertThat(describe(decide(query, partsOnly))).as(query).isEqualTo("held");
            assertThat(describe(decide(query, null))).as(query).isEqualTo("held");
        }
        assertThat(describe(decide("_HLS_msn=x", null))).isEqualTo("MALFORMED");
    }

    @Test
    @Tag("LL-049")
    @Tag("LL-084")
    void givenThePlaylistEndsOnACompleteSegment_thenTheLimitCountsFromIt() {
        RenditionSnapshot closed = snapshot(new Progress(1210, 4, 1211, 0, 4844), false);

        assertThat(describe(decide("_HLS_msn=1212", closed))).isEqualTo("held");
        assertThat(describe(decide("_HLS_msn=1213", closed))).isEqualTo("TOO_FAR_AHEAD");
    }

    @ParameterizedTest
    @Tag("LL-086")
    @CsvSource({"1,200", "2,200", "2,512", "2,1020", "4,500", "6,500", "6,2000", "2,2000"})
    void givenTheLastIndexOfTheSegmentBefore_thenItIsNeverTooFar(int targetDuration, int partTarget) {
        PlaylistHeader header = new PlaylistHeader(targetDuration, partTarget, true);
        long shortestPartMillis = partTarget * 85L / 100;
        long lastIndex = (targetDuration * 1_000L + 499) / shortestPartMillis;
        RenditionSnapshot before =
                new RenditionSnapshot(header, new Progress(1209, 4, 1210, 0, 4842), FULL, DELTA, Instant.EPOCH, false);

        assertThat(describe(decide("_HLS_msn=1210&_HLS_part=" + lastIndex, before)))
                .isEqualTo("held");
    }

    @Test
    void refusalsSayWhatToDo() {
        assertThat(((Reject) decide("_HLS_msn=1213", snapshot)).message())
                .contains("_HLS_msn=1213", "1210", "reload the playlist without directives");
        assertThat(((Reject) decide("_HLS_part=2", snapshot)).cause()).isEqualTo(Cause.MALFORMED);
    }

    private static ReloadDecision decide(String query, RenditionSnapshot snapshot) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], List.of(both[1]));
        }
        return ReloadDecision.of(DeliveryDirectives.parse(parameters), snapshot);
    }

    private static String describe(ReloadDecision decision) {
        if (decision instanceof Respond respond) {
            return respond.body().equals(FULL) ? "full" : "delta";
        }
        return decision instanceof Reject reject ? reject.cause().name() : "held";
    }

    private static RenditionSnapshot snapshot(Progress progress, boolean ended) {
        return new RenditionSnapshot(HEADER, progress, FULL, DELTA, Instant.EPOCH, ended);
    }
}

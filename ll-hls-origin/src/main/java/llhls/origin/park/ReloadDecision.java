package llhls.origin.park;

import llhls.origin.playlist.DeliveryDirectives;
import llhls.origin.stream.MediaPosition;
import llhls.origin.stream.PlaylistBody;
import llhls.origin.stream.Progress;
import llhls.origin.stream.RenditionSnapshot;
import org.jspecify.annotations.Nullable;

/** What to do with a request for a media playlist (rfc8216bis §6.2.5.2): answer, hold, or refuse. */
public sealed interface ReloadDecision {

    /** Answer now with this text. */
    record Respond(RenditionSnapshot snapshot, PlaylistBody body) implements ReloadDecision {}

    /** Hold until {@code wanted} is there. */
    record Park(MediaPosition wanted) implements ReloadDecision {}

    /** 400. */
    record Reject(Cause cause, String message) implements ReloadDecision {}

    /** Whether the same request may become right: that decides how long a cache may keep the refusal. */
    enum Cause {
        MALFORMED,
        TOO_FAR_AHEAD
    }

    /** Requests may name a segment so far beyond the newest part's. */
    int MAX_SEGMENTS_AHEAD = 2;

    /** Judges {@code directives} against {@code snapshot}, null while nothing of the rendition exists. */
    static ReloadDecision of(DeliveryDirectives directives, @Nullable RenditionSnapshot snapshot) {
        if (snapshot != null && snapshot.ended()) {
            return new Respond(snapshot, snapshot.full());
        }
        Reject malformed = malformed(directives);
        if (malformed != null) {
            return malformed;
        }
        MediaPosition wanted = wanted(directives);
        if (snapshot == null) {
            return new Park(wanted);
        }
        Reject tooFar = tooFarAhead(directives, snapshot);
        if (tooFar != null) {
            return tooFar;
        }
        return snapshot.contains(wanted) ? new Respond(snapshot, snapshot.body(directives.skip())) : new Park(wanted);
    }

    private static @Nullable Reject malformed(DeliveryDirectives directives) {
        if (directives.msn() == DeliveryDirectives.MALFORMED || directives.part() == DeliveryDirectives.MALFORMED) {
            return new Reject(Cause.MALFORMED, "_HLS_msn and _HLS_part must be decimal integers, each given once");
        }
        if (directives.part() != DeliveryDirectives.ABSENT && directives.msn() == DeliveryDirectives.ABSENT) {
            return new Reject(Cause.MALFORMED, "_HLS_part needs _HLS_msn: name the segment of the part");
        }
        return null;
    }

    private static @Nullable Reject tooFarAhead(DeliveryDirectives directives, RenditionSnapshot snapshot) {
        Progress progress = snapshot.progress();
        long newest = progress.newest().msn();
        if (newest != Progress.NONE && directives.msn() > newest + MAX_SEGMENTS_AHEAD) {
            return new Reject(
                    Cause.TOO_FAR_AHEAD,
                    "_HLS_msn=" + directives.msn() + " is more than " + MAX_SEGMENTS_AHEAD
                            + " segments ahead of the newest, " + newest + ": reload the playlist without directives");
        }
        long maxPart = snapshot.header().maxPartIndex();
        if (directives.part() > maxPart) {
            return new Reject(
                    Cause.TOO_FAR_AHEAD,
                    "_HLS_part=" + directives.part() + " is above " + maxPart
                            + ": reload the playlist without directives");
        }
        return null;
    }

    private static MediaPosition wanted(DeliveryDirectives directives) {
        if (directives.msn() == DeliveryDirectives.ABSENT) {
            return MediaPosition.FIRST_SEGMENT;
        }
        boolean wholeSegment = directives.part() == DeliveryDirectives.ABSENT;
        return new MediaPosition(directives.msn(), wholeSegment ? MediaPosition.WHOLE_SEGMENT : directives.part());
    }
}

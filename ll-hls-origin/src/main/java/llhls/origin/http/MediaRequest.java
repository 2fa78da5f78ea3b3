package llhls.origin.http;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import llhls.media.time.Clock;
import llhls.origin.stream.LiveStream;
import llhls.origin.stream.Progress;
import llhls.origin.stream.RenditionSnapshot;
import llhls.origin.stream.StoredMedia;

/**
 * A request for an init segment, a segment or a part. The hinted part, and up to two beyond it, are held until they are
 * published (rfc8216bis §6.2.6); everything else is there or is not.
 *
 * @param file what is asked for, below the rendition
 */
record MediaRequest(HttpServerExchange exchange, LiveStream stream, String rendition, MediaFile file, Clock clock)
        implements Pending {

    private static final int PARTS_AHEAD = 2;

    @Override
    public boolean ready() {
        return stored() || !mayCome();
    }

    @Override
    public void answer() {
        StoredMedia media = stream.media(uri());
        if (media == null) {
            notFound();
        } else {
            MediaAnswer.send(exchange, media, file.name(), clock);
        }
    }

    @Override
    public void heldTooLong() {
        Reply.error(exchange, 404, CachePolicy.SECOND, file.name() + " has not come: reload the playlist");
    }

    private boolean stored() {
        return stream.media(uri()) != null;
    }

    /** Only parts are promised before they exist. */
    private boolean mayCome() {
        if (file.kind() != StoredMedia.Kind.PART || over()) {
            return false;
        }
        RenditionSnapshot snapshot = stream.snapshot(rendition);
        return snapshot != null && isNear(snapshot.progress());
    }

    private boolean isNear(Progress progress) {
        return file.number() >= progress.nextPart() && file.number() - progress.nextPart() <= PARTS_AHEAD;
    }

    /** What never was may come later under this name, so no cache may remember that it is missing; what was will not return. */
    private void notFound() {
        if (isPast()) {
            Duration targetDuration = stream.targetDuration();
            Reply.error(
                    exchange,
                    404,
                    CachePolicy.gone(targetDuration),
                    file.name() + " is no longer available: reload the playlist");
        } else {
            Reply.error(exchange, 404, CachePolicy.NO_STORE, file.name() + " does not exist yet: reload the playlist");
        }
    }

    private boolean isPast() {
        RenditionSnapshot snapshot = stream.snapshot(rendition);
        if (snapshot == null) {
            return false;
        }
        Progress progress = snapshot.progress();
        return switch (file.kind()) {
            case INIT -> false;
            case SEGMENT -> file.number() <= progress.lastComplete();
            case PART -> file.number() < progress.nextPart() || (over() && isNear(progress)); // a withdrawn hint
        };
    }

    private boolean over() {
        return switch (stream.state()) {
            case STARTING, LIVE, GAP -> false;
            case ENDED, REMOVED -> true;
        };
    }

    private String uri() {
        return rendition + "/" + file.name();
    }
}

package llhls.origin.stream;

import llhls.media.time.Clock;

/**
 * What all streams share.
 *
 * @param windowSegments complete segments in a live playlist
 * @param conflict what a second publisher meets
 * @param packagers makes the packager of a new stream
 * @param listener hears of every publication
 */
public record StreamContext(
        int windowSegments,
        PublisherConflict conflict,
        StreamPackager.Factory packagers,
        PublicationListener listener,
        Clock clock) {}

package llhls.origin.playlist;

/**
 * Where another rendition stands (rfc8216bis §4.4.5.4).
 *
 * @param uri its media playlist, as the Multivariant Playlist names it
 * @param lastMsn segment of its newest part
 * @param lastPart index of that part, {@link #NO_PARTS} when it has none
 */
public record RenditionReport(String uri, long lastMsn, int lastPart) {
    public static final int NO_PARTS = -1;
}

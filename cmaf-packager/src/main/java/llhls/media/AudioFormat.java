package llhls.media;

import llhls.media.time.Timescale;

/**
 * An AAC audio track.
 *
 * @param audioSpecificConfig opaque bytes as received, or the 2-byte core configuration made from ADTS (CMAF-014)
 * @param codecs RFC 6381, such as {@code mp4a.40.2}
 * @param sampleRate core sampling rate in Hz, which is also the timescale
 * @param channels channel count
 * @param samplesPerFrame 1024 for AAC
 */
public record AudioFormat(
        ByteString audioSpecificConfig, String codecs, int sampleRate, int channels, int samplesPerFrame)
        implements TrackFormat {

    @Override
    public Timescale timescale() {
        return new Timescale(sampleRate);
    }
}

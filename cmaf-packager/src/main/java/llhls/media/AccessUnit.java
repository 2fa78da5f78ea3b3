package llhls.media;

/**
 * One picture or one audio frame, complete and undamaged, in the form a CMAF sample has: AVC as 4-byte length-prefixed NAL
 * units without parameter sets, AUD and filler; AAC as a raw data block.
 *
 * <p>The bytes are borrowed: they are valid until the call that passed them returns.
 *
 * @param track id of the track, as announced
 * @param ptsTicks presentation time, 90 kHz, unwrapped
 * @param dtsTicks decoding time, 90 kHz, unwrapped, never above pts of a key frame
 * @param keyFrame true for an IDR picture and for every audio frame
 * @param disposable true when no other picture refers to this one
 * @param firstByteNs arrival of its first byte, monotonic
 * @param lastByteNs arrival of its last byte, monotonic
 * @param bytes holds the sample from {@code offset} on
 * @param offset first byte
 * @param length number of bytes
 */
@SuppressWarnings("ArrayRecordComponent") // borrowed bytes on the hot path; never compared, never kept
public record AccessUnit(
        int track,
        long ptsTicks,
        long dtsTicks,
        boolean keyFrame,
        boolean disposable,
        long firstByteNs,
        long lastByteNs,
        byte[] bytes,
        int offset,
        int length) {}

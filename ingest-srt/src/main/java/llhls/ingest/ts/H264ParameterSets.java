package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import llhls.media.ByteString;
import llhls.media.MalformedMediaException;
import llhls.media.VideoFormat;
import llhls.media.codec.AvcFormats;
import llhls.media.codec.H264Pps;
import llhls.media.codec.H264Sps;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets a stream has sent, and those its present format is made of: what the IDR refers to, not what came last
 * (ISO/IEC 14496-10 §7.4.1.2.1).
 *
 * <p>Thread: confined to its assembler.
 */
final class H264ParameterSets {

    private static final int MAX_BYTES = 4096;

    private record Pps(ByteString bytes, int spsId) {}

    private record Sps(ByteString bytes, H264Sps parsed) {}

    private final @Nullable Sps[] spsById = new Sps[32];
    private final @Nullable Pps[] ppsById = new Pps[256];

    // of the present format
    private final @Nullable Pps[] activePps = new Pps[256];
    private @Nullable Sps activeSps;
    private boolean changed;
    /** Stored last: most streams repeat the same one for ever. */
    private @Nullable ByteString lastSps;

    /** Remembers an SPS NAL unit. Unchanged ones cost a comparison. */
    void storeSps(byte[] bytes, int offset, int length) throws MalformedMediaException {
        if (lastSps != null && lastSps.equalsBytes(bytes, offset, length)) {
            return;
        }
        H264Sps parsed = H264Sps.parse(bytes, offset, length);
        lastSps = new ByteString(bytes, offset, length);
        Sps known = spsById[parsed.id()];
        if (known == null || !known.bytes.equalsBytes(bytes, offset, length)) {
            spsById[parsed.id()] = new Sps(lastSps, parsed);
            changed = true;
        }
    }

    /** Remembers a PPS NAL unit. Unchanged ones cost a comparison. */
    void storePps(byte[] bytes, int offset, int length) throws MalformedMediaException {
        if (length > MAX_BYTES) {
            throw new MalformedMediaException("picture parameter set of " + length + " bytes exceeds " + MAX_BYTES);
        }
        H264Pps parsed = H264Pps.parse(bytes, offset, length);
        Pps known = ppsById[parsed.id()];
        if (known == null || !known.bytes.equalsBytes(bytes, offset, length)) {
            ppsById[parsed.id()] = new Pps(new ByteString(bytes, offset, length), parsed.spsId());
            changed = true;
        }
    }

    /** The SPS a slice refers to by its PPS, or null when either is missing. */
    @Nullable
    H264Sps spsOf(int ppsId) {
        Sps sps = spsForPps(ppsId);
        return sps == null ? null : sps.parsed;
    }

    /** True when a slice with this PPS can be decoded with the present format. */
    boolean isActive(int ppsId) {
        Pps pps = ppsById[ppsId];
        return pps != null && pps.equals(activePps[ppsId]) && Objects.equals(spsById[pps.spsId], activeSps);
    }

    /**
     * Makes what the IDR refers to the present format.
     *
     * @return the format when it is another one than before, else null
     */
    @Nullable
    VideoFormat activate(int ppsId) throws MalformedMediaException {
        if (!changed && isActive(ppsId)) {
            return null;
        }
        Sps sps = spsForPps(ppsId);
        if (sps == null) {
            throw new MalformedMediaException("IDR without its parameter sets: pps=" + ppsId);
        }
        changed = false;
        if (sps.equals(activeSps) && samePps(sps.parsed.id())) {
            return null;
        }
        activeSps = sps;
        return AvcFormats.of(sps.bytes, activatePps(sps.parsed.id()));
    }

    private @Nullable Sps spsForPps(int ppsId) {
        Pps pps = ppsById[ppsId];
        return pps == null ? null : spsById[pps.spsId];
    }

    private boolean samePps(int spsId) {
        for (int id = 0; id < ppsById.length; id++) {
            if (!Objects.equals(forSps(id, spsId), activePps[id])) {
                return false;
            }
        }
        return true;
    }

    private List<ByteString> activatePps(int spsId) {
        List<ByteString> bytes = new ArrayList<>();
        for (int id = 0; id < ppsById.length; id++) {
            Pps pps = forSps(id, spsId);
            activePps[id] = pps;
            if (pps != null) {
                bytes.add(pps.bytes);
            }
        }
        return bytes;
    }

    private @Nullable Pps forSps(int ppsId, int spsId) {
        Pps pps = ppsById[ppsId];
        return pps != null && pps.spsId == spsId ? pps : null;
    }
}

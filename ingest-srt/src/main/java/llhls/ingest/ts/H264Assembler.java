package llhls.ingest.ts;

import llhls.ingest.ts.TsCounters.Name;
import llhls.ingest.ts.VideoTimes.PictureTimes;
import llhls.media.codec.NalUnits;

/**
 * Finds the access units of an AVC elementary stream (ISO/IEC 14496-10 §7.4.1.2.3), each as early as its end is certain: at
 * the end of its PES packet, or at the first NAL unit of the next one.
 *
 * <p>A PES packet usually holds one access unit, but may hold several, or only a piece of one: the NAL units decide.
 *
 * <p>Thread: confined to its demuxer.
 */
final class H264Assembler implements EsAssembler {

    static final int MAX_UNIT_BYTES = 8 << 20;

    /** A PES packet this long may be one piece of a picture that was cut at the limit of 65535. */
    private static final int MAYBE_CUT_LENGTH = 65_000;
    /** The second PES packet that starts with a unit proves that the first ended with one. */
    private static final int ALIGNED_ENOUGH = 2;

    private static final int MIN_LAST_NAL = 5;

    /** The head of the next unit must fit behind a full one. */
    private final NalBuffer nals = new NalBuffer(MAX_UNIT_BYTES + TsPacketView.LENGTH);

    private final H264Pictures pictures;
    private final TsCounters counters;

    // learned about the multiplexer
    private int alignedPes;
    private boolean splitSeen;

    // reset at each PES packet
    private final PictureTimes pesTimes = new PictureTimes();
    private boolean pesTimesUsed;
    private int pesStart;
    private int pesLength;
    private boolean firstData;
    private boolean firstNal;

    // of the payload being appended
    private int chunkStart;
    private long chunkNs;
    private long previousChunkNs;

    // of the access unit in progress
    private final Unit unit = new Unit();
    /** The unit before was given out on the belief that its PES packet held all of it. */
    private boolean releasedEarly;

    /** What is known of an access unit before its end. */
    static final class Unit {
        final PictureTimes times = new PictureTimes();
        boolean hasPicture;
        boolean keyFrame;
        boolean referenced;
        boolean damaged;
        /** The rest of a unit that was given out too early: nobody wants it. */
        boolean remainder;

        long firstByteNs;
        long lastByteNs;

        private void clear() {
            times.clear();
            hasPicture = false;
            keyFrame = false;
            referenced = false;
            damaged = false;
            remainder = false;
        }
    }

    H264Assembler(EsOutput out, OnLoss onLoss, TsCounters counters) {
        this.pictures = new H264Pictures(out, onLoss, counters);
        this.counters = counters;
    }

    @Override
    public void pesStarts(PesHeader header) {
        pesTimes.set(header);
        pesTimesUsed = false;
        pesStart = nals.end();
        pesLength = header.packetLength();
        firstData = true;
        firstNal = true;
        boolean onlyHead = nals.count() > 0 && !unit.hasPicture && !unit.times.hasPts();
        if (onlyHead && pesTimes.hasPts()) {
            unit.times.set(pesTimes); // parameter sets or SEI came in a packet of their own
            pesTimesUsed = true;
        }
    }

    @Override
    public void data(byte[] bytes, int from, int to, long arrivalNs) {
        if (from == to) {
            return;
        }
        previousChunkNs = chunkNs;
        chunkNs = arrivalNs;
        chunkStart = nals.end();
        if (firstData) {
            firstData = false;
            checkStart(bytes, from, to);
        }
        if (!nals.append(bytes, from, to)) {
            counters.add(Name.OVERSIZED, 1);
            gap();
            return;
        }
        while (nals.findNext()) {
            nalFound();
        }
    }

    @Override
    public void pesComplete() {
        if (!splitSeen && alignedPes >= ALIGNED_ENOUGH && pesLength < MAYBE_CUT_LENGTH) {
            release();
        }
    }

    @Override
    public boolean pesEndsByStuffing() {
        return !splitSeen && release();
    }

    @Override
    public void contradicted() {
        emittedTooEarly();
    }

    @Override
    public void gap() {
        releasedEarly = false;
        pictures.gap(nals.count() > 0, unit.hasPicture && !unit.referenced);
        nals.clear();
        unit.clear();
        pesTimesUsed = true;
        pesStart = 0;
        chunkStart = 0;
    }

    @Override
    public void end(boolean lastPesWhole) {
        if (lastPesWhole) {
            release();
        }
        pictures.end();
        nals.clear();
        unit.clear();
    }

    /** A PES packet that begins within a NAL unit continues the one before. */
    private void checkStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == 0) {
            at++;
        }
        boolean startCode = at == to || (at - from >= 2 && bytes[at] == 1);
        if (!startCode) {
            continuationSeen();
        }
    }

    private void continuationSeen() {
        firstNal = false;
        splitSeen = true;
        if (releasedEarly) {
            emittedTooEarly();
            unit.remainder = true;
        }
    }

    private void emittedTooEarly() {
        releasedEarly = false;
        pictures.lastWasCutShort();
    }

    private void nalFound() {
        int type = NalUnits.type(nals.foundHeader());
        boolean starts = NalUnits.startsAccessUnit(type) || nals.startsPicture();
        boolean tellsAlignment = starts || !NalUnits.droppedFromSamples(type);
        if (firstNal && tellsAlignment) {
            firstNal = false;
            alignmentSeen(starts);
        }
        if (starts && (unit.hasPicture || unit.remainder)) {
            finish(nals.foundPrefix());
        }
        if (nals.count() == 0) {
            open();
        }
        add(type);
    }

    private void alignmentSeen(boolean startsUnit) {
        if (startsUnit) {
            alignedPes = Math.min(ALIGNED_ENOUGH, alignedPes + 1);
        } else {
            continuationSeen();
        }
    }

    private void open() {
        releasedEarly = false;
        unit.firstByteNs = nals.foundPrefix() >= chunkStart ? chunkNs : previousChunkNs;
        if (!pesTimesUsed && !unit.remainder && nals.foundStartCode() >= pesStart) {
            unit.times.set(pesTimes);
            pesTimesUsed = true;
        }
    }

    private void add(int type) {
        byte header = nals.foundHeader();
        unit.damaged |= header < 0; // forbidden_zero_bit
        if (NalUnits.startsSlice(type)) {
            unit.damaged |= !unit.hasPicture && !nals.startsPicture(); // the head of the picture is missing
            unit.hasPicture = true;
            unit.keyFrame |= type == NalUnits.IDR_SLICE;
        }
        if (type <= NalUnits.IDR_SLICE) {
            unit.referenced |= NalUnits.refIdc(header) != 0;
        }
        unit.damaged |= !nals.add();
    }

    /** Gives out the unit in progress if everything says that it is whole. */
    private boolean release() {
        if (!unit.hasPicture || unit.damaged || unit.remainder || nals.endsUndecided()) {
            return false;
        }
        int last = nals.count() - 1;
        if (nals.nalEnd(last, nals.end()) - nals.nalStart(last) < MIN_LAST_NAL) {
            return false;
        }
        counters.add(Name.EARLY_UNITS, 1);
        finish(nals.end());
        releasedEarly = true;
        return true;
    }

    private void finish(int unitEnd) {
        unit.lastByteNs = unitEnd > chunkStart ? chunkNs : previousChunkNs;
        if (unit.damaged && !unit.remainder) {
            pictures.gap(true, unit.hasPicture && !unit.referenced);
        } else if (!unit.remainder) {
            pictures.picture(nals, unitEnd, unit);
        }
        nals.cut(unitEnd);
        unit.clear();
        pesStart -= unitEnd;
        chunkStart -= unitEnd;
    }
}

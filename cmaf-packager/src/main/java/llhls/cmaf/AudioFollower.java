package llhls.cmaf;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.fmp4.SampleFlags;
import llhls.media.AccessUnit;
import llhls.media.AudioFormat;
import llhls.media.time.Timescale;
import org.jspecify.annotations.Nullable;

/**
 * An audio rendition, cut where the leading track was cut (CMAF §6.4): an AAC frame belongs to the part whose interval
 * contains its start. A part leaves when its last frame is there; when audio is late, it waits as long as {@link AudioPatience}
 * says, then goes with what is there.
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class AudioFollower implements CutSchedule.Follower {

    private static final int QUEUE_SECONDS = 3;
    private static final int MAX_AHEAD_SECONDS = 15; // a hole is at most 10 s
    private static final int LATE_PARTS_TO_TELL = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final StreamContext stream;
    private final RenditionOutput output;
    private final AudioPart part;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Deque<PendingCut> cuts = new ArrayDeque<>();
    private final AudioPatience patience;
    private CutPlan plan;
    private AudioFormat inputFormat;
    private int inputRun;
    private int lateParts;

    // of the format run being published
    private @Nullable AudioTimeline timeline;
    private @Nullable Epoch epoch;
    private int run = -1;

    AudioFollower(StreamContext stream, RenditionOutput output, CutPlan plan) {
        this.stream = stream;
        this.output = output;
        this.plan = plan;
        this.inputFormat = (AudioFormat) output.format();
        this.part = new AudioPart(inputFormat, stream.counters());
        this.patience = new AudioPatience(plan.partTargetMillis());
    }

    /** End of the newest part on the playlist timeline. */
    long endMicros() {
        return output.endMicros();
    }

    AudioFormat inputFormat() {
        return inputFormat;
    }

    /** Frames from now on belong to {@code nextRun} and have {@code format}. */
    void newRun(int nextRun, AudioFormat format) {
        inputRun = nextRun;
        inputFormat = format;
    }

    void plan(CutPlan next) {
        plan = next;
    }

    /** The publisher is gone: nothing of it will be waited for. */
    void flush(long nowNs) {
        while (!cuts.isEmpty()) {
            close(cuts.remove(), nowNs, false);
        }
        frames.clear();
        lateParts = 0;
        patience.reset();
    }

    void accept(AccessUnit unit, long nowNs) {
        long queued = (long) frames.size() * inputFormat.samplesPerFrame();
        if (queued >= (long) QUEUE_SECONDS * inputFormat.sampleRate()) {
            stream.counters().add(Event.AUDIO_AHEAD_DROPPED);
            stream.doctor().audioAhead(QUEUE_SECONDS);
            return;
        }
        patience.arrived(nowNs);
        byte[] bytes = Arrays.copyOfRange(unit.bytes(), unit.offset(), unit.offset() + unit.length());
        frames.add(new Frame(unit.ptsTicks(), unit.firstByteNs(), unit.lastByteNs(), inputRun, inputFormat, bytes));
        process(nowNs);
    }

    @Override
    public void cut(Cut cut) {
        cuts.add(new PendingCut(cut, cut.last()));
        process(cut.cutNs());
    }

    @Override
    public void segmentEnded(SegmentOpening segment) {
        PendingCut newest = cuts.peekLast();
        if (newest != null && newest.cut.segment().msn() == segment.msn()) {
            newest.last = true;
        } else {
            output.endSegment();
        }
    }

    /** Closes parts that waited long enough. */
    void tick(long nowNs) {
        process(nowNs);
    }

    private void process(long nowNs) {
        while (!cuts.isEmpty() && close(cuts.element(), nowNs, true)) {
            cuts.remove();
        }
    }

    /** False when audio for the cut may still come. */
    private boolean close(PendingCut pending, long nowNs, boolean mayWait) {
        Cut cut = pending.cut;
        enter(cut);
        boolean complete = cut.segment().sourceMissing() ? discard(cut) : take(cut) || missing(cut) == 0;
        long waitedNs = nowNs - cut.cutNs();
        if (!complete && mayWait && waitedNs < patience.waitNs(nowNs)) {
            return false;
        }
        if (mayWait && waitedNs > plan.partTargetMillis() * NANOS_PER_MILLI) {
            noteLate(waitedNs);
        }
        if (!complete && mayWait) {
            stream.counters().add(Event.AUDIO_PART_LATE);
            patience.gaveUp();
        }
        publish(pending);
        return true;
    }

    /** A segment of another run: its frames have another format or time base. */
    private void enter(Cut cut) {
        SegmentOpening segment = cut.segment();
        if (!segment.epoch().equals(epoch)) {
            epoch = segment.epoch();
            timeline = null;
        }
        if (segment.run() != run) {
            run = segment.run();
            timeline = null;
            Frame first = firstOfRun();
            AudioFormat format = first == null ? inputFormat : first.format;
            output.format(format);
            part.format(format);
        }
        if (timeline != null && cut.index() == 0 && part.isEmpty()) {
            correctDrift(timeline, cut);
        }
    }

    private void correctDrift(AudioTimeline ledger, Cut cut) {
        int most = plan.framesInPartTarget((AudioFormat) output.format());
        long slots = ledger.slotsBefore(cut.endTicks(), ledger.drift());
        if (ledger.drift() != 0 && slots > 0 && slots <= most) {
            ledger.correctDrift();
            stream.counters().add(Event.AUDIO_DRIFT_CORRECTED);
        }
    }

    private @Nullable Frame firstOfRun() {
        while (!frames.isEmpty() && frames.element().run < run) {
            frames.remove();
        }
        Frame first = frames.peek();
        return first != null && first.run == run ? first : null;
    }

    /** Moves the frames of {@code cut} into the part; true when a frame behind the cut shows that it is complete. */
    private boolean take(Cut cut) {
        for (Frame frame = firstOfRun(); frame != null; frame = firstOfRun()) {
            long source = sourceTicks(frame, cut.segment().epoch());
            AudioTimeline ledger = timelineFor(source, cut);
            long slot = ledger.slot(source);
            if (slot == AudioTimeline.OVERLAPS || slot - ledger.nextTicks() > maxAheadTicks(frame)) {
                frames.remove();
                noteDropped(slot, cut);
            } else if (slot >= ledger.ceilTicks(cut.endTicks())) {
                part.nextKnownSlot(slot);
                return true;
            } else {
                frames.remove();
                ledger.observe(source, slot);
                part.add(frame, slot, ledger);
            }
        }
        return !frames.isEmpty(); // the rest is of a later run: this one has ended
    }

    private static long maxAheadTicks(Frame frame) {
        return (long) MAX_AHEAD_SECONDS * frame.format.sampleRate();
    }

    private void noteDropped(long slot, Cut cut) {
        if (slot != AudioTimeline.OVERLAPS) {
            stream.counters().add(Event.UNUSABLE_DROPPED);
        } else if (cut.index() > 0 || !cut.segment().discontinuity()) { // else it began before the first picture
            stream.counters().add(Event.AUDIO_OVERLAP_DROPPED);
            patience.cameAfterAll();
        }
    }

    /** Without a source, frames of the time that is listed as missing have nowhere to go. */
    private boolean discard(Cut cut) {
        Epoch epoch = cut.segment().epoch();
        for (Frame frame = firstOfRun();
                frame != null && epoch.mediaTicks(frame.ptsTicks) < cut.endTicks();
                frame = firstOfRun()) {
            frames.remove();
        }
        return true;
    }

    private static long sourceTicks(Frame frame, Epoch epoch) {
        return Timescale.HZ_90000.rescale(epoch.mediaTicks(frame.ptsTicks), frame.format.timescale());
    }

    private AudioTimeline timelineFor(long sourceTicks, Cut cut) {
        AudioTimeline ledger = timeline;
        if (ledger == null) {
            AudioFormat format = (AudioFormat) output.format();
            long start = AudioTimeline.ceilTicks(cut.segment().startTicks(), format.sampleRate());
            ledger = AudioTimeline.alignedTo(sourceTicks, start, format.sampleRate(), format.samplesPerFrame());
            timeline = ledger;
        }
        return ledger;
    }

    private AudioTimeline timelineFor(Cut cut) {
        AudioTimeline ledger = timeline;
        if (ledger == null) {
            int rate = ((AudioFormat) output.format()).sampleRate();
            ledger = timelineFor(AudioTimeline.ceilTicks(cut.segment().startTicks(), rate), cut);
        }
        return ledger;
    }

    private long missing(Cut cut) {
        return timeline == null ? 1 : timeline.slotsBefore(cut.endTicks());
    }

    private void publish(PendingCut pending) {
        Cut cut = pending.cut.withLast(pending.last);
        AudioTimeline ledger = timelineFor(cut);
        boolean gap = !part.complete(ledger, cut);
        long start = gap ? part.startOr(ledger.nextTicks()) : part.samples().startTicks();
        if (gap) {
            ledger.skip(ledger.slotsBefore(cut.endTicks()));
        }
        if (!output.isOpen(cut.segment())) {
            output.open(cut.segment(), start, cut.segment().sourceMissing());
        }
        if (gap) {
            stream.counters().add(Event.GAP_PARTS);
            output.publishGap(cut, start, ledger.nextTicks());
        } else {
            output.publish(cut, part.samples());
        }
        part.clear();
    }

    private void noteLate(long lateNs) {
        if (++lateParts == LATE_PARTS_TO_TELL) {
            stream.doctor().lateAudio(lateNs / NANOS_PER_MILLI, plan.partTargetMillis());
        }
    }

    /** One AAC frame that waits for its part. */
    @SuppressWarnings("ArrayRecordComponent") // own bytes, never compared
    record Frame(long ptsTicks, long firstByteNs, long lastByteNs, int run, AudioFormat format, byte[] bytes) {

        OpenPart.Sample at(long slotTicks) {
            return new OpenPart.Sample(
                    slotTicks,
                    format.samplesPerFrame(),
                    0,
                    SampleFlags.SYNC,
                    firstByteNs,
                    lastByteNs,
                    bytes,
                    0,
                    bytes.length);
        }
    }

    private static final class PendingCut {
        private final Cut cut;
        private boolean last;

        PendingCut(Cut cut, boolean last) {
            this.cut = cut;
            this.last = last;
        }
    }
}

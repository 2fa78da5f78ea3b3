package llhls.cmaf;

import llhls.cmaf.PackagerCounters.Event;
import llhls.cmaf.fmp4.SampleFlags;
import llhls.media.AudioFormat;
import org.jspecify.annotations.Nullable;

/**
 * The audio part being filled, with its holes: lost frames are replaced by silence as long as a hole lasts no longer than a
 * second; a part with a hole that cannot be filled, or with nothing in it, is published as a gap (CMAF §4.4, §6.4).
 *
 * <p>Thread: confined to the media thread of its stream.
 */
final class AudioPart {

    private static final int MAX_REPEATS = 2; // of the last frame, for formats without a silent one

    private final PackagerCounters counters;
    private final OpenPart samples = new OpenPart();
    private AudioFormat format;
    private byte @Nullable [] silence;

    // for the hole that runs, across parts
    private long filled;
    private AudioFollower.@Nullable Frame newest;

    // of the part
    private boolean hasMedia;
    private boolean broken;
    private long startTicks;
    private boolean started;
    private long nextKnownSlot;

    AudioPart(AudioFormat format, PackagerCounters counters) {
        this.counters = counters;
        this.format = format;
        this.silence = SilentAac.frame(format);
    }

    void format(AudioFormat next) {
        format = next;
        silence = SilentAac.frame(next);
        newest = null;
        filled = 0;
    }

    OpenPart samples() {
        return samples;
    }

    boolean isEmpty() {
        return !started;
    }

    /** Where the part began, {@code otherwise} when nothing was added. */
    long startOr(long otherwise) {
        return started ? startTicks : otherwise;
    }

    /** Adds a frame in {@code slot}, and fills the slots before it. */
    void add(AudioFollower.Frame frame, long slot, AudioTimeline ledger) {
        begin(ledger);
        fill((slot - ledger.nextTicks()) / format.samplesPerFrame(), ledger, frame.firstByteNs());
        if (!samples.hasRoomFor(frame.bytes().length)) {
            broken = true;
        } else {
            samples.add(frame.at(slot));
        }
        ledger.advance();
        newest = frame;
        filled = 0;
        hasMedia = true;
    }

    /** A frame behind the end of the part is known, so that the length of a hole at its end is, too. */
    void nextKnownSlot(long slot) {
        nextKnownSlot = slot;
    }

    /** Fills up to the end of {@code cut} when that is allowed; false when the part must be a gap. */
    boolean complete(AudioTimeline ledger, Cut cut) {
        begin(ledger);
        long slots = ledger.slotsBefore(cut.endTicks());
        boolean bridged = nextKnownSlot != 0 && fits(nextKnownSlot - ledger.nextTicks());
        if (hasMedia || bridged) {
            fill(slots, ledger, newest == null ? cut.cutNs() : newest.lastByteNs());
        } else {
            broken = true;
        }
        if (broken || samples.isEmpty()) {
            newest = null;
            filled = 0;
            return false;
        }
        return true;
    }

    void clear() {
        samples.clear();
        hasMedia = false;
        broken = false;
        started = false;
        nextKnownSlot = 0;
    }

    private void begin(AudioTimeline ledger) {
        if (!started) {
            started = true;
            startTicks = ledger.nextTicks();
        }
    }

    private void fill(long slots, AudioTimeline ledger, long arrivalNs) {
        AudioFollower.Frame before = newest;
        boolean possible = silence != null || (before != null && filled + slots <= MAX_REPEATS);
        if (slots > 0 && (!possible || !fits(slots * format.samplesPerFrame()))) {
            broken = true;
        }
        for (long i = 0; i < slots; i++) {
            if (!broken) {
                addFiller(before, ledger.nextTicks(), arrivalNs);
            }
            ledger.advance();
        }
        filled += slots;
    }

    private void addFiller(AudioFollower.@Nullable Frame before, long slot, long arrivalNs) {
        byte[] bytes = silence != null || before == null ? silence : before.bytes();
        if (bytes == null || !samples.hasRoomFor(bytes.length)) {
            broken = true;
            return;
        }
        counters.add(Event.AUDIO_GAP_FILLED);
        samples.add(new OpenPart.Sample(
                slot, format.samplesPerFrame(), 0, SampleFlags.SYNC, arrivalNs, arrivalNs, bytes, 0, bytes.length));
    }

    /** Whether the running hole, {@code ticks} longer, still is at most a second. */
    private boolean fits(long ticks) {
        return filled * format.samplesPerFrame() + ticks <= format.sampleRate();
    }
}

package llhls.ingest.ts;

import llhls.media.EncoderFinding;
import llhls.media.TrackFormat;
import org.jspecify.annotations.Nullable;

/**
 * One track of a {@link ProgramTimeline}: where its assembler gives its units.
 *
 * <p>Thread: confined to its demuxer.
 */
final class TrackTimeline implements EsOutput {

    private final ProgramTimeline program;
    private final int id;
    private final boolean video;

    private @Nullable TrackFormat nextFormat;

    // read and written by the program's timeline
    /** On the program's present time base. */
    boolean joined;
    /** On the base that is about to replace it. */
    boolean onNextBase;

    boolean delivered;
    /** On the present time base: {@link #lastDtsTicks} must not be passed again. */
    boolean deliveredOnBase;

    long lastDtsTicks;
    long lastDurationTicks;
    long lastArrivalNs;

    TrackTimeline(ProgramTimeline program, int id, boolean video) {
        this.program = program;
        this.id = id;
        this.video = video;
    }

    int id() {
        return id;
    }

    boolean isVideo() {
        return video;
    }

    /** The format to announce before the next unit, once. */
    @Nullable
    TrackFormat takeFormat() {
        TrackFormat format = nextFormat;
        nextFormat = null;
        return format;
    }

    /** The unit that {@code format} was taken for was dropped; a format that came since stands. */
    void giveBack(@Nullable TrackFormat format) {
        nextFormat = nextFormat == null ? format : nextFormat;
    }

    @Override
    public void format(TrackFormat format) {
        nextFormat = format;
    }

    @Override
    public void unit(EsUnit unit) {
        program.unit(this, unit);
    }

    @Override
    public void lost() {
        program.lost();
    }

    @Override
    public void finding(EncoderFinding finding) {
        program.finding(finding);
    }

    @Override
    public void audioInBursts(int frames, long burstTicks) {
        program.audioInBursts(frames, burstTicks);
    }
}

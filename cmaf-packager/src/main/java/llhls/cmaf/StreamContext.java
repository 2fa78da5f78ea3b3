package llhls.cmaf;

import llhls.media.AccessUnit;
import llhls.media.time.Clock;
import llhls.media.time.Timescale;

/**
 * What the tracks of one stream share.
 *
 * @param schedule numbers and cuts
 * @param anchor media time to wall clock
 * @param counters what was repaired or dropped
 * @param doctor advice for the encoder
 * @param clock for arrival dates
 * @param predict whether parts leave with their last frame
 */
record StreamContext(
        CutSchedule schedule,
        WallClockAnchor anchor,
        PackagerCounters counters,
        EncoderDoctor doctor,
        Clock clock,
        boolean predict) {

    /** Lets the arrival of {@code unit} count for the wall clock anchor. */
    void arrived(AccessUnit unit) {
        long arrivalNs = unit.firstByteNs();
        anchor.arrived(arrivalNs, clock.unixMicros(arrivalNs), Timescale.HZ_90000.toMicros(unit.ptsTicks()));
    }

    /** Begins to relate source time to the wall clock with {@code unit}, so that dates do not go back. */
    void anchorAnew(AccessUnit unit) {
        anchor.reset();
        arrived(unit);
    }
}

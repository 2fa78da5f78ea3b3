package llhls.ingest.ts;

import llhls.ingest.ts.ContinuityCounter.Verdict;
import llhls.ingest.ts.TsCounters.Name;
import llhls.media.EncoderFinding;

/** A PID that carries a supported elementary stream. Thread: confined to its demuxer. */
final class EsPid implements PidHandler {

    private final int pid;
    private final TrackTimeline track;
    private final TsCounters counters;
    private final ContinuityCounter continuity = new ContinuityCounter();
    private final PesAssembler pes;

    EsPid(ProgramMap.Stream stream, TrackTimeline track, OnLoss onLoss) {
        this.pid = stream.pid();
        this.track = track;
        this.counters = new TsCounters();
        this.pes = stream.kind() == StreamKind.AVC
                ? new PesAssembler(new H264Assembler(track, onLoss, counters), H264Assembler.MAX_UNIT_BYTES, counters)
                : new PesAssembler(new AdtsAssembler(track, counters), AdtsAssembler.MAX_PES_BYTES, counters);
    }

    int pid() {
        return pid;
    }

    TrackTimeline track() {
        return track;
    }

    TsCounters counters() {
        return counters;
    }

    @Override
    public void packet(TsPacketView packet, long arrivalNs) {
        counters.add(Name.PACKETS, 1);
        if (!packet.hasPayload()) {
            continuity.withoutPayload(packet);
            return;
        }
        Verdict verdict = continuity.withPayload(packet);
        if (verdict == Verdict.DUPLICATE) {
            counters.add(Name.DUPLICATE_PACKETS, 1);
            return;
        }
        if (verdict == Verdict.GAP) {
            gap();
        }
        pes.packet(packet, arrivalNs);
    }

    @Override
    public void suspect() {
        continuity.suspect();
    }

    /** @param idle nothing has come for so long that the last PES packet can be taken as whole */
    void end(boolean idle) {
        pes.end(idle);
    }

    private void gap() {
        counters.add(Name.CC_ERRORS, 1);
        counters.add(Name.LOST_PACKETS, continuity.lost());
        track.finding(new EncoderFinding(
                "ts-loss",
                "transport packets were lost on the way here (PID " + pid + "): pictures or sound are missing",
                "raise the SRT latency to 4 times the round trip time, or lower the bitrate"));
        pes.gap();
    }
}

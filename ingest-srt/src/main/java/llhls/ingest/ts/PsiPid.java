package llhls.ingest.ts;

/** A PID that carries sections. Thread: confined to its demuxer. */
final class PsiPid implements PidHandler {

    private final ContinuityCounter continuity = new ContinuityCounter();
    private final PsiAssembler assembler;

    PsiPid(PsiAssembler assembler) {
        this.assembler = assembler;
    }

    @Override
    public void packet(TsPacketView packet, long arrivalNs) {
        if (!packet.hasPayload()) {
            continuity.withoutPayload(packet);
            return;
        }
        ContinuityCounter.Verdict verdict = continuity.withPayload(packet);
        if (verdict == ContinuityCounter.Verdict.DUPLICATE) {
            return;
        }
        if (verdict == ContinuityCounter.Verdict.GAP) {
            assembler.gap();
        }
        int from = packet.start() + packet.payloadOffset();
        int to = packet.start() + TsPacketView.LENGTH;
        assembler.payload(packet.bytes(), from, to, packet.unitStart());
    }

    @Override
    public void suspect() {
        continuity.suspect();
    }
}

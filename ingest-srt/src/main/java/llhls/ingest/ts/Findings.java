package llhls.ingest.ts;

import java.util.HashSet;
import java.util.Set;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;

/** Tells every finding once. Thread: confined to its demuxer. */
final class Findings {

    private final MediaSink sink;
    private final Set<String> told = new HashSet<>();

    Findings(MediaSink sink) {
        this.sink = sink;
    }

    /** True for a code that was told. */
    boolean isTold(String code) {
        return told.contains(code);
    }

    void tell(EncoderFinding finding) {
        if (told.add(finding.code())) {
            sink.finding(finding);
        }
    }
}

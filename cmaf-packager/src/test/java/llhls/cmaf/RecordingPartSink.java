package llhls.cmaf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import llhls.media.EncoderFinding;
import org.jspecify.annotations.Nullable;

/** Keeps everything a packager publishes, in order, with the virtual time of it. Thread: the test's. */
public final class RecordingPartSink implements PartSink {

    /** One call of {@link PartSink#publish}. */
    public record Publication(
            String rendition, @Nullable Part part, @Nullable SegmentEnd end, long atNs) {}

    /** A segment as a playlist would show it. */
    public static final class Segment {
        public final SegmentStart start;
        public final List<Part> parts = new ArrayList<>();
        public @Nullable SegmentEnd end;

        Segment(SegmentStart start) {
            this.start = start;
        }

        public boolean isGap() {
            return parts.stream().allMatch(Part::gap);
        }

        public long micros() {
            return end.endMicros() - start.startMicros();
        }
    }

    public final List<Publication> publications = new ArrayList<>();
    public final List<StreamPlan> plans = new ArrayList<>();
    public final List<EncoderFinding> findings = new ArrayList<>();
    public final List<String> events = new ArrayList<>();
    private final LongSupplier clock;
    private boolean started;

    public RecordingPartSink(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void started(StreamPlan plan) {
        if (started) {
            throw new IllegalStateException("started twice");
        }
        started = true;
        plans.add(plan);
        events.add("started");
    }

    @Override
    public void publish(String rendition, @Nullable Part part, @Nullable SegmentEnd end) {
        if (!started || (part == null && end == null)) {
            throw new IllegalStateException("nothing to publish, or not started");
        }
        publications.add(new Publication(rendition, part, end, clock.getAsLong()));
    }

    @Override
    public void sourcePresent(boolean present) {
        events.add(present ? "source present" : "source missing");
    }

    @Override
    public void ended() {
        started = false;
        events.add("ended");
    }

    @Override
    public void finding(EncoderFinding finding) {
        findings.add(finding);
    }

    public StreamPlan plan() {
        return plans.get(plans.size() - 1);
    }

    public List<Part> parts(String rendition) {
        return publications.stream()
                .filter(p -> p.rendition().equals(rendition) && p.part() != null)
                .map(Publication::part)
                .toList();
    }

    /** All segments of a rendition, the last one perhaps without an end. */
    public List<Segment> segments(String rendition) {
        Map<Long, Segment> segments = new LinkedHashMap<>();
        for (Publication publication : publications) {
            if (!publication.rendition().equals(rendition)) {
                continue;
            }
            Part part = publication.part();
            if (part != null) {
                segments.computeIfAbsent(part.segment().msn(), msn -> new Segment(part.segment()))
                        .parts
                        .add(part);
            }
            if (publication.end() != null) {
                segments.get(publication.end().msn()).end = publication.end();
            }
        }
        return List.copyOf(segments.values());
    }

    public List<Segment> completeSegments(String rendition) {
        return segments(rendition).stream().filter(s -> s.end != null).toList();
    }

    public List<String> findingCodes() {
        return findings.stream().map(EncoderFinding::code).toList();
    }

    public void forgetPublications() {
        publications.clear();
    }
}

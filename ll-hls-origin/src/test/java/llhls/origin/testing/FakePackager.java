package llhls.origin.testing;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import llhls.cmaf.InitSegment;
import llhls.cmaf.Part;
import llhls.cmaf.PartSink;
import llhls.cmaf.PartSink.SegmentEnd;
import llhls.cmaf.SegmentStart;
import llhls.cmaf.StreamPlan;
import org.jspecify.annotations.Nullable;

/**
 * Publishes parts as the packager would: every rendition alike, four parts of 0.5005 s to a segment of 2.002 s, a key frame
 * every other part.
 */
public final class FakePackager {

    public static final long PART_MICROS = 500_500;
    public static final int PARTS_PER_SEGMENT = 4;

    private final PartSink sink;
    private final long firstMsn;
    private final long firstDateMicros;
    private final Map<String, Cursor> cursors = new HashMap<>();
    private final Set<Long> discontinuities = new HashSet<>();
    private String initName = "init-1.mp4";
    private boolean gap;
    private boolean silent;

    /** {@code firstDate} is the program date of the first segment, {@code firstMsn} its number. */
    public FakePackager(PartSink sink, long firstMsn, Instant firstDate) {
        this.sink = sink;
        this.firstMsn = firstMsn;
        this.firstDateMicros = firstDate.toEpochMilli() * 1_000;
    }

    public FakePackager(PartSink sink) {
        this(sink, 1200, Instant.parse("2026-03-02T09:40:02.400Z"));
    }

    private static final class Cursor {
        private @Nullable SegmentStart segment;
        private long msn;
        private int index;
        private long number;
        private long micros;
    }

    public FakePackager start(StreamPlan plan) {
        sink.started(plan);
        return this;
    }

    /** Segments of these numbers carry DISCONTINUITY. */
    public FakePackager discontinuityAt(long... msns) {
        for (long msn : msns) {
            discontinuities.add(msn);
        }
        return this;
    }

    /** The init segment in force from the next segment on. */
    public FakePackager init(String name) {
        initName = name;
        return this;
    }

    /** Whether segments opened from now on are gaps. */
    public FakePackager gap(boolean missing) {
        gap = missing;
        return this;
    }

    /** Whether parts from now on have no media, in segments that were not known to be gaps when they opened. */
    public FakePackager silent(boolean missing) {
        silent = missing;
        return this;
    }

    /** Publishes the next part alone. */
    public Part part(String rendition) {
        return part(rendition, PART_MICROS);
    }

    public Part part(String rendition, long micros) {
        Part part = next(cursor(rendition), micros);
        sink.publish(rendition, part, null);
        return part;
    }

    /** Publishes the next part together with the end of its segment. */
    public Part lastPart(String rendition) {
        Cursor cursor = cursor(rendition);
        Part part = next(cursor, PART_MICROS);
        sink.publish(rendition, part, close(cursor));
        return part;
    }

    /** Ends the running segment alone. */
    public void end(String rendition) {
        sink.publish(rendition, null, close(cursor(rendition)));
    }

    /** Publishes the parts of the running segment that are missing, and its end. */
    public void segment(String rendition) {
        do {
            part(rendition);
        } while (cursor(rendition).index < PARTS_PER_SEGMENT);
        end(rendition);
    }

    /** A whole segment of the rendition {@code v1}. */
    public void fullSegment() {
        segment("v1");
    }

    public void segments(int count, String... renditions) {
        for (int i = 0; i < count; i++) {
            for (String rendition : renditions) {
                segment(rendition);
            }
        }
    }

    public boolean isSegmentFull(String rendition) {
        return hasParts(rendition, PARTS_PER_SEGMENT);
    }

    /** Whether the running segment has {@code count} parts or more. */
    public boolean hasParts(String rendition, int count) {
        return cursor(rendition).index >= count;
    }

    /** What the bytes of part {@code number} are. */
    public static byte[] bytes(String rendition, long number) {
        byte[] bytes = new byte[1_000 + (int) (number % 7)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number * 31 + i + rendition.hashCode());
        }
        return bytes;
    }

    public static byte[] initBytes(String name) {
        return ("init " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private Cursor cursor(String rendition) {
        return cursors.computeIfAbsent(rendition, r -> {
            Cursor cursor = new Cursor();
            cursor.msn = firstMsn;
            cursor.number = 4 * firstMsn;
            return cursor;
        });
    }

    private Part next(Cursor cursor, long micros) {
        String rendition = cursors.entrySet().stream()
                .filter(e -> e.getValue() == cursor)
                .findFirst()
                .orElseThrow()
                .getKey();
        SegmentStart segment = cursor.segment;
        if (segment == null) {
            segment = open(cursor);
            cursor.segment = segment;
        }
        boolean missing = segment.gap() || silent;
        Part part = new Part(
                segment,
                cursor.index,
                cursor.number,
                missing ? ByteBuffer.allocate(0) : direct(bytes(rendition, cursor.number)),
                cursor.micros,
                cursor.micros + micros,
                cursor.index % 2 == 0,
                missing,
                new Part.Trace(1_000, 2_000, 3_000));
        cursor.index++;
        cursor.number++;
        cursor.micros += micros;
        return part;
    }

    private SegmentStart open(Cursor cursor) {
        InitSegment init = new InitSegment(initName, direct(initBytes(initName)));
        return new SegmentStart(
                cursor.msn,
                cursor.micros,
                firstDateMicros + cursor.micros,
                discontinuities.contains(cursor.msn),
                gap,
                init);
    }

    private static SegmentEnd close(Cursor cursor) {
        SegmentEnd end = new SegmentEnd(cursor.msn, cursor.micros, cursor.index);
        cursor.segment = null;
        cursor.index = 0;
        cursor.msn++;
        return end;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }
}

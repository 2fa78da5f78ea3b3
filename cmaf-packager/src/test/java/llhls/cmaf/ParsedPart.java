package llhls.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A part read back: an own reader of the few boxes a part has, which the tests hold against isoparser. */
@SuppressWarnings("ArrayRecordComponent") // read back once, never compared
record ParsedPart(
        long sequenceNumber,
        long decodeTime,
        int[] durations,
        int[] sizes,
        int[] flags,
        int[] offsets,
        byte[][] samples) {

    static ParsedPart of(Part part) {
        return of(part.bytes());
    }

    static ParsedPart of(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        int moofLength = box(in, "moof");
        box(in, "mfhd");
        in.getInt();
        long sequenceNumber = in.getInt() & 0xFFFFFFFFL;
        box(in, "traf");
        box(in, "tfhd");
        check(in.getInt() == 0x020028, "tfhd flags");
        check(in.getInt() == 1, "track id");
        int duration = in.getInt();
        int defaultFlags = in.getInt();
        box(in, "tfdt");
        check(in.getInt() == 0x01000000, "tfdt version");
        long decodeTime = in.getLong();
        box(in, "trun");
        int flags = in.getInt();
        check(flags >>> 24 == 1, "trun version");
        int count = in.getInt();
        check(in.getInt() == moofLength + 8, "data offset");
        ParsedPart parsed = new ParsedPart(
                sequenceNumber,
                decodeTime,
                new int[count],
                new int[count],
                new int[count],
                new int[count],
                new byte[count][]);
        for (int i = 0; i < count; i++) {
            parsed.durations[i] = (flags & 0x100) != 0 ? in.getInt() : duration;
            parsed.sizes[i] = in.getInt();
            parsed.flags[i] = (flags & 0x400) != 0 ? in.getInt() : defaultFlags;
            parsed.offsets[i] = (flags & 0x800) != 0 ? in.getInt() : 0;
        }
        check(in.position() == moofLength, "moof length");
        check(box(in, "mdat") == in.remaining() + 8, "mdat length");
        for (int i = 0; i < count; i++) {
            parsed.samples[i] = new byte[parsed.sizes[i]];
            in.get(parsed.samples[i]);
        }
        check(!in.hasRemaining(), "bytes behind the samples");
        return parsed;
    }

    int count() {
        return sizes.length;
    }

    long totalDuration() {
        long total = 0;
        for (int duration : durations) {
            total += duration;
        }
        return total;
    }

    long presentationTime(int index) {
        long time = decodeTime;
        for (int i = 0; i < index; i++) {
            time += durations[i];
        }
        return time + offsets[index];
    }

    boolean hasSync() {
        for (int value : flags) {
            if (value == 0x02000000) {
                return true;
            }
        }
        return false;
    }

    private static int box(ByteBuffer in, String type) {
        int length = in.getInt();
        byte[] name = new byte[4];
        in.get(name);
        check(new String(name, StandardCharsets.US_ASCII).equals(type), "expected " + type);
        return length;
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("bad part: " + what);
        }
    }
}

package llhls.origin.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import llhls.cmaf.PartSink;
import llhls.media.AccessUnit;
import llhls.media.EncoderFinding;
import llhls.media.MediaSink;
import llhls.media.TrackFormat;
import llhls.origin.stream.StreamPackager;

/** Packagers that cut nothing: they count what arrives, and hand their sinks to the test. */
public final class FakeMedia implements StreamPackager.Factory {

    /** One made packager; newest last. */
    public final List<Made> made = new CopyOnWriteArrayList<>();

    public Made newest() {
        return made.get(made.size() - 1);
    }

    @Override
    public StreamPackager create(PartSink sink) {
        Made packager = new Made(sink);
        made.add(packager);
        return packager;
    }

    /** A packager of one stream. */
    public static final class Made implements StreamPackager {

        public final PartSink sink;
        /** What the connected publishers sent, such as {@code 0:unit}. */
        public final List<String> received = new CopyOnWriteArrayList<>();

        private final List<Integer> connections = new ArrayList<>();

        Made(PartSink sink) {
            this.sink = sink;
        }

        @Override
        public MediaSink connect() {
            int connection = connections.size();
            connections.add(connection);
            return new Recorder(connection + ":", received);
        }

        @Override
        public void tick(long nowNs) {}
    }

    private record Recorder(String prefix, List<String> received) implements MediaSink {
        @Override
        public void tracks(int count) {
            received.add(prefix + "tracks");
        }

        @Override
        public void format(int track, TrackFormat format) {
            received.add(prefix + "format");
        }

        @Override
        public void accessUnit(AccessUnit unit) {
            received.add(prefix + "unit");
        }

        @Override
        public void newTimeBase() {
            received.add(prefix + "base");
        }

        @Override
        public void lost() {
            received.add(prefix + "lost");
        }

        @Override
        public void finding(EncoderFinding finding) {
            received.add(prefix + "finding");
        }

        @Override
        public void end() {
            received.add(prefix + "end");
        }
    }

    public static AccessUnit unitAt(long nowNs) {
        return new AccessUnit(0, 0, 0, true, false, nowNs, nowNs, new byte[0], 0, 0);
    }
}

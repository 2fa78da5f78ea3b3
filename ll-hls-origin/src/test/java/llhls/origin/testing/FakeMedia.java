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
        /** From now on whatever is asked of it throws. */
        public volatile boolean broken;
        /** From now on the next publisher cannot be taken in. */
        public volatile boolean closedToPublishers;
        /** What it does at each tick. */
        public volatile Runnable onTick = () -> {};

        private final List<Integer> connections = new ArrayList<>();

        Made(PartSink sink) {
            this.sink = sink;
        }

        @Override
        public MediaSink connect() {
            work();
            if (closedToPublishers) {
                throw new IllegalStateException("a bug when a publisher connects");
            }
            int connection = connections.size();
            connections.add(connection);
            return new Recorder(connection + ":", this);
        }

        @Override
        public void tick(long nowNs) {
            work();
            onTick.run();
        }

        private void work() {
            if (broken) {
                throw new IllegalStateException("a bug in the packager");
            }
        }
    }

    private record Recorder(String prefix, Made packager) implements MediaSink {
        @Override
        public void tracks(int count) {
            note("tracks");
        }

        @Override
        public void format(int track, TrackFormat format) {
            note("format");
        }

        @Override
        public void accessUnit(AccessUnit unit) {
            note("unit");
        }

        @Override
        public void newTimeBase() {
            note("base");
        }

        @Override
        public void lost() {
            note("lost");
        }

        @Override
        public void finding(EncoderFinding finding) {
            note("finding");
        }

        @Override
        public void end() {
            note("end");
        }

        private void note(String what) {
            packager.work();
            packager.received.add(prefix + what);
        }
    }

    public static AccessUnit unitAt(long nowNs) {
        return new AccessUnit(0, 0, 0, true, false, nowNs, nowNs, new byte[0], 0, 0);
    }
}

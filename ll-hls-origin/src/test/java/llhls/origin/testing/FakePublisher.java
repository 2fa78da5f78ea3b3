package llhls.origin.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import llhls.media.Publisher;

/** A publisher that remembers why it was disconnected. */
public record FakePublisher(String remote, List<String> disconnects) implements Publisher {

    public static FakePublisher at(String remote) {
        return new FakePublisher(remote, new CopyOnWriteArrayList<>());
    }

    @Override
    public String protocol() {
        return "srt";
    }

    @Override
    public Map<String, Number> stats() {
        return Map.of("pktRecv", 42L, "msRTT", 1.5);
    }

    @Override
    public void disconnect(String why) {
        disconnects.add(why);
    }
}

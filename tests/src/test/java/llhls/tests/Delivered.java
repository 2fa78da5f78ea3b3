package llhls.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Compares what was served with what was sent, and says in one line what is missing. */
final class Delivered {

    private static final int SHOWN = 20;

    private Delivered() {}

    /** Everything, in order, each once. */
    static <T> void assertExactly(String what, List<T> served, List<T> sent) {
        if (!served.equals(sent)) {
            throw new AssertionError(what + ": " + difference(served, sent));
        }
    }

    /** {@code served} begins with all of {@code sent}, in order, each once. */
    static <T> void assertBegins(String what, List<T> served, List<T> sent) {
        assertExactly(what, served.subList(0, Math.min(served.size(), sent.size())), sent);
    }

    /** All of {@code sent} is in {@code served}, in order, each once and nothing in between. */
    static <T> void assertContains(String what, List<T> served, List<T> sent) {
        int from = Math.max(0, served.indexOf(sent.get(0)));
        assertBegins(what, served.subList(from, served.size()), sent);
    }

    private static <T> String difference(List<T> served, List<T> sent) {
        int common = 0;
        while (common < Math.min(served.size(), sent.size())
                && served.get(common).equals(sent.get(common))) {
            common++;
        }
        return "served " + served.size() + " of " + sent.size() + ", different from number " + common
                + " on; sent but not served: " + without(sent, served) + "; served but not sent: "
                + without(served, sent);
    }

    /** Places of the elements of {@code from} that {@code other} lacks; each occurrence counts. */
    private static <T> String without(List<T> from, List<T> other) {
        List<T> left = new ArrayList<>(other);
        TreeSet<Integer> places = new TreeSet<>();
        IntStream.range(0, from.size()).filter(i -> !left.remove(from.get(i))).forEach(places::add);
        List<Integer> shown = places.stream().limit(SHOWN).toList();
        return places.size() > SHOWN ? places.size() + " elements, at " + shown + "..." : shown.toString();
    }
}

package llhls.ingest.srt.protocol;

import java.util.Optional;
import java.util.function.Consumer;

/** Does the expensive part of {@link UnlockedKeys#unlock} away from the event loop. */
public interface KeyUnlocker {

    /**
     * Starts unlocking and calls back on the event loop, with nothing when the passphrase does not fit.
     *
     * @return false when too much of it is waiting already; then nobody is called
     */
    boolean unlock(KeyMaterial material, Consumer<Optional<UnlockedKeys>> done);
}

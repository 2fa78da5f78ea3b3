package llhls.origin.stream;

/** Hears of new snapshots after they are stored. Thread: the stream's media thread; must not block. */
public interface PublicationListener {

    /** A new snapshot of one rendition. */
    void published(LiveStream stream, String rendition);

    /** The stream as a whole is another: started, playable, ended, removed. */
    void changed(LiveStream stream);
}

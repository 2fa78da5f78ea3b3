package llhls.ingest.srt.protocol;

/** Where a connection's datagrams leave towards its peer. Nothing is promised about their arrival. */
public interface DatagramOut {

    /** Sends the first {@code length} bytes; they are borrowed until this returns. */
    void send(byte[] bytes, int length);
}

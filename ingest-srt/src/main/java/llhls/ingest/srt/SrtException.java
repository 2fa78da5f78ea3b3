package llhls.ingest.srt;

import java.io.IOException;

/** A connection could not be made or was refused; the message says why and what to do. */
public final class SrtException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int rejectionCode;

    SrtException(String message, int rejectionCode) {
        super(message);
        this.rejectionCode = rejectionCode;
    }

    /** The server's rejection code as it was on the wire, 1000..3999 such as 2409; 0 when the server did not refuse. */
    public int rejectionCode() {
        return rejectionCode;
    }
}

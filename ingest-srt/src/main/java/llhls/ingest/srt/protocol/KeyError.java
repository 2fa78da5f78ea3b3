package llhls.ingest.srt.protocol;

import java.util.Optional;
import llhls.media.ByteString;

/** What a key material response of one word says instead of repeating the message. */
enum KeyError {
    UNSECURED(0, Rejection.UNSECURE),
    SECURING(1, Rejection.BAD_SECRET),
    SECURED(2, Rejection.BAD_SECRET),
    NO_SECRET(3, Rejection.UNSECURE),
    BAD_SECRET(4, Rejection.BAD_SECRET),
    BAD_CRYPTO_MODE(5, Rejection.CRYPTO_MODE);

    private static final int WORD = 4;

    private final int state;
    private final Rejection rejection;

    KeyError(int state, Rejection rejection) {
        this.state = state;
        this.rejection = rejection;
    }

    /** The refusal it amounts to, for a caller that insists on encryption. */
    Rejection rejection() {
        return rejection;
    }

    /** Peers send the word in either byte order, and its value is small: only one byte of it is not zero. */
    static Optional<KeyError> of(ByteString response) {
        if (response.length() != WORD || response.byteAt(1) != 0 || response.byteAt(2) != 0) {
            return Optional.empty();
        }
        int low = response.byteAt(0);
        int high = response.byteAt(WORD - 1);
        if (low != 0 && high != 0) {
            return Optional.empty();
        }
        for (KeyError error : values()) {
            if (error.state == (low | high)) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}

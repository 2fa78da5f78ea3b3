package llhls.origin.http;

import java.time.Duration;

/**
 * What one client, and all of them together, may take.
 *
 * @param maxParkedPerConnection held requests of one connection; matters for HTTP/2
 * @param maxParkedPerAddress held requests of one remote address; a CDN comes from few
 * @param maxParkedTotal held requests of the server
 * @param sendBufferBytes socket send buffer: at least bandwidth times round trip to the CDN
 * @param writeTimeout a reader that takes nothing for so long is disconnected
 */
public record HttpLimits(
        int maxParkedPerConnection,
        int maxParkedPerAddress,
        int maxParkedTotal,
        int sendBufferBytes,
        Duration writeTimeout) {

    private static final int MIN_SEND_BUFFER = 16 * 1024;
    private static final int MAX_SEND_BUFFER = 16 * 1024 * 1024;

    /** Checks ranges. */
    public HttpLimits {
        atLeast("max-parked-per-connection", maxParkedPerConnection, 1);
        atLeast("max-parked-per-address", maxParkedPerAddress, 1);
        atLeast("max-parked-total", maxParkedTotal, 1);
        atLeast("send-buffer", sendBufferBytes, MIN_SEND_BUFFER);
        if (sendBufferBytes > MAX_SEND_BUFFER) {
            throw new IllegalArgumentException(
                    "send-buffer=" + sendBufferBytes + " is above " + MAX_SEND_BUFFER + " bytes: lower send-buffer");
        }
        if (writeTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "write-timeout=" + writeTimeout.toMillis() + "ms is below 1000ms: raise write-timeout");
        }
    }

    /** 256 per connection, 10 000 per address, 50 000 in all; 512 KiB send buffer, 10 s write time-out. */
    public static HttpLimits defaults() {
        return new HttpLimits(256, 10_000, 50_000, 512 * 1024, Duration.ofSeconds(10));
    }

    private static void atLeast(String key, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(key + "=" + value + " is below " + min + ": raise " + key);
        }
    }
}

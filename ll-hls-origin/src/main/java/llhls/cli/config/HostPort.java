package llhls.cli.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address as users write it: {@code 0.0.0.0:9000}, {@code [::1]:9000}, {@code localhost:9000}, {@code :9000}.
 *
 * @param host name or literal without brackets; empty for every address of the machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record HostPort(String host, int port) {

    public static final String ACCEPTED = "HOST:PORT, such as 0.0.0.0:8080, :8080 or [::1]:8080";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    public static HostPort parse(String text) throws BadValueException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new BadValueException(
                    isPort(text) ? "write :" + text + " for every address" : "the port is missing: " + text + ":8080");
        }
        return new HostPort(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static String host(String text) throws BadValueException {
        if (text.startsWith("[") != text.endsWith("]")) {
            throw new BadValueException("brackets belong around the whole IPv6 address: [::1]:8080");
        }
        boolean bracketed = text.startsWith("[");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new BadValueException("an IPv6 address needs brackets: [" + host + "]:8080");
        }
        if (bracketed && host.indexOf(':') < 0) {
            throw new BadValueException("only an IPv6 address has brackets");
        }
        if (host.chars().anyMatch(c -> c <= ' ' || c > '~' || "/?#@[]".indexOf(c) >= 0)) {
            throw new BadValueException("the host contains a character that no address has");
        }
        return host;
    }

    private static int port(String text) throws BadValueException {
        if (!isPort(text)) {
            throw new BadValueException("the port is a number from 0 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    private static boolean isPort(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && Integer.parseInt(text) <= MAX_PORT;
    }

    /** Looks the host up. The message of the exception says what could not be resolved. */
    public InetSocketAddress resolve() throws UnknownHostException {
        if (host.isEmpty()) {
            return new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            UnknownHostException readable =
                    new UnknownHostException("host '" + host + "' is unknown: check the name, or write its IP address");
            readable.initCause(e);
            throw readable;
        }
    }

    /** As it is written, with brackets where they are needed. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

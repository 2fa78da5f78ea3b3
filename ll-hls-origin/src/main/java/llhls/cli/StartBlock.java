package llhls.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Optional;
import llhls.cli.config.HostPort;

/**
 * What a server prints when it has started: where to watch and how to publish.
 *
 * @param http HOST:PORT as seen from this machine
 * @param srt HOST:PORT as seen from this machine
 * @param encrypted whether publishers need the passphrase
 * @param otherHost how other machines reach this one; empty when it is not known or the server listens locally only
 */
record StartBlock(HostPort http, HostPort srt, boolean encrypted, Optional<String> otherHost) {

    static StartBlock of(Server server) {
        boolean everywhere = server.http().getAddress().isAnyLocalAddress();
        return new StartBlock(
                reachable(server.http(), "localhost"),
                reachable(server.srt(), "localhost"),
                server.passphrase().isSet(),
                everywhere ? siteAddress() : Optional.empty());
    }

    /** An address that clients on this machine can use: a wildcard becomes {@code wildcardHost}. */
    static HostPort reachable(InetSocketAddress bound, String wildcardHost) {
        InetAddress address = bound.getAddress();
        return new HostPort(address.isAnyLocalAddress() ? wildcardHost : address.getHostAddress(), bound.getPort());
    }

    String watchUrl(String stream) {
        return "http://" + http + "/watch/" + stream;
    }

    String playlistUrl(String stream) {
        return "http://" + http + "/" + stream + "/index.m3u8";
    }

    String publishUrl(String stream) {
        return "srt://" + srt + "?streamid=" + stream + (encrypted ? "&passphrase=PASSPHRASE" : "");
    }

    void print(PrintWriter out) {
        out.println();
        out.println("ll-hls " + Version.number() + " is running (Ctrl-C stops it)");
        out.println();
        out.println("  watch      http://" + http + "/");
        out.println("  playlist   " + playlistUrl("live/NAME"));
        out.println("  publish    " + publishUrl("live/NAME"));
        otherHost.ifPresent(
                host -> out.println("             from other machines use " + host + " instead of localhost"));
        if (encrypted) {
            out.println("             encoders encrypt: put the value of srt-passphrase in place of PASSPHRASE");
        }
        out.println();
        out.println(
                "  ffmpeg     ffmpeg -re -i FILE -c:v libx264 -preset veryfast -tune zerolatency -g 30 -c:a aac \\");
        out.println("                 -f mpegts \"" + publishUrl("live/NAME") + "&pkt_size=1316\"");
        out.println("  OBS        Settings > Stream:  Service Custom, Server " + publishUrl("live/NAME"));
        out.println("             Settings > Output:  Keyframe Interval 1 s, Tune zerolatency");
        out.println();
        out.flush();
    }

    private static Optional<String> siteAddress() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .filter(address -> address.getAddress().length == 4) // the one people can type
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}

package llhls.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import llhls.cli.config.HostPort;
import llhls.cli.push.SrtUrl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartBlockTest {

    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final StartBlock block = new StartBlock(
            new HostPort("localhost", 8080), new HostPort("localhost", 9000), false, Optional.of("10.0.0.7"));

    @Test
    void itShowsWhereToWatchAndHowToPublish() {
        StringWriter text = new StringWriter();
        block.print(new PrintWriter(text));

        assertThat(text.toString())
                .contains("http://localhost:8080/")
                .contains("http://localhost:8080/live/NAME/index.m3u8")
                .contains("srt://localhost:9000?streamid=live/NAME")
                .contains("ffmpeg -re -i FILE", "OBS", "Ctrl-C", "10.0.0.7");
    }

    @Test
    void givenAPassphrase_whenPrinted_thenItSaysWhereThePassphraseGoes() throws Exception {
        StartBlock encrypted = new StartBlock(
                new HostPort("localhost", 8080), new HostPort("localhost", 9000), true, Optional.empty());
        StringWriter text = new StringWriter();
        encrypted.print(new PrintWriter(text));

        assertThat(text.toString()).contains("live/NAME&passphrase=PASSPHRASE", "srt-passphrase");
        assertThat(SrtUrl.parse(encrypted.publishUrl("live/demo")).encryption()).isPresent();
    }

    @Test
    void itsPublishUrlIsOneThatPushTakes() throws Exception {
        assertThat(SrtUrl.parse(block.publishUrl("live/demo")).streamName()).isEqualTo("live/demo");
    }

    @Test
    void givenAWildcard_whenShown_thenItIsSomethingABrowserCanOpen() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress(8080);
        InetSocketAddress one = new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), 8080);

        assertThat(StartBlock.reachable(everywhere, "localhost")).hasToString("localhost:8080");
        assertThat(StartBlock.reachable(one, "localhost").toString())
                .startsWith("[")
                .endsWith("]:8080");
    }
}

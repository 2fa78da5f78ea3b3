package llhls.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser without a window, with a fresh profile. Closing ends it and its driver. */
final class Chromium implements AutoCloseable {

    private final Path profile;
    private final ChromeDriverService service;
    private final ChromeDriver driver;

    Chromium() {
        try {
            profile = Files.createTempDirectory("llhls-chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(System.getProperty("llhls.chromedriver", "/usr/bin/chromedriver")))
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        try {
            driver = new ChromeDriver(service, options(profile));
        } catch (RuntimeException e) {
            service.stop();
            deleteProfile();
            throw e;
        }
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30)).pageLoadTimeout(Duration.ofSeconds(30));
    }

    private static ChromeOptions options(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("llhls.chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        return options;
    }

    /** Opens a page and makes room for the record of its requests: the browser's default forgets after 250. */
    void open(URI uri) {
        driver.get(uri.toString());
        driver.executeScript("performance.setResourceTimingBufferSize(20000)");
    }

    /** Runs JavaScript; numbers come as Long or Double, objects as Map, arrays as List. */
    Object evaluate(String script) {
        return driver.executeScript(script);
    }

    @SuppressWarnings("unchecked") // objects of JavaScript have text keys
    Map<String, Object> object(String script) {
        Object value = evaluate(script);
        if (!(value instanceof Map)) {
            throw new AssertionError(script + " gave " + value);
        }
        return (Map<String, Object>) value;
    }

    /** Puts another tab in front of the page until {@code meanwhile} is over. */
    void inBackground(Runnable meanwhile) {
        String page = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        meanwhile.run();
        driver.close();
        driver.switchTo().window(page);
    }

    /** Every request of the page: {@code url} and {@code status}, in the order they were sent. */
    List<Map<String, Object>> requests() {
        return OriginUnderTest.maps(evaluate("return performance.getEntriesByType('resource')"
                        + ".sort((a, b) => a.startTime - b.startTime)"
                        + ".map(e => ({url: e.name, status: e.responseStatus}))"))
                .toList();
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            service.stop();
            deleteProfile();
        }
    }

    private void deleteProfile() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            // the browser's last helper process may still write; what stays is in the temporary folder
            profile.toFile().deleteOnExit();
        }
    }
}

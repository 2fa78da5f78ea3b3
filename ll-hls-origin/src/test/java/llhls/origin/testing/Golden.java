package llhls.origin.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected texts in {@code src/test/resources/golden}; {@code -Dgolden.update=true} rewrites them, for review. */
public final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** The expected text of {@code name}; when updating, {@code actual} becomes it. */
    public static String expected(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, actual);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}

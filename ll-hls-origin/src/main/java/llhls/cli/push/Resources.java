package llhls.cli.push;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Files that travel in the jar beside this package. */
final class Resources {

    private Resources() {}

    static InputStream open(String name) throws IOException {
        InputStream in = Resources.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(
                    "the program is incomplete: resource " + name + " is missing, build it again");
        }
        return in;
    }
}

package llhls.tests;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first command of the README does what it says. */
class DemoScriptTest {

    @Test
    void theDemoChecksItself() {
        ChildProcess.run("demo", List.of("../scripts/demo", "--check"), Duration.ofMinutes(2));
    }
}

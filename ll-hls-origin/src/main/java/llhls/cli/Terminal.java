package llhls.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person looks at the output. */
final class Terminal {

    private Terminal() {}

    /** True when standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // newer JDKs are asked below
    static boolean isAttached() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From JDK 22 on there is a console without a terminal too, and a method to ask it. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}

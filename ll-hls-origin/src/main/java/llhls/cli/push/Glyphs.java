package llhls.cli.push;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import llhls.media.picture.LumaPlane;

/** Letters of 5x7 dots for the test pattern; no font of the system is needed. */
final class Glyphs {

    static final int COLUMNS = 5;
    static final int ROWS = 7;
    /** From one letter to the next. */
    static final int ADVANCE = COLUMNS + 1;

    private static final String RESOURCE = "glyphs.txt";
    private static final char UNKNOWN = '?';

    private final Map<Character, String[]> rowsOf = new HashMap<>();

    private Glyphs() {}

    static Glyphs load() {
        Glyphs glyphs = new Glyphs();
        try (InputStream in = Resources.open(RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines()
                    .forEach(line ->
                            glyphs.rowsOf.put(line.charAt(0), line.substring(2).split(" ", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return glyphs;
    }

    boolean knows(char letter) {
        return letter == ' ' || rowsOf.containsKey(letter);
    }

    /** Draws {@code text} with dots of {@code scale} samples; what does not fit into the width is left out. */
    void draw(LumaPlane plane, Place place, String text, int level) {
        int x = place.x();
        for (int i = 0; i < text.length() && x + COLUMNS * place.scale() <= plane.width(); i++) {
            if (text.charAt(i) != ' ') {
                drawLetter(plane, new Place(x, place.y(), place.scale()), text.charAt(i), level);
            }
            x += ADVANCE * place.scale();
        }
    }

    private void drawLetter(LumaPlane plane, Place place, char letter, int level) {
        String[] rows = rowsOf.get(knows(letter) ? letter : UNKNOWN);
        if (rows == null) {
            return;
        }
        int scale = place.scale();
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                if (rows[row].charAt(column) == '#') {
                    int left = place.x() + column * scale;
                    int top = place.y() + row * scale;
                    plane.fill(left, top, left + scale, top + scale, level);
                }
            }
        }
    }

    /** The top left corner of a text and the size of its dots, in samples. */
    record Place(int x, int y, int scale) {}
}

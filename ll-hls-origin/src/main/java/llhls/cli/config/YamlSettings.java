package llhls.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the configuration file: one flat YAML mapping of text to text. Works on parser events, so that every value has its
 * line, no object is ever constructed and nesting costs no stack.
 */
final class YamlSettings {

    private static final int MAX_BYTES = 256 * 1024;

    private final String name;
    private final List<ConfigProblem> problems;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Integer> lineOfKey = new HashMap<>();

    private YamlSettings(String name, List<ConfigProblem> problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The settings of {@code file}, in its order; problems are added to {@code problems}. */
    static List<Setting> read(Path file, List<ConfigProblem> problems) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(
                        new ConfigProblem(file.toString(), "is larger than 256KiB: this is no configuration file"));
                return List.of();
            }
            return parse(file.toString(), new String(bytes, StandardCharsets.UTF_8), problems);
        } catch (NoSuchFileException e) {
            problems.add(new ConfigProblem(file.toString(), "there is no such file"));
        } catch (IOException e) {
            problems.add(new ConfigProblem(file.toString(), "cannot be read: " + e.getMessage()));
        }
        return List.of();
    }

    static List<Setting> parse(String name, String yaml, List<ConfigProblem> problems) {
        YamlSettings reader = new YamlSettings(name, problems);
        LoadSettings load = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            reader.document(new Parse(load).parseString(yaml).iterator());
        } catch (MarkedYamlEngineException e) {
            reader.problem(e.getProblemMark(), "is not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            reader.problem(Optional.empty(), "is not valid YAML: " + e.getMessage());
        }
        return reader.settings;
    }

    private void document(Iterator<Event> events) {
        events.next(); // start of stream
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            return; // nothing but comments
        }
        Event root = events.next();
        if (root.getEventId() == Event.ID.MappingStart) {
            mapping(events);
        } else if (!isNothing(root)) {
            problem(root.getStartMark(), "is not a list of 'key: value' lines");
            return;
        } // else: a document that holds nothing, '---' alone
        events.next(); // end of document
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            problem(after.getStartMark(), "starts a second document: only one is read");
        }
    }

    private void mapping(Iterator<Event> events) {
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            if (key instanceof ScalarEvent scalar) {
                value(scalar, events.next(), events);
            } else {
                problem(key.getStartMark(), "a key is expected, found " + kind(key));
                skip(key, events);
                skip(events.next(), events);
            }
        }
    }

    private void value(ScalarEvent key, Event value, Iterator<Event> events) {
        String word = key.getValue();
        Integer before = lineOfKey.putIfAbsent(word, line(key.getStartMark()));
        if (before != null) {
            problem(key.getStartMark(), word + ": is set twice, first in line " + before);
        }
        if (value instanceof ScalarEvent scalar && scalar.getTag().isEmpty()) {
            settings.add(new Setting(source(key.getStartMark()), word, scalar.getValue()));
        } else {
            problem(
                    value.getStartMark(),
                    word + ": a single value is expected, found " + kind(value)
                            + " (quote a value that starts with a bracket)");
            skip(value, events);
        }
    }

    /** Passes over what {@code start} opened. */
    private static void skip(Event start, Iterator<Event> events) {
        int depth = depthChange(start);
        while (depth > 0) {
            depth += depthChange(events.next());
        }
    }

    private static int depthChange(Event event) {
        return switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
        };
    }

    private static boolean isNothing(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private static String kind(Event event) {
        return switch (event.getEventId()) {
            case MappingStart -> "a mapping";
            case SequenceStart -> "a list";
            case Alias -> "an alias";
            default -> "a tag";
        };
    }

    private void problem(Optional<Mark> mark, String message) {
        problems.add(new ConfigProblem(mark.isPresent() ? source(mark) : name, message));
    }

    private String source(Optional<Mark> mark) {
        return name + ":" + line(mark);
    }

    /** Counted from 1, as editors do. */
    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}

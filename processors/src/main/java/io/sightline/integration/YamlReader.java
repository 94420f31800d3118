package io.sightline.integration;

import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML with the place of each key and value, and within limits that no file of good will meets. */
final class YamlReader {
    private YamlReader() {}

    /** The documents of a file; none when it cannot be read, which the findings say then. */
    static List<YamlNode> read(SourceFile file, Findings findings) {
        return SourceText.of(file, findings).map(text -> parse(text, findings)).orElse(List.of());
    }

    /** The documents of a text. */
    static List<YamlNode> parse(String text, Findings findings) {
        var settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(SourceFile.LONGEST)
                .build();
        try {
            return new YamlTree(new Parse(settings).parseString(text).iterator(), findings).documents();
        } catch (ComposerException e) {
            findings.error(e.getProblemMark().map(YamlReader::place).orElse(Place.START), "", e.getProblem(), "");
        } catch (MarkedYamlEngineException e) {
            var place = e.getProblemMark().map(YamlReader::place).orElse(Place.START);
            findings.error(place, "", "the YAML is broken: " + words(e), hint(e, text, place));
        } catch (ReaderException e) {
            findings.error(
                    SourceText.place(
                            text,
                            text.offsetByCodePoints(
                                    0, Math.min(e.getPosition(), text.codePointCount(0, text.length())))),
                    "",
                    String.format("the character U+%04X cannot stand in YAML", e.getCodePoint()),
                    "is the file binary?");
        } catch (YamlEngineException e) {
            findings.error(Place.START, "", "the YAML is broken: " + e.getMessage(), "");
        }
        return List.of();
    }

    static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String words(MarkedYamlEngineException failure) {
        var problem = String.valueOf(failure.getProblem());
        if (problem.contains("'\\t(TAB)'")) {
            return "a tab stands where only spaces may stand";
        }
        var context = failure.getContext();
        return (context == null || context.isEmpty() ? "" : context + ": ") + problem;
    }

    private static String hint(MarkedYamlEngineException failure, String text, Place place) {
        var problem = String.valueOf(failure.getProblem());
        var lines = text.lines().limit(place.line()).toList();
        var line = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (problem.contains("TAB")) {
            return "indent by spaces";
        }
        if (problem.contains("but found '-'") || problem.contains("but found '<block sequence start>'")) {
            return "this '- ' begins where none of its list does: begin it where the others begin";
        }
        if (problem.contains("but found '<block mapping start>'")) {
            return "this line begins where none above it does: begin it where those begin that it belongs to";
        }
        if (isAtEnd(text, place) && problem.matches("(?s).*(stream end|document end|block end|end of).*")) {
            return "the file ends here: was it written to its end?";
        }
        if (problem.startsWith("mapping values")) {
            var above = above(lines);
            if (above.matches("\\s*(- +)?[\\w-]+:[^\\s/].*")) {
                return "a space is missing behind the colon in the line before: " + above.strip();
            }
            if (above.matches("\\s*(- +)?[\\w-]+: +\\S.*") && indentation(line) > indentation(above)) {
                return "the line before has its value, so that nothing can be indented below it: begin both alike";
            }
        }
        if (line.matches(".*:\\s+[^'\"]*:\\s.*")) {
            return "a text that holds a colon and a space needs quotation marks";
        }
        if (line.matches(".*[:-]\\s+[%@`*&!].*")) {
            return "a text that begins with %, @, `, *, & or ! needs quotation marks";
        }
        return "look at the indentation of this line and of the one before";
    }

    private static boolean isAtEnd(String text, Place place) {
        var written = text.stripTrailing();
        return place.line() >= SourceText.place(written, written.length()).line();
    }

    /** The last line before that says something. */
    private static String above(List<String> lines) {
        return lines.stream()
                .limit(Math.max(lines.size() - 1, 0))
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .reduce((former, next) -> next)
                .orElse("");
    }

    /** Where the key of a line begins. */
    private static int indentation(String line) {
        return line.length() - line.replaceFirst("^\\s*(- +)?", "").length();
    }
}

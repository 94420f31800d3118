package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A parameter of a Kamelet, as its definition describes it.
 *
 * @param declaration all that stands below its name
 */
record KameletParameter(String name, Entries declaration) {
    static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "binary", "long", "array", "object");

    boolean hasDefault() {
        return declaration.entry("default").isPresent();
    }

    boolean isSecret() {
        return value("format").filter("password"::equals).isPresent();
    }

    /** What was expected instead of a value; empty when it fits. What a placeholder stands for is not known. */
    Optional<String> mismatch(String value) {
        if (Placeholders.isIn(value) || value.startsWith("#") || value.startsWith("RAW(") || value.contains("${")) {
            return Optional.empty();
        }
        return ofType(value).or(() -> ofNames(value)).or(() -> ofPattern(value)).or(() -> ofBounds(value));
    }

    private Optional<String> ofType(String value) {
        return switch (value("type").orElse("string")) {
            case "boolean" -> Scalars.isBoolean(value) ? Optional.empty() : Optional.of("true or false");
            case "integer", "long" -> Scalars.isInteger(value) ? Optional.empty() : Optional.of("a whole number");
            case "number" -> Scalars.isNumber(value) ? Optional.empty() : Optional.of("a number");
            default -> Optional.empty();
        };
    }

    List<String> names() {
        return declaration.items("enum").stream()
                .filter(Text.class::isInstance)
                .map(name -> ((Text) name).value())
                .toList();
    }

    private Optional<String> ofNames(String value) {
        var names = names();
        return names.isEmpty() || names.containsAll(List.of(value.split(",")))
                ? Optional.empty()
                : Optional.of("one of " + String.join(", ", names));
    }

    private Optional<String> ofPattern(String value) {
        return value("pattern")
                .flatMap(pattern -> matches(pattern, value)
                        ? Optional.empty()
                        : Optional.of("what matches the pattern " + pattern));
    }

    /** A pattern that is none is reported where it stands; what cannot be decided in time passes. */
    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(new BoundedText(value)).find();
        } catch (PatternSyntaxException | IllegalStateException | StackOverflowError e) {
            return true;
        }
    }

    private Optional<String> ofBounds(String value) {
        if (!Scalars.isNumber(value)) {
            return Optional.empty();
        }
        double number = Double.parseDouble(value);
        return bound("minimum")
                .filter(least -> number < least)
                .map(least -> "at least " + value("minimum").orElse(""))
                .or(() -> bound("maximum")
                        .filter(most -> number > most)
                        .map(most -> "at most " + value("maximum").orElse("")));
    }

    private Optional<Double> bound(String key) {
        return value(key).filter(Scalars::isNumber).map(Double::valueOf);
    }

    Optional<String> value(String key) {
        return declaration.text(key).map(Text::value);
    }
}

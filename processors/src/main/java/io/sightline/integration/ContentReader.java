package io.sightline.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what a test says of bodies and headers. */
final class ContentReader {
    private static final List<String> BODIES = List.of("body", "file", "json", "data", "matches");
    /** Longer ones, with parentheses deep in each other, cost more stack than there is. */
    private static final int LONGEST_PATTERN = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final SourceFile test;
    private final CaseKeys keys;

    ContentReader(SourceFile test, CaseKeys keys) {
        this.test = test;
        this.keys = keys;
    }

    /** The body, by whichever key it is given. */
    CaseContent body(Entries entries, String path) {
        var given = entries.entries().stream()
                .filter(entry -> BODIES.contains(entry.name()))
                .toList();
        if (given.size() > 1) {
            keys.findings()
                    .error(
                            given.get(1).key().place(),
                            Paths.key(path, given.get(1).name()),
                            "there are both '" + given.get(0).name() + "' and '"
                                    + given.get(1).name() + "', and one of them is expected",
                            "");
        }
        return given.isEmpty() ? new CaseContent.Unsaid() : body(given.get(0), path);
    }

    private CaseContent body(Entry entry, String path) {
        var at = Paths.key(path, entry.name());
        return switch (entry.name()) {
            case "file" ->
                keys.file(entry.value(), test, at)
                        .<CaseContent>map(CaseContent.Bytes::new)
                        .orElseGet(CaseContent.Unsaid::new);
            case "json" -> new CaseContent.Json(json(entry.value(), at));
            case "data" -> new CaseContent.Data(tree(entry.value()));
            case "matches" ->
                keys.text(entry, path)
                        .flatMap(text -> pattern(text, at))
                        .<CaseContent>map(CaseContent.Matching::new)
                        .orElseGet(CaseContent.Unsaid::new);
            default -> text(entry, path);
        };
    }

    private CaseContent text(Entry entry, String path) {
        if (entry.value() instanceof Text text) {
            return new CaseContent.Text(text.isNothing() ? null : text.value());
        }
        keys.wrong(entry, "a text", path);
        return new CaseContent.Unsaid();
    }

    /** What is written in quotation marks or below a bar is JSON itself. */
    private JsonNode json(YamlNode node, String path) {
        if (!(node instanceof Text text) || text.plain()) {
            return tree(node);
        }
        try {
            return JSON.readTree(text.value());
        } catch (JsonProcessingException e) {
            keys.findings()
                    .error(
                            text.place(),
                            path,
                            "the text is no JSON: "
                                    + (e instanceof MismatchedInputException
                                            ? "something follows the first value"
                                            : e.getOriginalMessage()),
                            "without quotation marks, keys and lists of YAML will do");
            return JsonNodeFactory.instance.nullNode();
        }
    }

    private static JsonNode tree(YamlNode node) {
        if (node instanceof Entries entries) {
            var object = JsonNodeFactory.instance.objectNode();
            entries.entries().forEach(entry -> object.set(entry.name(), tree(entry.value())));
            return object;
        }
        if (node instanceof Items items) {
            var array = JsonNodeFactory.instance.arrayNode();
            items.items().forEach(item -> array.add(tree(item)));
            return array;
        }
        return JSON.valueToTree(value((Text) node));
    }

    /** What a scalar stands for: without quotation marks it may be a number, true, false or nothing. */
    private static @Nullable Object value(Text text) {
        var written = text.value();
        if (!text.plain()) {
            return written;
        }
        if (text.isNothing()) {
            return null;
        }
        if (Scalars.isBoolean(written)) {
            return Boolean.valueOf(written);
        }
        // Beyond that it is no number that anybody counts with, and with a zero or a plus before it, it is a code.
        if (written.length() > 30 || written.matches("\\+.*|-?0\\d.*")) {
            return written;
        }
        if (Scalars.isInteger(written)) {
            return integer(new BigInteger(written));
        }
        return Scalars.isNumber(written) ? number(written) : written;
    }

    private static Object number(String written) {
        try {
            return new BigDecimal(written);
        } catch (NumberFormatException e) {
            // Its exponent is beyond all bounds.
            return written;
        }
    }

    private static Object integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /**
     * Names and values.
     *
     * @param patterns whether {@code matches} may stand for a value
     */
    Map<String, CaseValue> values(Entries entries, String key, boolean patterns, String path) {
        var values = new LinkedHashMap<String, CaseValue>();
        for (var entry : keys.keys(entries, key, path)) {
            var at = Paths.key(path, key);
            var value = entry.value();
            if (value instanceof Text text) {
                values.put(entry.name(), new CaseValue(text.place(), value(text), null));
            } else if (patterns && value instanceof Entries inner) {
                var header = Paths.key(at, entry.name());
                keys.check(inner, List.of("matches"), "a header", header);
                keys.needed(inner, "matches", "a header", header)
                        .flatMap(text -> pattern(text, at))
                        .ifPresent(pattern -> values.put(entry.name(), new CaseValue(inner.place(), null, pattern)));
            } else {
                keys.wrong(entry, "a text, a number, true or false", at);
            }
        }
        return values;
    }

    private Optional<Pattern> pattern(Text text, String path) {
        var written = text.value();
        try {
            if (written.length() <= LONGEST_PATTERN) {
                return Optional.of(Pattern.compile(written, Pattern.DOTALL));
            }
            wrongPattern(text, path, "it has more than " + LONGEST_PATTERN + " characters");
        } catch (PatternSyntaxException e) {
            wrongPattern(text, path, e.getDescription());
        }
        return Optional.empty();
    }

    private void wrongPattern(Text text, String path, String reason) {
        keys.findings()
                .error(
                        text.place(),
                        path,
                        "'" + Quotation.of(text.value(), 100) + "' is no regular expression: " + reason,
                        "");
    }
}

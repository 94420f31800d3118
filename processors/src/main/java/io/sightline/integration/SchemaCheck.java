package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares a file with a schema and says in plain words where it differs. A general validator says of a mistyped step
 * that none of some hundred alternatives fits; this one knows which alternative was meant, because each is known by a
 * key.
 */
final class SchemaCheck {
    /** Steps that are nothing without an expression, though the schema lets them be. */
    private static final Set<String> EXPRESSION_NEEDED = Set.of(
            "delay",
            "dynamicRouter",
            "enrich",
            "filter",
            "idempotentConsumer",
            "loop",
            "onWhen",
            "pollEnrich",
            "recipientList",
            "resequence",
            "routingSlip",
            "script",
            "setBody",
            "setHeader",
            "setProperty",
            "setVariable",
            "split",
            "throttle",
            "transform",
            "validate",
            "when");

    private static final Pattern DASH = Pattern.compile("-([a-z])");

    private final Findings findings;
    private final SchemaVisitor visitor;

    SchemaCheck(Findings findings, SchemaVisitor visitor) {
        this.findings = findings;
        this.visitor = visitor;
    }

    /**
     * Checks one value.
     *
     * @param owner the key that it belongs to; of the file as a whole, any text at its beginning
     */
    void check(Schema schema, YamlNode node, Text owner, String path) {
        check(schema, node, owner, path, "");
    }

    private void check(Schema schema, YamlNode node, Text owner, String path, String definition) {
        if (schema.isReference()) {
            visitor.visit(schema.definition(), node, path);
            check(schema.resolved(), node, owner, path, schema.definition());
            return;
        }
        if (schema.closed() && node instanceof Text text && text.isNothing()) {
            // Kubernetes takes it for not being there.
            return;
        }
        if (schema.hasShortForm()) {
            if (node instanceof Text text) {
                nonEmpty(text, owner, path);
                return;
            }
            required(schema.rule(), node, owner, path);
            check(schema.longForm(), node, owner, path, definition);
            return;
        }
        switch (schema.rule().path("type").asText()) {
            case "object" -> object(schema, node, owner, path, definition);
            case "array" -> array(schema, node, owner, path);
            case "" -> untyped(schema, node, owner, path, definition);
            default -> scalar(schema.rule(), node, owner, path);
        }
    }

    /** Of steps and of the file's own elements the schema names the keys alone. */
    private void untyped(Schema schema, YamlNode node, Text owner, String path, String definition) {
        if (schema.rule().has("properties")) {
            object(schema, node, owner, path, definition);
        }
    }

    private void object(Schema schema, YamlNode node, Text owner, String path, String definition) {
        var choices = Choices.of(schema);
        if (!(node instanceof Entries written)) {
            var names = Choices.names(schema, choices);
            findings.error(
                    placeOf(node, owner),
                    path,
                    subject(owner) + " expects keys, and has " + shown(node),
                    names.isEmpty() ? "" : "its keys are " + some(names));
            return;
        }
        var entries = spelled(written, Choices.names(schema, choices), path);
        if (schema.rule().path("maxProperties").asInt() == 1) {
            one(entries, schema, choices, owner, path);
        }
        required(schema.rule(), entries, owner, path);
        choices.forEach(choice -> choose(schema, choice, entries, owner, path, definition));
        for (var entry : entries.entries()) {
            var rule = schema.rule().path("properties").path(entry.name());
            if (!rule.isMissingNode()) {
                check(schema.at(rule), entry.value(), entry.key(), Paths.key(path, entry.name()));
            } else if (choices.stream().noneMatch(choice -> choice.rules().containsKey(entry.name()))) {
                other(schema, choices, entries, entry, owner, path);
            }
        }
    }

    /** Camel still reads the names that its older schemas had, with dashes; editors do not. */
    private Entries spelled(Entries written, Set<String> names, String path) {
        var entries = new ArrayList<Entry>();
        for (var entry : written.entries()) {
            var name = entry.name();
            var today = camelCase(name);
            if (name.equals(today) || names.contains(name) || !names.contains(today)) {
                entries.add(entry);
                continue;
            }
            var key = entry.key();
            findings.warning(
                    key.place(), Paths.key(path, name), "'" + name + "' is an old spelling", "write '" + today + "'");
            entries.add(new Entry(new Text(key.place(), today, key.plain(), key.block()), entry.value()));
        }
        return new Entries(written.place(), entries);
    }

    private static String camelCase(String name) {
        return DASH.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private void other(Schema schema, List<Choices> choices, Entries entries, Entry entry, Text owner, String path) {
        if (schema.rule().path("additionalProperties").isObject()) {
            var rule = schema.rule().path("additionalProperties");
            check(schema.at(rule), entry.value(), entry.key(), Paths.key(path, entry.name()));
        } else if (!schema.allowsOtherKeys()) {
            var better = Misplaced.owner(schema, choices, entries, entry);
            if (better.isEmpty()) {
                unknown(entry, Choices.names(schema, choices), owner, path);
            } else if (schema.rule().path("maxProperties").asInt() != 1) {
                findings.error(
                        entry.key().place(),
                        Paths.key(path, entry.name()),
                        "'" + Quotation.of(entry.name()) + "' is no key of " + subject(owner),
                        Misplaced.hint(entry, better.get()));
            }
        }
    }

    private void unknown(Entry entry, Set<String> names, Text owner, String path) {
        var nearest = Near.name(entry.name(), names);
        findings.error(
                entry.key().place(),
                Paths.key(path, entry.name()),
                "unknown key '" + Quotation.of(entry.name()) + "' in " + subject(owner),
                nearest.map(name -> "did you mean '" + name + "'?").orElse("expected is one of " + some(names)));
    }

    /** A step with two keys is a list's element whose successor lacks its dash. */
    private void one(Entries entries, Schema schema, List<Choices> choices, Text owner, String path) {
        if (entries.entries().size() > 1) {
            var second = entries.entries().get(1);
            findings.error(
                    second.key().place(),
                    Paths.key(path, second.name()),
                    "an element of " + subject(owner) + " has one key, and this one has '"
                            + Quotation.of(entries.entries().get(0).name()) + "' and '" + Quotation.of(second.name())
                            + "'",
                    Misplaced.owner(schema, choices, entries, second)
                            .map(better -> Misplaced.hint(second, better))
                            .orElse("each begins with '- ' on a line of its own; what belongs to the first is indented"
                                    + " more"));
        } else if (entries.entries().isEmpty()) {
            findings.error(entries.place(), path, "an element of " + subject(owner) + " is empty", "");
        }
    }

    private void choose(Schema schema, Choices choice, Entries entries, Text owner, String path, String definition) {
        var chosen = entries.entries().stream()
                .filter(entry -> choice.rules().containsKey(entry.name()))
                .toList();
        boolean needed = choice.needed() || (choice.isExpression() && EXPRESSION_NEEDED.contains(owner.value()));
        if (chosen.isEmpty()
                && needed
                && !isMistyped(schema.rule(), entries, choice.rules().keySet())) {
            findings.error(owner.place(), path, "'" + owner.value() + "' lacks its " + choice.subject(), "");
        }
        if (chosen.size() > 1) {
            findings.error(
                    chosen.get(1).key().place(),
                    Paths.key(path, chosen.get(1).name()),
                    "'" + owner.value() + "' has both '" + chosen.get(0).name() + "' and '"
                            + chosen.get(1).name() + "', and one of them is expected",
                    "");
        }
        for (var entry : chosen) {
            var at = Paths.key(path, entry.name());
            visitor.chosen(definition, entry, at);
            check(schema.at(choice.rule(entry.name())), entry.value(), entry.key(), at);
        }
    }

    private void required(JsonNode rule, YamlNode node, Text owner, String path) {
        if (node instanceof Entries entries) {
            for (var name : rule.path("required")) {
                boolean mistyped = isMistyped(rule, entries, Set.of(name.asText()));
                if (entries.entry(name.asText()).isEmpty() && !mistyped) {
                    findings.error(owner.place(), path, subject(owner) + " lacks the key '" + name.asText() + "'", "");
                }
            }
        }
    }

    /** Whether an unknown key is probably one of some names; then that is all there is to say. */
    private static boolean isMistyped(JsonNode rule, Entries entries, Set<String> names) {
        return entries.entries().stream()
                .filter(entry -> !rule.path("properties").has(entry.name()))
                .anyMatch(entry -> Near.name(entry.name(), names).isPresent());
    }

    private void array(Schema schema, YamlNode node, Text owner, String path) {
        if (!(node instanceof Items list)) {
            findings.error(
                    placeOf(node, owner),
                    path,
                    subject(owner) + " expects a list, and has " + shown(node),
                    Misplaced.isDashKey(node)
                            ? "a space is missing behind the dash: '- '"
                            : "the elements of a list begin with '- '");
            return;
        }
        var rule = schema.rule().path("items");
        for (int index = 0; index < list.items().size() && !rule.isMissingNode(); index++) {
            var item = list.items().get(index);
            var name = new Text(item.place(), owner.value(), true, false);
            check(schema.at(rule), item, name, Paths.index(path, index));
        }
    }

    private void scalar(JsonNode rule, YamlNode node, Text owner, String path) {
        if (!(node instanceof Text text)) {
            var expected = Scalars.expected(rule);
            findings.error(
                    node.place(), path, "'" + owner.value() + "' expects " + expected + ", and has " + node.kind(), "");
        } else if (nonEmpty(text, owner, path)) {
            Scalars.mismatch(rule, text)
                    .ifPresent(expected -> findings.error(
                            text.place(),
                            path,
                            "'" + owner.value() + "' is '" + Quotation.of(text.value()) + "', and expected is "
                                    + expected,
                            Scalars.hint(rule, text)));
        }
    }

    /** Nothing is a constant too. */
    private boolean nonEmpty(Text text, Text owner, String path) {
        if (text.isNothing() && !owner.value().equals("constant")) {
            findings.error(owner.place(), path, "'" + Quotation.of(owner.value()) + "' has no value", "");
        }
        return !text.isNothing();
    }

    /** What is not there has no place but that of its key. */
    private static Place placeOf(YamlNode node, Text owner) {
        return node instanceof Text text && text.isNothing() ? owner.place() : node.place();
    }

    private static String subject(Text owner) {
        return owner.value().isEmpty() ? "the file" : "'" + Quotation.of(owner.value()) + "'";
    }

    private static String shown(YamlNode node) {
        return node instanceof Text text && !text.isNothing()
                ? "the text '" + Quotation.of(text.value(), 40) + "'"
                : node.kind();
    }

    static String some(Set<String> names) {
        var first = new ArrayList<>(names);
        return first.size() <= 15 ? String.join(", ", first) : String.join(", ", first.subList(0, 15)) + ", ...";
    }
}

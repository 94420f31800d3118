package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys of which an object has one at most, such as the languages of an expression.
 *
 * @param rules what the value of each has to fulfil
 * @param needed whether one must be there
 */
record Choices(Map<String, JsonNode> rules, boolean needed) {
    private static final String SHORT_FORM = "expression";

    /** The choices of an object: Camel's schema writes them as {@code anyOf}, each with a {@code oneOf}. */
    static List<Choices> of(Schema schema) {
        var all = new ArrayList<Choices>();
        for (var group : schema.rule().path("anyOf")) {
            var rules = new LinkedHashMap<String, JsonNode>();
            boolean needed = true;
            for (var alternative : group.path("oneOf")) {
                if (alternative.has("not")) {
                    needed = false;
                } else if (schema.at(alternative).isReference()) {
                    of(schema.at(alternative).resolved()).forEach(inner -> rules.putAll(inner.rules()));
                } else {
                    var name = alternative.path("required").path(0).asText();
                    rules.put(name, alternative.path("properties").path(name));
                }
            }
            all.add(new Choices(rules, needed));
        }
        return all;
    }

    /** The keys of an object, those among which it has to choose too. */
    static Set<String> names(Schema schema, List<Choices> choices) {
        var names = new LinkedHashSet<String>();
        schema.rule().path("properties").fieldNames().forEachRemaining(names::add);
        choices.forEach(choice -> names.addAll(choice.rules().keySet()));
        return names;
    }

    /** The same of what a key leads to; none when that is no object. */
    static Set<String> keys(Schema led) {
        var schema = led.isReference() ? led.resolved() : led;
        var whole = schema.hasShortForm() ? schema.longForm() : schema;
        return names(whole, of(whole));
    }

    /** The rule for one of the keys. */
    JsonNode rule(String key) {
        return rules.getOrDefault(key, MissingNode.getInstance());
    }

    /** Whether it is the choice of a language for an expression. */
    boolean isExpression() {
        return rules.containsKey("simple");
    }

    /** What it is about, for messages. */
    String subject() {
        if (isExpression()) {
            return "expression (such as simple, constant, header or method)";
        }
        return rules.size() > 12
                ? "one of "
                        + String.join(", ", rules.keySet().stream().limit(12).toList()) + ", ..."
                : "one of "
                        + String.join(
                                ", ",
                                rules.keySet().stream()
                                        .filter(name -> !name.equals(SHORT_FORM))
                                        .toList());
    }
}

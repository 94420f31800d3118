package io.sightline.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Judges the route that a Kamelet is a template of. */
final class KameletTemplateCheck {
    private static final String PATH = "spec.template";

    private final Schema template;
    private final ComponentCatalogue catalogue;
    private final Map<String, Optional<Diagnostic>> missing = new HashMap<>();

    KameletTemplateCheck(Schema routes, ComponentCatalogue catalogue) {
        this.template = withoutId(routes.named("RouteTemplateDefinition"));
        this.catalogue = catalogue;
    }

    /** The name of a Kamelet is the id of its template. */
    private static Schema withoutId(Schema schema) {
        ObjectNode rule = schema.rule().deepCopy();
        rule.remove("required");
        return schema.at(rule);
    }

    void check(Kamelet kamelet, Entry written, FileScope scope, Facts facts) {
        var names = new HashSet<>(kamelet.parameters().keySet());
        for (var bean : kamelet.template().items("beans")) {
            if (bean instanceof Entries made) {
                made.text("name").ifPresent(name -> names.add(name.value()));
            }
        }
        var inner = scope.withParameters(names);
        new SchemaCheck(scope.findings(), new RouteCollector(inner, facts, catalogue))
                .check(template, written.value(), written.key(), PATH);
        inner.checkPlaceholders(written.value(), PATH);
    }

    /**
     * What a Kamelet of the class path uses that is not there: a component, a language or a data format.
     *
     * @return the first of these; where it stands is nothing that those know who use the Kamelet
     */
    Optional<Diagnostic> missingPart(Kamelet kamelet, Map<String, Given> given, Surroundings surroundings) {
        var absent = absentComponents(kamelet, given);
        return missing.computeIfAbsent(kamelet.name() + absent, id -> {
            var findings = new Findings(kamelet.name());
            var key = new Text(Place.START, "template", true, false);
            var scope = new FileScope(findings, surroundings, Set.of(), true);
            check(kamelet, new Entry(key, filled(kamelet.template(), absent)), scope, new Facts());
            return findings.all().stream()
                    .filter(finding -> finding.message().endsWith(EndpointCheck.NOT_HERE))
                    .findFirst();
        });
    }

    /** By parameter: a Kamelet may send to what its user names. */
    private Map<String, String> absentComponents(Kamelet kamelet, Map<String, Given> given) {
        var absent = new TreeMap<String, String>();
        kamelet.parameters().forEach((name, parameter) -> {
            var own = given.get(name);
            var value = own == null
                    ? parameter.value("default").orElse("")
                    : own.value().value();
            var scheme = EndpointUri.of(value).scheme();
            if (catalogue.component(scheme).isPresent() && !catalogue.isHere("component", scheme)) {
                absent.put(name, scheme);
            }
        });
        return absent;
    }

    /** With an endpoint of a component for each text that begins with a parameter. */
    private static YamlNode filled(YamlNode node, Map<String, String> schemes) {
        if (node instanceof Items list) {
            return new Items(
                    list.place(),
                    list.items().stream().map(item -> filled(item, schemes)).toList());
        }
        if (node instanceof Entries entries) {
            return new Entries(
                    entries.place(),
                    entries.entries().stream()
                            .map(entry -> new Entry(entry.key(), filled(entry.value(), schemes)))
                            .toList());
        }
        var text = (Text) node;
        return schemes.entrySet().stream()
                .filter(scheme -> text.value().startsWith("{{" + scheme.getKey() + "}}"))
                .findFirst()
                .map(scheme -> new Text(text.place(), scheme.getValue() + ":x", text.plain(), text.block()))
                .orElse(text);
    }
}

package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Judges the definition of a Kamelet: the resource, its parameters, and the route that it is a template of. */
final class KameletFileCheck {
    private static final List<String> ROLES = List.of("source", "sink", "action");
    private static final String SPEC = "spec";

    private final Schema resource;
    private final KameletTemplateCheck templates;

    KameletFileCheck(Schema resource, KameletTemplateCheck templates) {
        this.resource = resource;
        this.templates = templates;
    }

    void check(Entries document, FileScope scope, Facts facts) {
        var findings = scope.findings();
        var kamelet = Kamelet.of(document);
        Resources.checkHead(document, findings);
        checkName(document, kamelet.name(), findings);
        checkRole(document, findings);
        document.entry(SPEC)
                .ifPresent(spec ->
                        new SchemaCheck(findings, new Unheeded()).check(resource, spec.value(), spec.key(), SPEC));
        var definition = document.under(SPEC).under("definition");
        kamelet.parameters().values().forEach(parameter -> checkParameter(parameter, findings));
        checkRequired(definition, kamelet, findings);
        checkTemplate(document, kamelet, scope, facts);
    }

    private static void checkName(Entries document, String name, Findings findings) {
        var file = findings.file().substring(findings.file().lastIndexOf('/') + 1);
        if (!name.isEmpty() && file.endsWith(".kamelet.yaml") && !file.equals(name + ".kamelet.yaml")) {
            findings.error(
                    document.under("metadata").text("name").map(Text::place).orElse(document.place()),
                    "metadata.name",
                    "the name '" + Quotation.of(name) + "' is not that of the file, by which a Kamelet is found",
                    "name the file " + name + ".kamelet.yaml");
        }
    }

    private static void checkRole(Entries document, Findings findings) {
        var label = document.under("metadata").under("labels").text(Kamelet.TYPE);
        if (label.isEmpty()) {
            findings.warning(
                    document.placeOf("metadata"),
                    "metadata",
                    "the label " + Kamelet.TYPE + " is missing, by which editors know what the Kamelet is",
                    "set it to source, sink or action");
        }
        label.filter(type -> !ROLES.contains(type.value()))
                .ifPresent(type -> findings.error(
                        type.place(),
                        "metadata.labels",
                        "the label " + Kamelet.TYPE + " is '" + Quotation.of(type.value())
                                + "', and expected is one of source, sink, action",
                        Near.hint(type.value(), ROLES).orElse("")));
    }

    private static void checkParameter(KameletParameter parameter, Findings findings) {
        var declaration = parameter.declaration();
        var path = "spec.definition.properties." + parameter.name();
        declaration
                .text("type")
                .filter(type -> !KameletParameter.TYPES.contains(type.value()))
                .ifPresent(type -> findings.error(
                        type.place(),
                        Paths.key(path, "type"),
                        "the type of '" + parameter.name() + "' is '" + Quotation.of(type.value())
                                + "', and expected is one of " + String.join(", ", KameletParameter.TYPES),
                        Near.hint(type.value(), KameletParameter.TYPES).orElse("")));
        declaration.text("pattern").ifPresent(pattern -> {
            try {
                Pattern.compile(pattern.value());
            } catch (PatternSyntaxException e) {
                findings.error(
                        pattern.place(),
                        Paths.key(path, "pattern"),
                        "the pattern of '" + parameter.name() + "' is no regular expression: " + e.getDescription(),
                        "");
            }
        });
        declaration
                .text("default")
                .ifPresent(value -> parameter
                        .mismatch(value.value())
                        .ifPresent(expected -> findings.error(
                                value.place(),
                                Paths.key(path, "default"),
                                "the default of '" + parameter.name() + "' is '" + Quotation.of(value.value())
                                        + "', and expected is " + expected,
                                "")));
    }

    private static void checkRequired(Entries definition, Kamelet kamelet, Findings findings) {
        for (var node : definition.items("required")) {
            if (node instanceof Text name && !kamelet.parameters().containsKey(name.value())) {
                findings.error(
                        name.place(),
                        "spec.definition.required",
                        "'" + Quotation.of(name.value()) + "' is required, and not among the properties",
                        Near.hint(name.value(), kamelet.parameters().keySet()).orElse(""));
            }
        }
    }

    private void checkTemplate(Entries document, Kamelet kamelet, FileScope scope, Facts facts) {
        var entry = document.under(SPEC).entry("template");
        if (entry.isEmpty()) {
            scope.findings().error(document.placeOf(SPEC), SPEC, "'spec' lacks the key 'template'", "");
            return;
        }
        if (entry.get().value() instanceof Entries content) {
            checkFlow(content, kamelet, entry.get().key(), scope.findings());
        }
        templates.check(kamelet, entry.get(), scope, facts);
        checkUse(document, kamelet, entry.get().value(), scope.findings());
    }

    private static void checkFlow(Entries content, Kamelet kamelet, Text owner, Findings findings) {
        var from = content.entry("from").isPresent()
                ? content.under("from")
                : content.under("route").under("from");
        if (content.entry("from").isEmpty() && content.entry("route").isEmpty()) {
            findings.error(owner.place(), "spec.template", "'template' lacks the key 'from'", "");
            return;
        }
        boolean fromSource = from.text("uri")
                .filter(uri -> uri.value().startsWith("kamelet:source"))
                .isPresent();
        boolean needed = kamelet.type().equals("action") || kamelet.type().equals("sink");
        if (needed && !fromSource) {
            findings.error(
                    from.text("uri").map(Text::place).orElse(owner.place()),
                    "spec.template.from.uri",
                    "the template of a Kamelet of type " + kamelet.type() + " begins with kamelet:source",
                    "");
        }
    }

    private static void checkUse(Entries document, Kamelet kamelet, YamlNode content, Findings findings) {
        var used = new HashSet<String>();
        collect(content, used);
        var declared = document.under(SPEC).under("definition").under("properties");
        for (var name : new TreeSet<>(kamelet.parameters().keySet())) {
            if (!used.contains(name)) {
                findings.warning(
                        declared.placeOf(name),
                        "spec.definition.properties." + name,
                        "the template does not use the parameter '" + name + "'",
                        "use {{" + name + "}} in it, or take the parameter out");
            }
        }
    }

    /** Names of the placeholders in a value, however deep. */
    static void collect(YamlNode node, Set<String> names) {
        if (node instanceof Text text) {
            Placeholders.of(text.value()).forEach(placeholder -> names.add(placeholder.name()));
        } else if (node instanceof Items list) {
            list.items().forEach(item -> collect(item, names));
        } else if (node instanceof Entries entries) {
            entries.entries().forEach(entry -> collect(entry.value(), names));
        }
    }

    /** Takes no note of what is visited. */
    static final class Unheeded implements SchemaVisitor {
        @Override
        public void visit(String definition, YamlNode node, String path) {}

        @Override
        public void chosen(String owner, YamlNode.Entry choice, String path) {}
    }
}

package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What Sightline's own catalogue asks of a Kamelet beyond that it runs: that whoever reads it, or sees its form in an
 * editor, needs nothing else.
 */
public final class CatalogueRules {
    private static final String ANNOTATIONS = "camel.apache.org/";
    private static final String CREDENTIALS = "urn:camel:group:credentials";

    private CatalogueRules() {}

    /** What a file breaks of the rules, besides what {@link Validator} finds. */
    public static List<Diagnostic> check(SourceFile file) {
        var findings = new Findings(file.name());
        for (var document : YamlReader.read(file, findings)) {
            if (document instanceof Entries kamelet) {
                check(kamelet, findings);
            }
        }
        return findings.all();
    }

    private static void check(Entries document, Findings findings) {
        var kamelet = Kamelet.of(document);
        var definition = document.under("spec").under("definition");
        if (!kamelet.name().endsWith("-" + kamelet.type())) {
            broken(
                    document.under("metadata").placeOf("name"),
                    "the name '" + kamelet.name() + "' does not end with -" + kamelet.type(),
                    findings);
        }
        var title = definition.text("title").map(Text::value).orElse("");
        if (!title.toLowerCase(Locale.ROOT).endsWith(" " + kamelet.type())) {
            broken(
                    definition.placeOf("title"),
                    "the title '" + title + "' does not end with the word " + kamelet.type(),
                    findings);
        }
        if (definition.text("description").isEmpty()) {
            broken(definition.place(), "the Kamelet has no description", findings);
        }
        var annotations = document.under("metadata").under("annotations");
        for (var name : List.of("kamelet.icon", "provider")) {
            if (annotations.text(ANNOTATIONS + name).isEmpty()) {
                broken(document.placeOf("metadata"), "the annotation " + ANNOTATIONS + name + " is missing", findings);
            }
        }
        kamelet.parameters().values().forEach(parameter -> check(parameter, kamelet, findings));
        checkUse(document, kamelet, findings);
    }

    private static void check(KameletParameter parameter, Kamelet kamelet, Findings findings) {
        var declaration = parameter.declaration();
        for (var key : List.of("title", "description", "type")) {
            if (declaration.text(key).isEmpty()) {
                broken(declaration.place(), "the parameter '" + parameter.name() + "' has no " + key, findings);
            }
        }
        if (parameter.hasDefault() == kamelet.required().contains(parameter.name())) {
            broken(
                    declaration.place(),
                    "the parameter '" + parameter.name() + "' is to have a default or to be required, one of both",
                    findings);
        }
        boolean credential = declaration.items("x-descriptors").stream()
                .anyMatch(item -> item instanceof Text text && text.value().equals(CREDENTIALS));
        if (credential != parameter.isSecret()) {
            broken(
                    declaration.place(),
                    "the parameter '" + parameter.name()
                            + "' is to have both 'format: password' and x-descriptors with " + CREDENTIALS
                            + ", or neither",
                    findings);
        }
    }

    private static void checkUse(Entries document, Kamelet kamelet, Findings findings) {
        var used = new HashSet<String>();
        var template = document.under("spec").get("template");
        template.ifPresent(node -> KameletFileCheck.collect(node, used));
        kamelet.parameters().values().stream()
                .filter(parameter -> !used.contains(parameter.name()))
                .forEach(parameter -> broken(
                        parameter.declaration().place(),
                        "the template does not use the parameter '" + parameter.name() + "'",
                        findings));
    }

    private static void broken(Place place, String message, Findings findings) {
        findings.error(place, "", message, "kamelets/README.md lists the rules");
    }
}

package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.regex.Pattern;

/** What all custom resources have in common: version, kind, name. */
final class Resources {
    static final String VERSION = "camel.apache.org/v1";
    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private Resources() {}

    static void checkHead(Entries document, Findings findings) {
        for (var entry : document.entries()) {
            if (!KEYS.contains(entry.name())) {
                findings.error(
                        entry.key().place(),
                        entry.name(),
                        "unknown key '" + Quotation.of(entry.name()) + "' in a resource",
                        Near.hint(entry.name(), KEYS).orElse("expected is one of " + String.join(", ", KEYS)));
            }
        }
        for (var key : List.of("apiVersion", "metadata", "spec")) {
            if (document.entry(key).isEmpty()) {
                findings.error(document.place(), "", "the resource lacks the key '" + key + "'", "");
            }
        }
        document.text("apiVersion")
                .filter(version -> !version.value().equals(VERSION))
                .ifPresent(version -> checkVersion(version, document, findings));
        checkName(document, findings);
    }

    /** Kubernetes reads former versions of a Kamelet; of a Pipe there are none. */
    private static void checkVersion(Text version, Entries document, Findings findings) {
        boolean former = kind(document).equals("Kamelet") && version.value().startsWith("camel.apache.org/v1alpha");
        findings.add(
                former ? Severity.WARNING : Severity.ERROR,
                version.place(),
                "apiVersion",
                "the apiVersion is '" + Quotation.of(version.value()) + "', and expected is " + VERSION,
                "");
    }

    private static void checkName(Entries document, Findings findings) {
        var name = document.under("metadata").text("name");
        if (name.isEmpty()) {
            findings.error(document.placeOf("metadata"), "metadata", "'metadata' lacks the key 'name'", "");
        }
        name.filter(text -> !isName(text.value()))
                .ifPresent(text -> findings.error(
                        text.place(),
                        "metadata.name",
                        "the name '" + Quotation.of(text.value()) + "' is none that Kubernetes takes",
                        "it has lower-case letters, digits and dashes"));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String kind(Entries document) {
        return document.text("kind").map(Text::value).orElse("");
    }
}

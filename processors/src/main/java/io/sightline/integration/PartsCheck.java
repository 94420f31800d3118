package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks whether the languages and data formats that routes use are on the class path. */
final class PartsCheck {
    /**
     * Languages that are named otherwise in routes than in the catalogue; of an empty name nothing is to be checked.
     */
    private static final Map<String, String> LANGUAGES =
            Map.of("method", "bean", "expression", "", "language", "", "joor", "java");

    private static final Set<String> FORMATS = Set.of("MarshalDefinition", "UnmarshalDefinition");

    private final ComponentCatalogue catalogue;
    private final Findings findings;

    PartsCheck(ComponentCatalogue catalogue, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
    }

    void check(String owner, Entry choice, String path) {
        if (FORMATS.contains(owner)) {
            format(choice, path);
        } else {
            language(choice, path);
        }
    }

    private void language(Entry choice, String path) {
        var name = LANGUAGES.getOrDefault(choice.name(), choice.name());
        catalogue
                .languageArtifact(name)
                .filter(artifact -> !catalogue.isHere("language", name))
                .ifPresent(artifact -> missing("language", choice, artifact, path));
    }

    private void format(Entry choice, String path) {
        var library =
                choice.value() instanceof Entries entries ? entries.text("library") : Optional.<YamlNode.Text>empty();
        var names = catalogue.formats(choice.name()).stream()
                .filter(name -> library.isEmpty() || library.get().value().equalsIgnoreCase(name))
                .toList();
        if (!names.isEmpty() && names.stream().noneMatch(name -> catalogue.isHere("dataformat", name))) {
            var artifact = names.contains("jackson") ? "jackson" : names.get(0);
            missing("data format", choice, catalogue.formatArtifact(artifact).orElse(""), path);
        }
    }

    private void missing(String kind, Entry choice, String artifact, String path) {
        findings.error(
                choice.key().place(),
                path,
                "the " + kind + " '" + choice.name() + EndpointCheck.NOT_HERE,
                "put its jar " + artifact + " and what that needs beside sightline.jar, into lib/");
    }
}

package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges files of integrators: YAML and Java DSL routes, Kamelets, Pipes, tests of routes. It starts none of them. The
 * catalogue, the schemas and the built-in routes are read once; one validator may be used again, by one thread at a
 * time.
 */
public final class Validator {
    private static final List<String> KINDS = List.of("Kamelet", "Pipe");

    private final Surroundings surroundings;
    private final ComponentCatalogue catalogue;
    private final Schema routes;
    private final KameletTemplateCheck templates;
    private final Supplier<KameletFileCheck> kameletFiles;
    private final Supplier<PipeCheck> pipes;
    private final Map<SourceFile, Facts> builtIn = new HashMap<>();

    public Validator(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.catalogue = new ComponentCatalogue(surroundings.loader());
        this.routes = Schema.ofRoutes(surroundings.loader());
        this.templates = new KameletTemplateCheck(routes, catalogue);
        this.kameletFiles =
                once(() -> new KameletFileCheck(Schema.ofSpec(surroundings.loader(), "kamelets"), templates));
        this.pipes = once(() -> new PipeCheck(Schema.ofSpec(surroundings.loader(), "pipes"), catalogue));
    }

    /** All that is found in the files, which count as one set: by file and line. */
    public List<Diagnostic> validate(List<SourceFile> files) {
        return judge(files).findings();
    }

    /** What is found in the files, and the names that each of them gives and uses. */
    Judgement judge(List<SourceFile> files) {
        var kamelets = new KameletCatalogue(surroundings.loader());
        var findings = new LinkedHashMap<SourceFile, Findings>();
        files.forEach(file -> findings.put(file, new Findings(file.name())));
        var facts = read(findings, kamelets);
        new CrossCheck(facts, builtIn(files), builtInGroups(), surroundings, catalogue).check(kamelets, templates);
        return Judgement.of(
                findings.values().stream()
                        .flatMap(own -> own.all().stream())
                        .sorted(Diagnostic.ORDER)
                        .toList(),
                facts);
    }

    /** What each says, in their order: of two that take one name the later one is told of it. */
    private Facts read(Map<SourceFile, Findings> files, KameletCatalogue kamelets) {
        var java = new LinkedHashMap<>(files);
        java.keySet().removeIf(file -> !file.name().endsWith(".java"));
        var said = new HashMap<SourceFile, Facts>();
        try (var javaCheck = new JavaFileCheck(java, catalogue, surroundings)) {
            files.forEach((file, findings) -> {
                if (CaseFiles.isOne(file.name())) {
                    new CaseFileReader(surroundings).read(file, findings);
                } else if (!java.containsKey(file)) {
                    var facts = new Facts();
                    read(file, findings, facts, kamelets);
                    said.put(file, facts);
                }
            });
            said.putAll(javaCheck.facts());
        }
        var all = new Facts();
        files.keySet().forEach(file -> all.addAll(said.getOrDefault(file, new Facts())));
        return all;
    }

    /** What the built-in routes say, but for those that are among the files themselves, letter for letter. */
    private Facts builtIn(List<SourceFile> files) {
        var facts = new Facts();
        for (var file : surroundings.builtIn()) {
            if (files.stream().noneMatch(file::isSame)) {
                facts.addAll(builtIn.computeIfAbsent(file, this::facts));
            }
        }
        return facts;
    }

    /** Those of all built-in routes, be they among the files or not. */
    public ConsumerGroups builtInGroups() {
        return ConsumerGroups.of(builtIn(List.of()).readers, surroundings);
    }

    private Facts facts(SourceFile file) {
        var facts = new Facts();
        read(file, new Findings(file.name()), facts, new KameletCatalogue(surroundings.loader()));
        return facts;
    }

    private void read(SourceFile file, Findings findings, Facts facts, KameletCatalogue kamelets) {
        var scope = new FileScope(findings, surroundings, Set.of(), false);
        var documents = YamlReader.read(file, findings);
        if (findings.all().isEmpty() && holdsNothing(documents)) {
            findings.add(Severity.INFO, Place.START, "", "the file holds no routes: all of it is comment", "");
            return;
        }
        for (var document : documents) {
            if (document instanceof Entries entries
                    && (entries.entry("kind").isPresent()
                            || entries.entry("apiVersion").isPresent())) {
                resource(entries, file, scope, facts, kamelets);
            } else if (documents.size() > 1) {
                findings.error(
                        documents.get(1).place(),
                        "",
                        "a second document begins here, and a file of routes has one",
                        "put each into a file of its own");
                return;
            } else if (document instanceof Items list) {
                new RouteFileCheck(routes, catalogue).check(list, scope, facts);
            } else {
                findings.error(
                        document.place(),
                        "",
                        "the file holds neither a list of routes nor a resource, but " + document.kind(),
                        "a file of routes is a list whose elements begin with '- ', such as '- route:'; Kamelets and Pipes have apiVersion and kind");
            }
        }
    }

    /** Whether a file has no routes, and is none that cannot be read: all of it is comment, or an empty list. */
    public static boolean holdsNothing(SourceFile file) {
        var findings = new Findings(file.name());
        var documents = YamlReader.read(file, findings);
        return findings.all().isEmpty() && holdsNothing(documents);
    }

    private static boolean holdsNothing(List<YamlNode> documents) {
        return documents.stream()
                .allMatch(document -> document instanceof Text text && text.isNothing()
                        || document instanceof Items list && list.items().isEmpty());
    }

    private void resource(Entries document, SourceFile file, FileScope scope, Facts facts, KameletCatalogue kamelets) {
        var kind = Resources.kind(document);
        var place = document.text("kind").map(YamlNode.Text::place).orElse(document.place());
        var findings = scope.findings();
        switch (kind) {
            case "Kamelet" -> {
                var kamelet = Kamelet.of(document);
                kamelets.add(kamelet);
                facts.kamelets.add(new Facts.Named(findings, place, "metadata.name", kamelet.name()));
                kameletFiles.get().check(document, scope, facts);
            }
            case "Pipe" -> pipes.get().check(document, scope, facts);
            case "KameletBinding" ->
                SourceText.of(file, findings).ifPresent(text -> FormerBinding.refuse(document, text, findings));
            case "Integration",
                    "IntegrationKit",
                    "IntegrationPlatform",
                    "IntegrationProfile",
                    "Build",
                    "CamelCatalog" ->
                findings.error(
                        place,
                        "kind",
                        "a resource of kind " + kind + " is for the builds of Camel K, and nothing is built here",
                        "put its routes into a file of their own, as a list");
            default ->
                findings.error(
                        place,
                        "kind",
                        "the kind is " + (kind.isEmpty() ? "missing" : "'" + Quotation.of(kind) + "'")
                                + ", and expected is one of " + String.join(", ", KINDS),
                        Near.hint(kind, KINDS).orElse(""));
        }
    }

    private static <T> Supplier<T> once(Supplier<T> made) {
        var kept = new ArrayList<T>(1);
        return () -> {
            if (kept.isEmpty()) {
                kept.add(made.get());
            }
            return kept.get(0);
        };
    }
}

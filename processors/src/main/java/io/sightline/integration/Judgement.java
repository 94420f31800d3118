package io.sightline.integration;

import io.sightline.integration.Facts.Named;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a set of files was found to be.
 *
 * @param findings by file and line
 * @param names by file; a file that gives and uses none is not there
 */
record Judgement(List<Diagnostic> findings, Map<String, Names> names) {
    private static final String CONFIGURATION = "configuration";

    static Judgement of(List<Diagnostic> findings, Facts facts) {
        var names = new HashMap<String, Names>();
        facts.ids.forEach(id -> with(names, id.at(), file -> file.given().add("route " + id.name())));
        facts.configurations.forEach(found -> give(names, CONFIGURATION, found));
        facts.templates.forEach(found -> give(names, "template", found));
        var pipes = new HashSet<String>();
        facts.pipes.forEach(found -> {
            give(names, "pipe", found);
            pipes.add(found.findings().file());
        });
        facts.beans.forEach(found -> {
            give(names, "bean", found);
            with(names, found, file -> file.beans().add(found.name()));
        });
        facts.kamelets.forEach(found -> {
            give(names, "kamelet", found);
            with(names, found, file -> file.kamelets().add(found.name()));
        });
        facts.usedBeans.forEach(found -> use(names, "bean", found));
        facts.usedTemplates.forEach(found -> use(names, "template", found));
        facts.usedConfigurations.forEach(found -> List.of(found.name().split(","))
                .forEach(name -> with(names, found, file -> file.used().add(CONFIGURATION + " " + name.strip()))));
        facts.kameletUses.forEach(found -> {
            use(names, "kamelet", found.name());
            // The route of a Pipe gives an id to each Kamelet.
            if (found.id().isEmpty() && !pipes.contains(found.name().findings().file())) {
                with(
                        names,
                        found.name(),
                        file -> file.sharedKamelets().add(found.name().name()));
            }
        });
        return new Judgement(findings, names);
    }

    private static void give(Map<String, Names> all, String kind, Named named) {
        with(all, named, file -> file.given().add(kind + " " + named.name()));
    }

    private static void use(Map<String, Names> all, String kind, Named named) {
        with(all, named, file -> file.used().add(kind + " " + named.name()));
    }

    private static void with(Map<String, Names> all, Named named, Consumer<Names> added) {
        if (!named.name().isEmpty()) {
            added.accept(all.computeIfAbsent(
                    named.findings().file(),
                    file -> new Names(
                            new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>())));
        }
    }

    Names of(SourceFile file) {
        return names.getOrDefault(file.name(), Names.NONE);
    }

    List<Diagnostic> errors(SourceFile file) {
        return findings.stream()
                .filter(finding ->
                        finding.severity() == Severity.ERROR && finding.file().equals(file.name()))
                .toList();
    }

    /**
     * Names that one file gives to others, and those that it uses of them.
     *
     * @param given kind and name, of which each may be given once
     * @param used kind and name; that of a route configuration may end with an asterisk
     * @param sharedKamelets those that it uses without an id, so that all who do so send to one route
     */
    record Names(
            Set<String> given, Set<String> beans, Set<String> kamelets, Set<String> used, Set<String> sharedKamelets) {
        static final Names NONE = new Names(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

        /** Whether the other file gives what this one uses. */
        boolean uses(Names other) {
            return used.stream()
                    .anyMatch(name -> name.endsWith("*")
                            ? other.given.stream()
                                    .anyMatch(given -> given.startsWith(name.substring(0, name.length() - 1)))
                            : other.given.contains(name));
        }
    }
}

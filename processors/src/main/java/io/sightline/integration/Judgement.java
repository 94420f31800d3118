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
    static Judgement of(List<Diagnostic> findings, Facts facts) {
        var names = new HashMap<String, Names>();
        facts.routes.forEach(route -> with(
                names,
                route.id(),
                file -> file.given().add("route " + route.id().name())));
        facts.configurations.forEach(found ->
                with(names, found, file -> file.given().add("configuration " + found.name())));
        facts.beans.forEach(found -> with(names, found, file -> {
            file.given().add("bean " + found.name());
            file.beans().add(found.name());
        }));
        facts.kamelets.forEach(found -> with(names, found, file -> {
            file.given().add("kamelet " + found.name());
            file.kamelets().add(found.name());
        }));
        var pipes = new HashSet<String>();
        facts.pipes.forEach(found -> {
            with(names, found, file -> file.given().add("pipe " + found.name()));
            pipes.add(found.findings().file());
        });
        facts.kameletUses.forEach(use -> with(names, use.name(), file -> {
            file.usedKamelets().add(use.name().name());
            // The route of a Pipe gives an id to each Kamelet.
            if (use.id().isEmpty() && !pipes.contains(use.name().findings().file())) {
                file.sharedKamelets().add(use.name().name());
            }
        }));
        return new Judgement(findings, names);
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
     * @param sharedKamelets those that it uses without an id, so that all who do so send to one route
     */
    record Names(
            Set<String> given,
            Set<String> beans,
            Set<String> kamelets,
            Set<String> usedKamelets,
            Set<String> sharedKamelets) {
        static final Names NONE = new Names(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
    }
}

package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The Kamelets that can be used: those of the files, and those of the class path, which the former replace. */
final class KameletCatalogue {
    private static final String FOLDER = "kamelets";
    private static final String END = ".kamelet.yaml";

    private final ClassLoader loader;
    private final Map<String, Optional<Kamelet>> known = new HashMap<>();
    private final Set<String> ofFiles = new HashSet<>();

    KameletCatalogue(ClassLoader loader) {
        this.loader = loader;
    }

    void add(Kamelet kamelet) {
        known.put(kamelet.name(), Optional.of(kamelet));
        ofFiles.add(kamelet.name());
    }

    /** Whether it is one of the files that are judged, each of which is told itself what is wrong with it. */
    boolean isOfAFile(String name) {
        return ofFiles.contains(name);
    }

    Optional<Kamelet> find(String name) {
        return known.computeIfAbsent(name, this::read);
    }

    private Optional<Kamelet> read(String name) {
        if (!name.matches("[\\w.-]+")) {
            return Optional.empty();
        }
        try (var input = loader.getResourceAsStream(FOLDER + "/" + name + END)) {
            if (input == null) {
                return Optional.empty();
            }
            var file = new SourceFile(name + END, input.readAllBytes());
            return YamlReader.read(file, new Findings(file.name())).stream()
                    .filter(Entries.class::isInstance)
                    .map(document -> Kamelet.of((Entries) document))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all of them; asked for only to find the one that was meant. */
    Collection<String> names() {
        var names = new TreeSet<String>();
        known.forEach((name, kamelet) -> kamelet.ifPresent(found -> names.add(name)));
        new ClassPathFolder(loader, FOLDER, END)
                .names()
                .forEach(name -> names.add(name.substring(0, name.length() - END.length())));
        return names;
    }
}

package io.sightline.kubernetes;

import io.sightline.integration.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources of a namespace as files: the Pipes that are for this runtime, and the Kamelets that are, or that one of
 * these names. A resource whose file says the same as before keeps that file, so that nothing that only others care
 * about is taken for a change.
 */
public final class ClusterFiles {
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[^-.a-z0-9]+");

    private final Map<SourceFile, Long> generations = new WeakHashMap<>();
    private Map<String, ClusterResource> present = Map.of();

    /** These are there now, and no others. */
    public synchronized void replace(Collection<ClusterResource> resources) {
        var next = new LinkedHashMap<String, ClusterResource>();
        counted(resources).stream()
                .sorted(Comparator.comparing(resource -> resource.file().name()))
                .forEach(resource -> {
                    var name = resource.file().name();
                    var former = present.get(name);
                    if (former != null && former.file().saysTheSameAs(resource.file())) {
                        next.put(name, resource.with(former.file()));
                    } else {
                        next.put(name, resource);
                    }
                });
        next.values().forEach(resource -> generations.put(resource.file(), resource.generation()));
        present = next;
    }

    /** A namespace may hold the whole catalogue of Camel K's operator, of which most is used by nobody here. */
    private static List<ClusterResource> counted(Collection<ClusterResource> resources) {
        var counted = new ArrayList<ClusterResource>();
        var kamelets = new HashMap<String, ClusterResource>();
        for (var resource : resources) {
            if (resource.isOurs()) {
                counted.add(resource);
            } else if (!resource.isPipe()) {
                kamelets.put(resource.name(), resource);
            }
        }
        // It grows: a Kamelet may use others.
        for (int index = 0; index < counted.size(); index++) {
            var text = new String(counted.get(index).file().content(), StandardCharsets.UTF_8);
            BETWEEN_NAMES
                    .splitAsStream(text)
                    .flatMap(name -> Stream.ofNullable(kamelets.remove(name)))
                    .forEach(counted::add);
        }
        return counted;
    }

    public synchronized List<SourceFile> files() {
        return present.values().stream().map(ClusterResource::file).toList();
    }

    /** The Pipes, by name of the file. */
    public synchronized List<ClusterResource> pipes() {
        return present.values().stream().filter(ClusterResource::isPipe).toList();
    }

    /** The resource that a file is. */
    public synchronized Optional<ClusterResource> resource(String file) {
        return Optional.ofNullable(present.get(file));
    }

    /** Of which generation of its resource a file is; empty when it is of none. */
    public synchronized Optional<Long> generation(SourceFile file) {
        return Optional.ofNullable(generations.get(file));
    }
}

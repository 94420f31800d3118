package io.sightline.kubernetes;

import io.sightline.integration.SourceFile;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The resources of a namespace as files. A resource whose file says the same as before keeps that file, so that nothing
 * that only others care about is taken for a change.
 */
public final class ClusterFiles {
    private final Map<SourceFile, Long> generations = new WeakHashMap<>();
    private Map<String, ClusterResource> present = Map.of();

    /** These are there now, and no others. */
    public synchronized void replace(Collection<ClusterResource> resources) {
        var next = new LinkedHashMap<String, ClusterResource>();
        resources.stream()
                .filter(ClusterResource::isOurs)
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

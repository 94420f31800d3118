package io.sightline.kubernetes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resources as an API server answers them. */
final class Resources {
    private Resources() {}

    /** A Pipe for this runtime. */
    static ClusterResource pipe(long generation, String sink) {
        return ClusterResource.of(tree("Pipe", generation, sink));
    }

    static ClusterResource pipe(long generation, String sink, Map<String, Object> status) {
        var tree = tree("Pipe", generation, sink);
        tree.put("status", status);
        return ClusterResource.of(tree);
    }

    static Map<String, Object> tree(String kind, long generation, String sink) {
        var annotations = new LinkedHashMap<String, Object>();
        annotations.put("camel.apache.org/operator.id", "sightline");
        annotations.put("kubectl.kubernetes.io/last-applied-configuration", "{}");
        var metadata = new HashMap<String, Object>();
        metadata.put("name", "ticks");
        metadata.put("namespace", "cameras");
        metadata.put("uid", "u-1");
        metadata.put("generation", generation);
        metadata.put("resourceVersion", "41");
        metadata.put("annotations", annotations);
        metadata.put("managedFields", List.of(Map.of("manager", "kubectl")));
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", "camel.apache.org/v1");
        tree.put("kind", kind);
        tree.put("metadata", metadata);
        tree.put("spec", Map.of("source", Map.of("uri", "kafka:in"), "sink", Map.of("uri", sink)));
        return tree;
    }
}

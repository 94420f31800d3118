package io.sightline.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rendered objects: as they stand in the manifest, and in the types of Kubernetes. */
final class Rendering {
    /** A name that stands twice in an object is a mistake, of which YAML's readers tell each another story. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private final List<JsonNode> documents = new ArrayList<>();
    private final List<HasMetadata> objects = new ArrayList<>();

    Rendering(String manifests) {
        for (var part : manifests.split("(?m)^---\\s*$")) {
            var tree = tree(part);
            if (tree.isObject()) {
                documents.add(tree);
                objects.add(KUBERNETES.unmarshal(part));
            }
        }
    }

    private static JsonNode tree(String part) {
        try {
            return YAML.readTree(part);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> documents() {
        return documents;
    }

    List<HasMetadata> objects() {
        return objects;
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those of a kind that the types of Kubernetes do not know. */
    List<JsonNode> kind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    Deployment workload(String name) {
        return find(Deployment.class, "vision-sightline-" + name).orElseThrow();
    }

    /** Pods of deployments, jobs and tests, by kind and name. */
    Map<String, PodSpec> pods() {
        var pods = new LinkedHashMap<String, PodSpec>();
        all(Deployment.class)
                .forEach(it -> pods.put(
                        "Deployment " + it.getMetadata().getName(),
                        it.getSpec().getTemplate().getSpec()));
        all(Job.class)
                .forEach(it -> pods.put(
                        "Job " + it.getMetadata().getName(),
                        it.getSpec().getTemplate().getSpec()));
        all(CronJob.class)
                .forEach(it -> pods.put(
                        "CronJob " + it.getMetadata().getName(),
                        it.getSpec().getJobTemplate().getSpec().getTemplate().getSpec()));
        all(Pod.class).forEach(it -> pods.put("Pod " + it.getMetadata().getName(), it.getSpec()));
        return pods;
    }

    /** All containers, those for initialisation too. */
    static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
    }

    static Container sightline(Deployment workload) {
        return workload.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    /** The properties that a workload's process reads: the common file, and its own on top. */
    Map<String, Object> properties(String workload) {
        var files = all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().endsWith("-config"))
                .findFirst()
                .orElseThrow()
                .getData();
        var properties = new TreeMap<String, Object>();
        for (var file : List.of("application.yaml", workload + ".yaml")) {
            Map<?, ?> read = Serialization.unmarshal(files.get(file), Map.class);
            read.forEach((name, value) -> properties.put(name.toString(), value));
        }
        return properties;
    }
}

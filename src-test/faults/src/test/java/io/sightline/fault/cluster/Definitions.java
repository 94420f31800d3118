package io.sightline.fault.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The definitions of Pipe and Kamelet, as Camel K installs them. */
final class Definitions {
    private Definitions() {}

    /** Makes those that are not there, and returns when the cluster serves them. */
    static void ofCamelK(KubernetesClient client) {
        for (var kind : List.of("pipes", "kamelets")) {
            var file = "camel.apache.org_" + kind + ".yaml";
            var definitions = client.apiextensions().v1().customResourceDefinitions();
            var definition = definitions
                    .load(Objects.requireNonNull(
                            Definitions.class.getClassLoader().getResourceAsStream(file), file))
                    .item();
            var place = definitions.withName(definition.getMetadata().getName());
            if (place.get() == null) {
                client.resource(definition).create();
            }
            place.waitUntilCondition(
                    known -> known != null
                            && known.getStatus() != null
                            && known.getStatus().getConditions().stream()
                                    .anyMatch(condition -> condition.getType().equals("Established")
                                            && condition.getStatus().equals("True")),
                    1,
                    TimeUnit.MINUTES);
        }
    }
}

package io.sightline.cluster;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The definitions of Pipe and Kamelet, as Camel K installs them. */
public final class Definitions {
    private Definitions() {}

    /** Makes those that are not there, and returns when the cluster serves them. */
    public static void ofCamelK(KubernetesClient client) {
        for (var plural : List.of("pipes", "kamelets")) {
            var file = "camel.apache.org_" + plural + ".yaml";
            var definitions = client.apiextensions().v1().customResourceDefinitions();
            var definition = definitions
                    .load(Objects.requireNonNull(
                            Definitions.class.getClassLoader().getResourceAsStream(file), file))
                    .item();
            var place = definitions.withName(definition.getMetadata().getName());
            if (place.get() == null) {
                client.resource(definition).create();
            }
            place.waitUntilCondition(Definitions::isServed, 1, TimeUnit.MINUTES);
        }
    }

    private static boolean isServed(@Nullable CustomResourceDefinition known) {
        return known != null
                && known.getStatus() != null
                && known.getStatus().getConditions() != null
                && known.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}

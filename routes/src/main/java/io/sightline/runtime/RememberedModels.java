package io.sightline.runtime;

import io.sightline.lifecycle.LastServed;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.core.env.Environment;

/** What served last in a process of these settings, on this machine. */
final class RememberedModels {
    private RememberedModels() {}

    /** Another topic, bucket or Kafka is another environment, also on one disk. */
    static LastServed of(Environment environment) {
        var known = String.join(
                "\n",
                environment.getProperty("camel.component.kafka.brokers", ""),
                environment.getProperty("sightline.topics.models", ""),
                environment.getProperty("sightline.s3.bucket", ""));
        return new LastServed(Path.of(environment.getRequiredProperty("sightline.artifacts.cache")), known);
    }

    /** Whether a process can serve requests without what only Kafka and the object store could tell it. */
    static boolean areEnough(Environment environment) {
        return OnStage.stages(environment).contains(Stage.API)
                && environment.containsProperty("sightline.artifacts.cache")
                && !of(environment).isEmpty();
    }

    /** Whether a process does nothing but serve such requests. */
    static boolean areAll(Environment environment) {
        return areEnough(environment) && OnStage.stages(environment).equals(Set.of(Stage.API));
    }
}

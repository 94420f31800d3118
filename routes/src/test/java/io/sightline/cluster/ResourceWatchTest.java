package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.kubernetes.ClusterResource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResourceWatchTest {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %s}
            spec: {source: {uri: timer:ticks}, sink: {uri: log:%s}}
            """;

    @Test
    void readsAnewWhatHasChangedAlone() throws InterruptedException {
        try (var api = new RememberingApi()) {
            api.apply(PIPE.formatted("first", "one"));
            api.apply(PIPE.formatted("second", "one"));
            try (var watch =
                    ResourceWatch.open(api.client(), RememberingApi.NAMESPACE, Duration.ofMinutes(1), () -> {})) {
                // The first ones may be told once more.
                await().until(() -> !watch.isChanged());
                var first = named(watch, "first");
                var second = named(watch, "second");

                api.apply(PIPE.formatted("second", "two"));
                await().until(watch::isChanged);

                assertThat(named(watch, "first")).isSameAs(first);
                assertThat(named(watch, "second").file().saysTheSameAs(second.file()))
                        .isFalse();
            }
        }
    }

    private static ClusterResource named(ResourceWatch watch, String name) {
        return watch.resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.live.LiveRoutes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RoutesHealthTest {
    private static final String FILE = "a.camel.yaml";

    @Test
    void tellsOfAFileWhichOfItsRoutesHaveBeenStopped() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.start();
            var live = new LiveRoutes(
                    camel,
                    Surroundings.of(getClass().getClassLoader()),
                    new LiveRoutes.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10)),
                    Clock.systemUTC(),
                    outcome -> {});
            var text = """
                    - route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}
                    - route: {id: b, from: {uri: 'direct:b', steps: [{log: x}]}}
                    """;
            live.apply(List.of(new SourceFile(FILE, text.getBytes(StandardCharsets.UTF_8))));
            assertThat(detail(live)).startsWith("live since").doesNotContain("stopped");

            camel.getRouteController().stopRoute("b");

            assertThat(detail(live)).startsWith("live since").endsWith("; stopped: b");
        }
    }

    private static String detail(LiveRoutes live) {
        return String.valueOf(new RoutesHealth(live).health().getDetails().get(FILE));
    }
}

package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Routes that change all day long leave nothing behind. */
@Tag("slow")
class ReloadsTest {
    private static final List<String> TEXTS = List.of("yaml", "kamelet");
    /** As long as there is one, whatever changes costs the compiler's time. */
    private static final List<String> CODE = List.of("java");

    private static final int RELOADS = 1000;
    private static final int OF_CODE = 200;
    private static final int WARM_UP = 50;

    @Test
    void leavesNothingBehindInAThousandReloads() throws Exception {
        try (var files = new LiveFiles()) {
            // Given
            files.put("user.camel.yaml", user("kamelet", "kamelet:greet-action/of-user"));
            reload(files, TEXTS, 2 * WARM_UP);
            reload(files, CODE, WARM_UP);
            files.remove("Greeter.java");
            var before = Used.atLeast();
            // When
            reload(files, TEXTS, RELOADS - OF_CODE);
            reload(files, CODE, OF_CODE);
            // Then
            var after = Used.atLeast();
            var figures = before + ", after " + RELOADS + " reloads " + after;
            assertThat(after.threads()).as(figures).isLessThanOrEqualTo(before.threads() + 2);
            assertThat(after.classes()).as(figures).isLessThan(before.classes() + 100);
            assertThat(after.heap()).as(figures).isLessThan(before.heap() + 5_000_000);
            assertThat(files.camel.getEndpointRegistry()).hasSizeLessThan(10);
            assertThat(files.camel.getRoutes()).hasSize(5);
        }
    }

    /** Each of the kinds of files in turn. Whoever asks for health has Camel look at each route. */
    private static void reload(LiveFiles files, List<String> kinds, int times) {
        for (int number = 0; number < times; number++) {
            var answer = "answer " + number;
            var name = kinds.get(number % kinds.size());
            switch (name) {
                case "yaml" -> files.put("yaml.camel.yaml", route("yaml", answer));
                case "java" ->
                    files.put(
                            "Greeter.java",
                            java("Greeter", "from(\"direct:java\").setBody(constant(\"" + answer + "\"));"));
                default -> files.put("greet-action.kamelet.yaml", kamelet(answer));
            }
            assertThat(files.ask(name)).isEqualTo(answer);
            HealthCheckHelper.invoke(files.camel);
        }
    }

    /** By this process, when it has collected its garbage. */
    private record Used(int threads, int classes, long heap) {
        private static final int LOOKS = 10;
        private static final int PAUSE_MILLIS = 300;

        /** The libraries that a compiler has opened go when the thread that cleans up after it has had its turn. */
        static Used atLeast() throws InterruptedException {
            var least = now();
            for (int look = 1; look < LOOKS; look++) {
                Thread.sleep(PAUSE_MILLIS);
                var next = now();
                least = next.heap < least.heap ? next : least;
            }
            return least;
        }

        private static Used now() {
            System.gc();
            return new Used(
                    Thread.activeCount(),
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}

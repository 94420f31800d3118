package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.MetricTable;
import io.sightline.e2e.TestStack;
import io.sightline.metrics.Metric;
import io.sightline.model.SmallDetector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a process with many sources and several models is what the table says, and stays small. */
@Tag("slow")
@ExtendWith(TestStack.class)
class ScrapeIT {
    private static final int SOURCES = 60;
    private static final int NAMED = 50;
    private static final List<String> MODELS = List.of("text-detector", "two", "three", "four", "five");
    private static final Pattern SAMPLE = Pattern.compile("(sightline_\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final int MOST_BYTES = 500_000;
    private static final int SCRAPES = 30;

    @Test
    void isWhatTheTableSaysAndSmall(DevStack stack, @TempDir Path folder) {
        // Given
        var settings = stack.isolate("scrape");
        settings.put("sightline.upkeep.delay", "1s");
        MODELS.forEach(model -> settings.put(
                "sightline.models." + model + ".path",
                SmallDetector.in(folder.resolve(model)).toString()));
        var database = new Database(settings);
        try (var runtime = RuntimeProcess.start("scrape", settings).awaitReady();
                var topics = new TopicWriter(settings)) {
            for (int i = 0; i < SOURCES; i++) {
                database.change("insert into source (id, name, model_name) values ('camera-" + i + "', 'camera', '"
                        + MODELS.get(i % MODELS.size()) + "')");
                topics.frame("camera-" + i, NumberedPicture.jpeg(i));
            }
            topics.frame("camera-1", "no picture".getBytes(StandardCharsets.UTF_8));
            topics.flush();
            runtime.apiStatus("/v1/frames");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> database.count("inference") == SOURCES && database.count("dead_letter") == 1);
            // When
            var scrape = runtime.managementText("/actuator/prometheus");
            // Then
            assertThat(differences(scrape)).isEmpty();
            assertThat(sources(scrape)).hasSize(NAMED + 1).contains("source=\"other\"");
            assertThat(runtime.sum("sightline_inferences_total", "source=\"other\""))
                    .isEqualTo(SOURCES - NAMED);
            assertThat(scrape.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
            report(runtime, scrape);
        }
    }

    /** Series of Sightline that the table does not have, or has with other labels, and other words of help. */
    private static Set<String> differences(String scrape) {
        var table = Arrays.stream(Metric.values())
                .flatMap(metric -> names(metric).stream().map(name -> Map.entry(name, metric)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var differences = new TreeSet<String>();
        scrape.lines().filter(line -> line.startsWith("sightline_")).forEach(line -> {
            var sample = SAMPLE.matcher(line);
            var metric = sample.matches() ? table.get(sample.group(1)) : null;
            if (metric == null || !labels(sample.group(2)).equals(new TreeSet<>(metric.labels()))) {
                differences.add(line);
            }
        });
        table.values().stream()
                .filter(metric -> scrape.contains("# HELP " + MetricTable.name(metric) + " "))
                .filter(metric ->
                        !scrape.contains("# HELP " + MetricTable.name(metric) + " " + metric.meaning() + "\n"))
                .forEach(metric -> differences.add("help of " + metric));
        return differences;
    }

    private static List<String> names(Metric metric) {
        var name = MetricTable.name(metric);
        return switch (metric.type()) {
            case TIMER, LONG_TASK_TIMER -> List.of(name + "_count", name + "_sum", name + "_max");
            default -> List.of(name);
        };
    }

    private static Set<String> labels(String text) {
        return LABEL.matcher(text == null ? "" : text)
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sources(String scrape) {
        return Pattern.compile("^sightline_inferences_total\\{.*(source=\"[^\"]*\")", Pattern.MULTILINE)
                .matcher(scrape)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** For the record: how long a scrape takes says something of an idle machine only. */
    private static void report(RuntimeProcess runtime, String scrape) {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < SCRAPES; i++) {
            var begin = System.nanoTime();
            runtime.managementText("/actuator/prometheus");
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        millis.sort(null);
        System.out.printf(
                "scrape: %,d bytes, %,d series; median %.1f ms, most %.1f ms of %d%n%s%n",
                scrape.getBytes(StandardCharsets.UTF_8).length,
                scrape.lines().filter(line -> !line.startsWith("#")).count(),
                millis.get(SCRAPES / 2),
                millis.get(SCRAPES - 1),
                SCRAPES,
                byPrefix(scrape));
    }

    private static Map<String, Long> byPrefix(String scrape) {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[_{ ]")[0])
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}

package io.sightline.e2e;

import io.micrometer.core.instrument.Meter.Type;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.sightline.metrics.Metric;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The metrics as Markdown, by the names that Prometheus knows them by. */
public final class MetricTable {
    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    private MetricTable() {}

    static String text() {
        return Arrays.stream(Metric.values())
                .map(MetricTable::row)
                .sorted()
                .collect(Collectors.joining(
                        "\n", "| metric | type | unit | labels | what it says |\n|---|---|---|---|---|\n", "\n"));
    }

    /** Such as {@code sightline_dead_letters_total}. */
    public static String name(Metric metric) {
        var name = NAMES.name(metric.meter(), metric.type(), null);
        return metric.type() == Type.COUNTER ? name + "_total" : name;
    }

    private static String row(Metric metric) {
        var labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        name(metric),
                        metric.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        unit(metric),
                        labels,
                        metric.meaning());
    }

    private static String unit(Metric metric) {
        if (metric.type() == Type.TIMER || metric.type() == Type.LONG_TASK_TIMER) {
            return "seconds";
        }
        return metric.meter().endsWith(".bytes") ? "bytes" : "";
    }
}

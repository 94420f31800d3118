package io.sightline.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.api.Plans;
import io.sightline.query.DetectionFilter;
import io.sightline.query.PageQuery;
import io.sightline.query.Region;
import io.sightline.query.ScoreRange;
import io.sightline.query.TimeRange;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** How PostgreSQL answers a question about detections: the parts of its plan that were carried out, a line each. */
final class QuestionPlans {
    private static final int PAGE = 100;

    private final Map<String, String> settings;

    /** @param settings of the runtime that answers the questions */
    QuestionPlans(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Prints the plans and writes them to {@code target/benchmarks/queries-plans.txt}.
     *
     * @param questions paths with their queries, by name
     */
    @SuppressWarnings("SystemOut")
    void publish(Map<String, String> questions) throws IOException {
        // Plans belong to a session.
        var session = new SingleConnectionDataSource(
                setting("spring.datasource.url"),
                setting("spring.datasource.username"),
                setting("spring.datasource.password"),
                true);
        var lines = new ArrayList<String>();
        try {
            var plans = new Plans(new JdbcTemplate(session));
            for (var question : questions.entrySet()) {
                var query = PageQuery.of(filter(question.getValue()), PAGE, Optional.empty());
                var explained = plans.explained(
                        "list-detections",
                        "force_custom_plan",
                        query.sqlParameters(SourceRule.EVERY, Optional.empty()));
                lines.add("%s: %s, planned in %.2f ms, carried out in %.2f ms"
                        .formatted(
                                question.getKey(),
                                question.getValue(),
                                explained.path("Planning Time").asDouble(),
                                explained.path("Execution Time").asDouble()));
                describe(explained.path("Plan"), 1, lines);
            }
        } finally {
            session.destroy();
        }
        var text = String.join("\n", lines) + "\n";
        System.out.println(text);
        Files.writeString(Path.of("target", "benchmarks", "queries-plans.txt"), text);
    }

    private static void describe(JsonNode part, int depth, List<String> lines) {
        if (part.path("Actual Loops").asInt() == 0) {
            return;
        }
        var where = Stream.of("Relation Name", "Index Name")
                .filter(part::has)
                .map(name -> " " + part.path(name).asText())
                .collect(Collectors.joining());
        var lost = part.has("Rows Removed by Filter")
                ? ", " + part.path("Rows Removed by Filter").asText() + " removed"
                : "";
        lines.add("%s%s%s: %s rows%s, %s times"
                .formatted(
                        "  ".repeat(depth),
                        part.path("Node Type").asText(),
                        where,
                        part.path("Actual Rows").asText(),
                        lost,
                        part.path("Actual Loops").asText()));
        part.path("Plans").forEach(inner -> describe(inner, depth + 1, lines));
    }

    /** The filter of a question, whose query needs no decoding. */
    private static DetectionFilter filter(String target) {
        var given = target.contains("?")
                ? Stream.of(target.substring(target.indexOf('?') + 1).split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))
                : Map.<String, String>of();
        return new DetectionFilter(
                text(given, "source"),
                text(given, "label").stream().toList(),
                text(given, "model"),
                text(given, "version"),
                new TimeRange(
                        text(given, "since").map(Instant::parse),
                        text(given, "until").map(Instant::parse)),
                new ScoreRange(
                        text(given, "minScore")
                                .map(number -> OptionalDouble.of(Double.parseDouble(number)))
                                .orElse(OptionalDouble.empty()),
                        OptionalDouble.empty()),
                text(given, "region")
                        .map(region -> Region.of(Stream.of(region.split(","))
                                .map(Double::valueOf)
                                .toList())));
    }

    private static Optional<String> text(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name));
    }

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}

package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.RouteStatements;
import io.sightline.delivery.TestDatabase;
import io.sightline.query.ComparedFrames.Found;
import io.sightline.query.ComparedFrames.Frame;
import io.sightline.security.SourceRule;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the statements of a comparison count, against the same counted one by one. */
@ExtendWith(PostgresServer.class)
class ComparisonTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Found BOX = new Found("text", 0.1f, 0.1f, 0.2f, 0.2f);
    private static final Found ELSEWHERE = new Found("text", 0.7f, 0.7f, 0.2f, 0.2f);

    private RouteStatements statements;
    private ComparedFrames frames;

    @BeforeEach
    void open(TestDatabase database) throws SQLException {
        statements = new RouteStatements(database);
        frames = new ComparedFrames(database, NOON);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void countsWhatOneByOneComparisonCounts(long seed) throws SQLException {
        var stored = frames.random(seed, 60);

        var answer = compare(query(1000), SourceRule.EVERY);

        var expected = BruteComparison.of(stored);
        assertThat(expected.matched()).as("a test of something").isBetween(30L, 400L);
        assertThat(answer.path("frames").asInt()).isEqualTo(60);
        assertThat(answer.path("agreedFrames").asLong()).isEqualTo(expected.agreedFrames());
        assertThat(answer.path("detections").path("serving").asLong()).isEqualTo(expected.serving());
        assertThat(answer.path("detections").path("challenger").asLong()).isEqualTo(expected.challenger());
        assertThat(answer.path("detections").path("matched").asLong()).isEqualTo(expected.matched());
        assertThat(answer.path("agreement").asDouble())
                .isCloseTo(2.0 * expected.matched() / (expected.serving() + expected.challenger()), within(1e-12));
        assertThat(labels(answer)).isEqualTo(expected.labels());
        for (var side : List.of("serving", "challenger")) {
            assertThat(answer.path("latency").path(side).path("p50Micros").asLong())
                    .isEqualTo(BruteComparison.percentile(stored, side, 0.5));
            assertThat(answer.path("latency").path(side).path("p95Micros").asLong())
                    .isEqualTo(BruteComparison.percentile(stored, side, 0.95));
        }
        assertThat(answer.has("sampled")).isFalse();
    }

    @Test
    void comparesTheNewestFramesOfTheWindowAndOfTheCallersSources() throws SQLException {
        for (int i = 0; i < 6; i++) {
            frames.store(
                    new Frame("camera-" + i % 2, i, List.of(BOX), i < 3 ? List.of(BOX) : List.of(), 10 + i, 20 + i));
        }

        var newest = compare(query(2), SourceRule.EVERY);
        var early = compare(
                query(
                        Optional.empty(),
                        Optional.empty(),
                        new TimeRange(Optional.of(NOON.minus(Duration.ofDays(1))), Optional.of(NOON.plusSeconds(3))),
                        1000),
                SourceRule.EVERY);
        var own = compare(query(1000), SourceRule.only(Set.of("camera-1")));
        var nobodys = compare(query(1000), SourceRule.NONE);

        assertThat(newest.path("frames").asInt()).isEqualTo(2);
        assertThat(newest.path("sampled").asBoolean()).isTrue();
        assertThat(newest.path("agreement").asDouble()).isZero();
        assertThat(early.path("frames").asInt()).isEqualTo(3);
        assertThat(early.path("agreement").asDouble()).isEqualTo(1);
        assertThat(own.path("frames").asInt()).isEqualTo(3);
        assertThat(own.path("detections").path("matched").asInt()).isEqualTo(1);
        assertThat(nobodys.path("frames").asInt()).isZero();
        assertThat(nobodys.has("challenger")).isFalse();
    }

    @Test
    void comparesTheVersionsOfTheNewestFrameOrThoseThatAreNamed() throws SQLException {
        frames.store(new Frame("camera-1", 1, List.of(BOX), List.of(BOX), 1, 2));
        frames.as("2", "3").store(new Frame("camera-1", 2, List.of(BOX), List.of(ELSEWHERE), 1, 2));
        frames.ofAnotherModel().store(new Frame("camera-1", 3, List.of(BOX), List.of(BOX), 1, 2));

        var last = compare(query(1000), SourceRule.EVERY);
        var named = compare(query(Optional.of("2"), Optional.of("1"), ever(), 1000), SourceRule.EVERY);
        var never = compare(query(Optional.of("2"), Optional.of("2"), ever(), 1000), SourceRule.EVERY);

        assertThat(last.path("serving").path("version").asText()).isEqualTo("2");
        assertThat(last.path("challenger").path("version").asText()).isEqualTo("3");
        assertThat(last.path("frames").asInt()).isEqualTo(1);
        assertThat(last.path("agreement").asDouble()).isZero();
        assertThat(named.path("challenger").path("version").asText()).isEqualTo("2");
        assertThat(named.path("agreement").asDouble()).isEqualTo(1);
        assertThat(never.path("frames").asInt()).isZero();
    }

    @Test
    void takesNothingOnBothSidesForAgreement() throws SQLException {
        frames.store(new Frame("camera-1", 1, List.of(), List.of(), 5, 7));

        var answer = compare(query(1000), SourceRule.EVERY);

        assertThat(answer.path("agreement").asDouble()).isEqualTo(1);
        assertThat(answer.path("agreedFrames").asInt()).isEqualTo(1);
        assertThat(answer.path("labels")).isEmpty();
        assertThat(answer.path("latency").path("challenger").path("p95Micros").asInt())
                .isEqualTo(7);
    }

    /** Overlaps of 0.5 match, and what is another label does not. */
    @Test
    void matchesByLabelAndHalfOfTheUnion() throws SQLException {
        var half = new Found("text", 0.1f, 0.1f, 0.2f, 0.1f);
        var less = new Found("text", 0.1f, 0.1f, 0.2f, 0.09f);
        var other = new Found("seal", 0.1f, 0.1f, 0.2f, 0.2f);
        var flat = new Found("text", 0.5f, 0.5f, 0, 0.1f);
        frames.store(new Frame("camera-1", 1, List.of(BOX), List.of(half), 1, 1));
        frames.store(new Frame("camera-1", 2, List.of(BOX), List.of(less), 1, 1));
        frames.store(new Frame("camera-1", 3, List.of(BOX), List.of(other), 1, 1));
        frames.store(new Frame("camera-1", 4, List.of(flat), List.of(flat), 1, 1));

        var answer = compare(query(1000), SourceRule.EVERY);

        assertThat(answer.path("agreedFrames").asInt()).isEqualTo(1);
        assertThat(labels(answer)).isEqualTo(Map.of("text", List.of(4L, 3L, 1L), "seal", List.of(0L, 1L, 0L)));
    }

    private JsonNode compare(ComparisonQuery query, SourceRule rule) {
        var parameters = query.sqlParameters(rule);
        var versions = statements.query("find-comparison.sql", parameters);
        if (versions.isEmpty()) {
            return json(ComparisonAnswer.none(query));
        }
        var more = new HashMap<>(parameters);
        more.put("challengerId", versions.get(0).get("challenger_id"));
        more.put("servingId", versions.get(0).get("serving_id"));
        var figures = statements.query("compare-versions.sql", more);
        return json(ComparisonAnswer.of(query, versions.get(0), figures.get(0)));
    }

    private static JsonNode json(Map<String, Object> answer) {
        return new JsonMapper().valueToTree(answer);
    }

    private static Map<String, List<Long>> labels(JsonNode answer) {
        var labels = new HashMap<String, List<Long>>();
        answer.path("labels")
                .forEach(label -> labels.put(
                        label.path("label").asText(),
                        Stream.of("serving", "challenger", "matched")
                                .map(field -> label.path(field).asLong())
                                .toList()));
        return labels;
    }

    private static ComparisonQuery query(int limit) {
        return query(Optional.empty(), Optional.empty(), ever(), limit);
    }

    private static ComparisonQuery query(
            Optional<String> challenger, Optional<String> serving, TimeRange captured, int limit) {
        return new ComparisonQuery(ComparedFrames.MODEL, challenger, serving, captured, limit)
                .within(NOON.plus(Duration.ofHours(1)));
    }

    private static TimeRange ever() {
        return new TimeRange(Optional.empty(), Optional.empty());
    }
}

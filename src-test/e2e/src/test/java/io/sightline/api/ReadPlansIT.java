package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.query.ComparisonQuery;
import io.sightline.query.DeadLetterQuery;
import io.sightline.query.DefaultWindow;
import io.sightline.query.DetectionFilter;
import io.sightline.query.FrameFilter;
import io.sightline.query.ModelEventQuery;
import io.sightline.query.PageQuery;
import io.sightline.query.Region;
import io.sightline.query.ScoreRange;
import io.sightline.query.SummaryQuery;
import io.sightline.query.TimeRange;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the API reads is found along an index, however much there is. Where nobody filters, with the plan that
 * PostgreSQL makes for known values and with the one that a connection keeps for any; where somebody does, with the
 * former, which is the one that the runtime's connections ask for.
 */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadPlansIT {
    private static final int LIMIT = 50;
    /** A page, what is joined to it and what was looked at in vain; the least table has ten times as many rows. */
    private static final double MOST_ROWS = 500;

    /** A day of the frames, of which one is captured every nine minutes, each row once in its table and once joined. */
    private static final double ROWS_OF_A_DAY = 2.0 * 160 * PlannedRows.DETECTIONS;

    private static final DefaultWindow DAY = new DefaultWindow(Duration.ofDays(1));
    private static final Instant LAST =
            Instant.parse("2026-04-15T00:00:00Z").plus(Duration.ofMinutes(9L * PlannedRows.FRAMES));
    private static final Optional<String> ANY = Optional.empty();
    private static final TimeRange EVER = new TimeRange(Optional.empty(), Optional.empty());
    private static final ScoreRange SCORES = new ScoreRange(OptionalDouble.empty(), OptionalDouble.empty());
    private static final DetectionFilter EVERYTHING = filter(ANY, List.of(), ANY, SCORES, EVER);

    private final DriverManagerDataSource server;
    private final SingleConnectionDataSource session;
    private final JdbcTemplate database;
    private final Plans statements;

    ReadPlansIT(DevStack stack) {
        var settings = stack.isolate("plans");
        var url = String.valueOf(settings.get("spring.datasource.url"));
        var user = String.valueOf(settings.get("spring.datasource.username"));
        var password = String.valueOf(settings.get("spring.datasource.password"));
        server = new DriverManagerDataSource(url, user, password);
        // Plans belong to a session.
        session = new SingleConnectionDataSource(url, user, password, true);
        database = new JdbcTemplate(session);
        statements = new Plans(database);
    }

    @BeforeAll
    void fill() {
        Flyway.configure().dataSource(server).locations("classpath:sql").load().migrate();
        PlannedRows.fill(database);
    }

    @AfterAll
    void leave() {
        session.destroy();
    }

    @ParameterizedTest
    @CsvSource({"force_custom_plan", "force_generic_plan"})
    void aPageOfDetectionsReadsAPage(String plans) throws IOException {
        var query = PageQuery.of(EVERYTHING, LIMIT, Optional.empty());

        var plan = statements.plan("list-detections", plans, query.sqlParameters(SourceRule.EVERY, Optional.empty()));

        assertThat(Plans.rowsRead(plan)).isBetween((double) LIMIT, MOST_ROWS);
    }

    static Stream<Arguments> filtersWithAnIndex() {
        var last = new TimeRange(Optional.of(LAST.minus(Duration.ofHours(3))), Optional.empty());
        var early = new TimeRange(Optional.empty(), Optional.of(LAST.minus(Duration.ofDays(30))));
        return Stream.of(
                arguments("a source", filter(Optional.of("quiet"), List.of(), ANY, SCORES, EVER), SourceRule.EVERY),
                arguments("the caller's source", EVERYTHING, SourceRule.only(Set.of("quiet"))),
                arguments(
                        "a source that is not the caller's",
                        filter(Optional.of("camera-2"), List.of(), ANY, SCORES, EVER),
                        SourceRule.only(Set.of("camera-1"))),
                arguments("no source", filter(Optional.of("camera-2"), List.of(), ANY, SCORES, EVER), SourceRule.NONE),
                arguments("a label", filter(ANY, List.of("seal1"), ANY, SCORES, EVER), SourceRule.EVERY),
                arguments("no such label", filter(ANY, List.of("whale"), ANY, SCORES, EVER), SourceRule.EVERY),
                arguments("until", filter(ANY, List.of(), ANY, SCORES, early), SourceRule.EVERY),
                arguments(
                        "everything in the last hours",
                        new DetectionFilter(
                                Optional.of("camera-1"),
                                List.of("text", "seal0"),
                                Optional.of("m"),
                                Optional.of("1"),
                                last,
                                new ScoreRange(OptionalDouble.of(0.5), OptionalDouble.of(0.95)),
                                Optional.of(new Region(0, 0, 0.5, 0.5))),
                        SourceRule.only(Set.of("camera-1", "camera-2"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filtersWithAnIndex")
    void aPageOfFilteredDetectionsReadsAPage(String name, DetectionFilter filter, SourceRule rule) throws IOException {
        var query = PageQuery.of(filter, LIMIT, Optional.empty());
        var window = query.window(rule, DAY, LAST);

        var plan = statements.plan("list-detections", "force_custom_plan", query.sqlParameters(rule, window));

        assertThat(window).isEmpty();
        assertThat(Plans.rowsRead(plan)).isLessThan(MOST_ROWS);
        assertThat(Plans.tablesReadFromEndToEnd(plan)).isEmpty();
    }

    static Stream<Arguments> filtersWithoutAnIndex() {
        var best = new ScoreRange(OptionalDouble.of(0.95), OptionalDouble.empty());
        var worst = new ScoreRange(OptionalDouble.empty(), OptionalDouble.of(0.5));
        var right = Optional.of(new Region(0.75, 0, 0.25, 1));
        return Stream.of(
                arguments("labels", filter(ANY, List.of("seal0", "seal1"), ANY, SCORES, EVER), SourceRule.EVERY),
                arguments("a model", filter(ANY, List.of(), Optional.of("n"), SCORES, EVER), SourceRule.EVERY),
                arguments("no such model", filter(ANY, List.of(), Optional.of("o"), SCORES, EVER), SourceRule.EVERY),
                arguments(
                        "a version",
                        new DetectionFilter(ANY, List.of(), ANY, Optional.of("2"), EVER, SCORES, Optional.empty()),
                        SourceRule.EVERY),
                arguments("minScore", filter(ANY, List.of(), ANY, best, EVER), SourceRule.EVERY),
                arguments("maxScore", filter(ANY, List.of(), ANY, worst, EVER), SourceRule.EVERY),
                arguments(
                        "a region",
                        new DetectionFilter(ANY, List.of(), ANY, ANY, EVER, SCORES, right),
                        SourceRule.EVERY),
                arguments(
                        "source and label",
                        filter(Optional.of("camera-1"), List.of("seal1"), ANY, SCORES, EVER),
                        SourceRule.EVERY),
                arguments(
                        "label of the caller's source",
                        filter(ANY, List.of("seal1"), ANY, SCORES, EVER),
                        SourceRule.only(Set.of("camera-1"))),
                arguments("the caller's sources", EVERYTHING, SourceRule.only(Set.of("quiet", "silent"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filtersWithoutAnIndex")
    void aPageWhoseFilterHasNoIndexReadsItsWindowAtMost(String name, DetectionFilter filter, SourceRule rule)
            throws IOException {
        var query = PageQuery.of(filter, LIMIT, Optional.empty());
        var window = query.window(rule, DAY, LAST);

        var plan = statements.plan("list-detections", "force_custom_plan", query.sqlParameters(rule, window));

        assertThat(window).isPresent();
        assertThat(Plans.rowsRead(plan)).isLessThan(ROWS_OF_A_DAY);
        assertThat(Plans.tablesReadFromEndToEnd(plan)).isEmpty();
    }

    static Stream<Arguments> listsOfFrames() {
        return Stream.of(
                arguments("all", ANY, SourceRule.EVERY),
                arguments("a source", Optional.of("quiet"), SourceRule.EVERY),
                arguments("the caller's source", ANY, SourceRule.only(Set.of("quiet"))),
                arguments("the caller's sources", ANY, SourceRule.only(Set.of("quiet", "silent"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listsOfFrames")
    void aPageOfFramesReadsAPage(String name, Optional<String> source, SourceRule rule) throws IOException {
        var query = PageQuery.of(new FrameFilter(source, EVER), LIMIT, Optional.empty());
        var window = query.window(rule, DAY, LAST);

        var plan = statements.plan("list-frames", "force_custom_plan", query.sqlParameters(rule, window));

        assertThat(Plans.rowsRead(plan)).isBetween(1.0, MOST_ROWS);
        assertThat(Plans.tablesReadFromEndToEnd(plan)).isEmpty();
    }

    @Test
    void aSummaryReadsItsWindow() throws IOException {
        var query = new SummaryQuery(EVERYTHING, "hour");
        var window = query.window(DAY, LAST);

        var plan = statements.plan(
                "summarise-detections", "force_custom_plan", query.sqlParameters(SourceRule.EVERY, window));

        assertThat(Plans.rowsRead(plan)).isBetween(1.0, ROWS_OF_A_DAY);
        assertThat(Plans.tablesReadFromEndToEnd(plan)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"force_custom_plan", "force_generic_plan"})
    void aPageOfDeadLettersReadsAPage(String plans) throws IOException {
        var query = new DeadLetterQuery(
                Optional.of("open"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                EVER,
                LIMIT,
                Optional.empty());

        assertThat(Plans.rowsRead(statements.plan("list-dead-letters", plans, query.sqlParameters(SourceRule.EVERY))))
                .isBetween((double) LIMIT, MOST_ROWS);
    }

    @ParameterizedTest
    @CsvSource({"force_custom_plan", "force_generic_plan"})
    void aPageOfPromotionsReadsAPage(String plans) throws IOException {
        var query = new ModelEventQuery("m3", Optional.empty(), Optional.empty(), EVER, LIMIT, Optional.empty());

        assertThat(Plans.rowsRead(statements.plan("list-model-events", plans, query.sqlParameters())))
                .isBetween((double) LIMIT, MOST_ROWS);
    }

    /** Few of many: the versions are found by the newest run, and of the rest only those frames are read. */
    @Test
    void aComparisonReadsTheFramesThatItCompares() throws IOException {
        var found = statements.plan("find-comparison", "force_custom_plan", comparison(20));
        var compared = statements.plan("compare-versions", "force_custom_plan", comparison(20));

        assertThat(Plans.rowsRead(found)).isBetween(1.0, 100.0);
        assertThat(Plans.rowsRead(compared)).isBetween(20.0, MOST_ROWS);
        assertThat(Plans.tablesReadFromEndToEnd(found)).isEmpty();
        assertThat(Plans.tablesReadFromEndToEnd(compared)).isEmpty();
    }

    /** What is found on one frame is not held against what is found on all others. */
    @Test
    void aComparisonOfManyFramesTakesThemOneByOne() throws IOException {
        var compared = statements.plan("compare-versions", "force_custom_plan", comparison(1000));

        assertThat(Plans.pairsInVain(compared)).isLessThan(1000.0 * PlannedRows.DETECTIONS * PlannedRows.DETECTIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read-provenance",
                "read-frame",
                "read-inferences",
                "read-frame-detections",
                "read-letters",
                "read-model-states"
            })
    void aFrameReadsItsOwnRowsAndAModelNoHistory(String statement) throws IOException {
        Map<String, Object> parameters = new HashMap<>(SourceRule.EVERY.queryParameters());
        parameters.putAll(Map.of("anyName", true, "name", "m3"));
        parameters.put(
                "id", Objects.requireNonNull(database.queryForObject("select min(id::text) from given", String.class)));
        for (var plans : List.of("force_custom_plan", "force_generic_plan")) {
            assertThat(Plans.rowsRead(statements.plan(statement, plans, parameters)))
                    .as(plans)
                    .isBetween(1.0, MOST_ROWS);
        }
    }

    private static Map<String, Object> comparison(int frames) {
        var parameters =
                new HashMap<>(new ComparisonQuery("m", ANY, ANY, EVER, frames).sqlParameters(SourceRule.EVERY));
        parameters.putAll(Map.of("challengerId", 3, "servingId", 1));
        return parameters;
    }

    private static DetectionFilter filter(
            Optional<String> source, List<String> labels, Optional<String> model, ScoreRange score, TimeRange times) {
        return new DetectionFilter(source, labels, model, ANY, times, score, Optional.empty());
    }
}

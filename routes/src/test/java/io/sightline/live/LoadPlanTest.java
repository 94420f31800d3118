package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.LoadPlan;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Unit;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {
    private static final ClassLoader LOADER = LoadPlanTest.class.getClassLoader();

    private final Validator validator = new Validator(Surroundings.of(LOADER));
    private final Map<String, Unit> running = new HashMap<>();

    @Test
    void addsReplacesDeletesAndKeeps() {
        // Given
        run(route("a", "1"), route("b", "1"), route("c", "1"));
        // When
        var plan = plan(route("a", "1"), route("b", "2"), route("d", "1"));
        // Then
        assertThat(plan.refused()).isEmpty();
        assertThat(plan.steps())
                .flatExtracting(LoadPlan.Step::changes)
                .extracting(change -> change.name()
                        + (change.former() == null ? " added" : "")
                        + (change.next() == null ? " deleted" : ""))
                .containsExactlyInAnyOrder("b.camel.yaml", "c.camel.yaml deleted", "d.camel.yaml added");
        assertThat(plan.steps()).hasSize(3);
    }

    @Test
    void leavesAFileThatBecameWrongAsItRuns() {
        run(route("a", "1"));

        var plan = plan(file("a", "- route: {id: a, frm: 1}"), route("b", "1"));

        assertThat(plan.refused()).containsOnlyKeys("a.camel.yaml");
        assertThat(names(plan)).containsExactly("b.camel.yaml");
    }

    @Test
    void refusesTheNewcomerOfTwoFilesWithOneId() {
        run(route("z", "1"));

        var plan = plan(file("a", LiveFiles.route("z", "2")), route("z", "1"));

        assertThat(plan.refused()).containsOnlyKeys("a.camel.yaml");
        assertThat(plan.steps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- route: {id: taken, from: {uri: 'direct:b', steps: [{log: x}]}}",
                "- beans: [{name: taken, type: java.lang.Object}]",
                "- route: {id: b, from: {uri: 'direct:taken', steps: [{log: x}]}}"
            })
    void refusesTheNewcomerWhenWhatRunsIsJava(String text) {
        var java = new SourceFile(
                "Taken.java",
                LiveFiles.java(
                                "Taken",
                                "bindToRegistry(\"taken\", \"x\"); from(\"direct:taken\").routeId(\"taken\").log(\"x\");")
                        .getBytes(StandardCharsets.UTF_8));
        run(java);

        var plan = plan(java, file("a", text));

        assertThat(plan.refused()).containsOnlyKeys("a.camel.yaml");
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void judgesAFileBesideWhatRunsOfAWrongOne() {
        run(route("a", "1"));

        var plan = plan(file("a", "- route: {id: c, frm: 1}"), file("b", LiveFiles.route("a", "2")));

        assertThat(plan.refused()).containsOnlyKeys("a.camel.yaml", "b.camel.yaml");
    }

    @Test
    void movesAnIdFromOneFileToAnotherInOneStep() {
        run(route("a", "1"), route("b", "1"));

        var plan = plan(file("a", LiveFiles.route("b", "1")), file("b", LiveFiles.route("a", "1")));

        assertThat(plan.refused()).isEmpty();
        assertThat(plan.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.changes()).hasSize(2));
    }

    @Test
    void replacesThoseThatUseAKameletWithIt() {
        var user =
                file("user", "- route: {id: user, from: {uri: 'direct:user', steps: [{to: 'kamelet:greet-action'}]}}");
        run(kamelet("one"), user, route("other", "1"));

        var plan = plan(kamelet("two"), user, route("other", "1"));

        assertThat(plan.refused()).isEmpty();
        assertThat(plan.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.changes())
                        .extracting(LoadPlan.Change::name)
                        .containsExactlyInAnyOrder("greet-action.kamelet.yaml", "user.camel.yaml"));
    }

    @Test
    void replacesThoseTogetherThatSendToOneRouteOfAKamelet() {
        var user = "- route: {id: %1$s, from: {uri: 'direct:%1$s', steps: [{to: 'kamelet:greet-action%2$s'}]}}";
        var greeter = kamelet("one");
        run(
                greeter,
                file("a", user.formatted("a", "")),
                file("b", user.formatted("b", "")),
                file("c", user.formatted("c", "/of-c")));

        var plan = plan(greeter, file("b", user.formatted("b", "")), file("c", user.formatted("c", "/of-c")));

        assertThat(names(plan)).containsExactlyInAnyOrder("a.camel.yaml", "b.camel.yaml");
        assertThat(plan.steps()).hasSize(1);
    }

    @Test
    void whatLeavesAndGivesNothingLeavesFirst() {
        var user = "- route: {id: %1$s, from: {uri: 'direct:%1$s', steps: [{to: 'kamelet:greet-action/of-%1$s'}]}}";
        run(kamelet("one"), file("a", user.formatted("a")), file("b", user.formatted("b")), route("c", "1"));

        var plan = plan(kamelet("two"), file("b", user.formatted("b")));

        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.steps().get(0).changes())
                .extracting(LoadPlan.Change::name)
                .containsExactlyInAnyOrder("a.camel.yaml", "c.camel.yaml");
    }

    private List<String> names(LoadPlan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.changes().stream())
                .map(LoadPlan.Change::name)
                .toList();
    }

    private void run(SourceFile... files) {
        for (var step : plan(files).steps()) {
            for (var change : step.changes()) {
                if (change.next() != null) {
                    running.put(change.name(), change.next());
                }
            }
        }
        assertThat(running).hasSize(files.length);
    }

    private LoadPlan plan(SourceFile... files) {
        return LoadPlan.of(running, List.of(files), validator);
    }

    private static SourceFile route(String id, String body) {
        return file(id, LiveFiles.route(id, body));
    }

    private static SourceFile kamelet(String greeting) {
        return new SourceFile(
                "greet-action.kamelet.yaml", LiveFiles.kamelet(greeting).getBytes(StandardCharsets.UTF_8));
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name + ".camel.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}

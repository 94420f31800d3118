package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route configuration takes the place of no route, and a route that of no route configuration. */
class ConfigurationIdsTest {
    private static final String NO_ROUTE = "'built-in' is a built-in route, which no route configuration replaces";
    private static final String NO_CONFIGURATION =
            "'built-in-policy' is a built-in route configuration, which no route replaces";

    @ParameterizedTest
    @CsvSource({"built-in,INVALID", "'{{none:built-in}}',FAILED"})
    void aConfigurationLeavesABuiltInRouteToItself(String id, Condition condition) throws Exception {
        try (var files = new LiveFiles()) {
            var route = files.camel.getRoute("built-in");

            files.put("a.camel.yaml", configuration(id));

            assertThat(files.condition("a.camel.yaml")).isEqualTo(condition);
            assertThat(files.state("a.camel.yaml").message()).contains(NO_ROUTE, "choose another id");
            files.put("a.camel.yaml", configuration("free"));
            files.put("a.camel.yaml", configuration(id) + "\n");
            files.remove("a.camel.yaml");
            assertThat(files.camel.getRoute("built-in")).isSameAs(route);
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @Test
    void aConfigurationOfJavaLeavesABuiltInRouteToItself() throws Exception {
        try (var files = new LiveFiles()) {
            files.put("Mine.java", configurationOfJava("built-in", ""));

            assertThat(files.condition("Mine.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Mine.java").message()).contains(NO_ROUTE);
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @ParameterizedTest
    @CsvSource({"built-in-policy,INVALID", "'{{none:built-in-policy}}',FAILED"})
    void aRouteLeavesABuiltInConfigurationToItself(String id, Condition condition) throws Exception {
        try (var files = new LiveFiles()) {
            var policy = files.configurations("built-in-policy");

            files.put("a.camel.yaml", route("a", "mine").replace("id: a", "id: '" + id + "'"));

            assertThat(files.condition("a.camel.yaml")).isEqualTo(condition);
            assertThat(files.state("a.camel.yaml").message()).contains(NO_CONFIGURATION, "choose another id");
            assertThat(files.configurations("built-in-policy"))
                    .isEqualTo(policy)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"built-in-policy", "{{none:built-in-policy}}"})
    void aConfigurationLeavesAGuardedOneToItself(String id) throws Exception {
        try (var files = new LiveFiles("built-in-policy")) {
            var policy = files.configurations("built-in-policy");

            files.put("a.camel.yaml", configuration(id));

            assertThat(files.condition("a.camel.yaml")).isNotEqualTo(Condition.LIVE);
            assertThat(files.state("a.camel.yaml").message())
                    .contains(
                            "'built-in-policy' is a built-in route configuration that guards something",
                            "choose another id");
            assertThat(files.configurations("built-in-policy")).isEqualTo(policy);
        }
    }

    @ParameterizedTest
    @CsvSource({"here,1", "away,0"})
    void aConfigurationReplacesNoneWhenItsPreconditionIsNotFulfilled(String where, int replaced) throws Exception {
        try (var files = new LiveFiles()) {
            var policy = files.configurations("built-in-policy").get(0);
            var precondition = "precondition: \"'{{none:" + where + "}}' contains 'here'\", onException: [";

            files.put("a.camel.yaml", configuration("built-in-policy").replace("onException: [", precondition));

            assertThat(files.condition("a.camel.yaml"))
                    .as(files.state("a.camel.yaml").message())
                    .isEqualTo(Condition.LIVE);
            assertThat(files.configurations("built-in-policy"))
                    .hasSize(1)
                    .filteredOn(configuration -> configuration != policy)
                    .hasSize(replaced);

            files.remove("a.camel.yaml");

            assertThat(files.configurations("built-in-policy")).hasSize(1);
        }
    }

    /** Its trial passes: it fails where it goes live, and as Camel does when an id is taken. */
    @Test
    void codeThatFailsHasReplacedNoConfiguration() throws Exception {
        try (var files = new LiveFiles()) {
            var policy = files.configurations("built-in-policy").get(0);

            files.put(
                    "Mine.java",
                    configurationOfJava(
                            "built-in-policy",
                            "if (!getContext().getClass().getName().contains(\"Trial\")) {"
                                    + " throw new IllegalArgumentException(\"not here\"); }"));

            assertThat(files.condition("Mine.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Mine.java").message()).contains("not here");
            assertThat(files.configurations("built-in-policy")).singleElement().isSameAs(policy);
        }
    }

    private static String configuration(String id) {
        return "- routeConfiguration: {id: '" + id + "', onException: [{onException: {exception:"
                + " [java.lang.Exception], steps: [{log: mine}]}}]}";
    }

    /** One whose id is no text, and what its code does then. */
    private static String configurationOfJava(String id, String then) {
        return java(
                        "Mine",
                        "routeConfiguration(System.getProperty(\"none\", \"" + id
                                + "\")).onException(Exception.class).handled(true);" + then)
                .replace("RouteBuilder", "RouteConfigurationBuilder")
                .replace("configure()", "configuration()");
    }
}

package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRoutesTest {
    private final LiveFiles files;

    LiveRoutesTest() throws Exception {
        files = new LiveFiles();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void addsChangesAndDeletesARoute() {
        files.put("a.camel.yaml", route("a", "one"));
        assertThat(files.ask("a")).isEqualTo("one");

        files.put("a.camel.yaml", route("a", "two"));
        assertThat(files.ask("a")).isEqualTo("two");

        files.remove("a.camel.yaml");
        assertThat(files.camel.getRoute("a")).isNull();
        assertThat(files.state("a.camel.yaml").condition()).isEqualTo(Condition.REMOVED);
        assertThat(files.camel.getRoutes()).hasSize(1);
        assertThat(files.camel.getEndpointRegistry().values()).hasSize(1);
    }

    @Test
    void putsTheFormerBackWhenTheNewDoesNotStart() {
        var one = "from(\"direct:java\").routeId(\"java\").setBody(constant(\"one\"));";
        files.put("Greeter.java", java("Greeter", one));

        files.put(
                "Greeter.java",
                java(
                        "Greeter",
                        one.replace("one", "two")
                                + "from(\"direct:\" + System.getProperty(\"none\", \"built-in\")).routeId(\"b\").log(\"x\");"));

        assertThat(files.state("Greeter.java").condition()).isEqualTo(Condition.FAILED);
        assertThat(files.state("Greeter.java").message()).contains("Multiple consumers");
        assertThat(files.ask("java")).isEqualTo("one");
        assertThat(files.camel.getRoutes()).hasSize(2);
        // When
        var route = files.camel.getRoute("java");
        files.put("a.camel.yaml", route("a", "one"));
        // Then
        assertThat(files.camel.getRoute("java")).as("not interrupted once more").isSameAs(route);
        assertThat(files.condition("Greeter.java")).isEqualTo(Condition.FAILED);
        // When
        files.put("Greeter.java", java("Greeter", one.replace("one", "three")));
        // Then
        assertThat(files.ask("java")).isEqualTo("three");
    }

    @Test
    void replacesABuiltInRouteAndBringsItBack() {
        files.put("mine.camel.yaml", route("built-in", "mine"));
        assertThat(files.ask("built-in")).isEqualTo("mine");
        assertThat(files.state("mine.camel.yaml").message()).isEqualTo("replaces the built-in built-in");

        files.remove("mine.camel.yaml");

        assertThat(files.ask("built-in")).isEqualTo("built in");
    }

    @Test
    void refusesTheSecondOfTwoFilesWithOneId() {
        files.put("b.camel.yaml", route("same", "first"));

        files.put("a.camel.yaml", route("same", "second"));

        assertThat(files.state("a.camel.yaml").condition()).isEqualTo(Condition.INVALID);
        assertThat(files.ask("same")).isEqualTo("first");
    }

    @Test
    void compilesJava() {
        files.put(
                "Greeter.java", java("Greeter", "from(\"direct:java\").routeId(\"java\").setBody(constant(\"one\"));"));
        assertThat(files.ask("java")).isEqualTo("one");

        files.put(
                "Greeter.java", java("Greeter", "from(\"direct:java\").routeId(\"java\").setBody(constant(\"two\"));"));
        assertThat(files.ask("java")).isEqualTo("two");

        files.put("Greeter.java", java("Greeter", "fro(\"direct:java\");"));
        assertThat(files.state("Greeter.java").findings()).hasSize(1);
        assertThat(files.ask("java")).isEqualTo("two");
    }

    @Test
    void replacesAKameletTogetherWithItsUsers() {
        files.put("greet-action.kamelet.yaml", kamelet("one"));
        files.put("a.camel.yaml", user("a", "kamelet:greet-action/g"));
        assertThat(files.ask("a")).isEqualTo("one");

        files.put("greet-action.kamelet.yaml", kamelet("two"));

        assertThat(files.ask("a")).isEqualTo("two");
        files.remove("a.camel.yaml");
        assertThat(files.camel.getRoutes()).hasSize(1);
    }

    @Test
    void startsTheOthersWhenOneUserOfAKameletDoesNotStart() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        files.with("b.camel.yaml", user("b", "kamelet:greet-action/of-b"));
        files.put(
                "a.camel.yaml",
                user("a", "kamelet:greet-action/of-a").replace("steps: [", "steps: [{process: {ref: nobody}}, "));

        assertThat(files.state("a.camel.yaml").condition()).isEqualTo(Condition.FAILED);
        assertThat(files.state("b.camel.yaml").condition()).isEqualTo(Condition.LIVE);
        assertThat(files.ask("b")).isEqualTo("one");
        assertThat(files.camel.getRoutes()).hasSize(3);
    }

    @Test
    void replacesABeanOfAJavaFileTogetherWithItsUsers() {
        var binding = "bindToRegistry(\"greeter\", (org.apache.camel.Processor) exchange ->"
                + " exchange.getMessage().setBody(\"%s\"));";
        files.put("Greeter.java", java("Greeter", binding.formatted("one")));
        files.put("a.camel.yaml", route("a", "x").replace("setBody: {constant: 'x'}", "process: {ref: greeter}"));
        assertThat(files.ask("a")).isEqualTo("one");

        files.put("Greeter.java", java("Greeter", binding.formatted("two")));
        assertThat(files.ask("a")).isEqualTo("two");

        files.with("a.camel.yaml", route("a", "none")).remove("Greeter.java");
        assertThat(files.camel.getRegistry().lookupByName("greeter")).isNull();
    }

    @Test
    void stopsWhatRanOfAFileThatIsCommentNow() {
        files.put("a.camel.yaml", route("a", "one"));

        for (var nothing : List.of("# " + route("a", "one"), "---\n# later\n", "[]")) {
            files.put("a.camel.yaml", nothing);

            assertThat(files.camel.getRoute("a")).isNull();
            assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
            assertThat(files.state("a.camel.yaml").message()).isEqualTo("holds no routes");
        }
        files.put("a.camel.yaml", route("a", "two"));
        assertThat(files.ask("a")).isEqualTo("two");
    }

    @Test
    void makesAndRemovesBeans() {
        var made = "- beans: [{name: list, type: java.util.ArrayList}]\n";
        files.put("a.camel.yaml", made + route("a", "one"));
        assertThat(files.camel.getRegistry().lookupByName("list")).isNotNull();

        files.remove("a.camel.yaml");

        assertThat(files.camel.getRegistry().lookupByName("list")).isNull();
    }
}

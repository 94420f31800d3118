package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot run: what ran of them before goes on, and so does everything else. */
class BadFilesTest {
    private final LiveFiles files;

    BadFilesTest() throws Exception {
        files = new LiveFiles("built-in");
    }

    @AfterEach
    void close() {
        files.close();
    }

    /** What Camel has asked for once it does not ask for again: the second try would find the half alone. */
    @Test
    void nothingStaysOfARouteConfigurationThatFailsHalfway() {
        files.put(
                "Half.java",
                java(
                                "Half",
                                "routeConfiguration(\"half\").onException(Exception.class).log(\"x\");\n"
                                        + "if (getContext().getRoute(\"built-in\") != null) {\n"
                                        + "throw new IllegalArgumentException(\"no more\");\n}\n")
                        .replace("RouteBuilder", "RouteConfigurationBuilder")
                        .replace("configure()", "configuration()"));

        assertThat(files.condition("Half.java")).isEqualTo(Condition.FAILED);
        assertThat(files.state("Half.java").message()).contains("no more");
        assertThat(files.configurations("half")).isEmpty();
    }

    static Stream<Arguments> bad() {
        var pipe = """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: ticks}
                spec:
                  source: {uri: 'timer:ticks'}
                  sink: {uri: 'log:ticks'}
                """;
        return Stream.of(
                Arguments.of(
                        "half-written", "- route: {id: a, from: {uri: 'direct:a', steps: [{setBo", "a.camel.yaml:1"),
                Arguments.of("misspelt", "- route: {id: a, frm: x}", "frm"),
                Arguments.of("binary", "\0\u0001\u0002PNG\0", "binary"),
                Arguments.of("11 MB", "# too long\n".repeat(1_000_001), "10 MB"),
                Arguments.of("aliases", bomb(), "alias"),
                Arguments.of("empty", "", "the file is empty"),
                Arguments.of("id of a guarded route", route("built-in", "mine"), "built-in"),
                Arguments.of("under /v1", http("/v1/mine", "sightline.public: true"), "listens under /v1"),
                Arguments.of("open to everybody", http("/mine", ""), "nothing guards it"),
                Arguments.of("unknown component", route("a", "x").replace("direct:a", "dierct:a"), "direct"),
                Arguments.of(
                        "for all routes",
                        "- interceptSendToEndpoint: {uri: 'direct:b', steps: [{stop: {}}]}\n" + route("a", "x"),
                        "counts for all routes"),
                Arguments.of("stops what it likes", user("a", "controlbus:route?routeId=b&action=stop"), "controlbus"),
                Arguments.of("Pipe beside a Kamelet", pipe + "---\n" + kamelet("hello"), "both Pipes and Kamelets"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void leavesWhatRanAsItIsAndSaysWhatIsWrong(String name, String text, String said) {
        // Given
        files.put("a.camel.yaml", route("a", "one"));
        // When
        files.with("a.camel.yaml", text).put("b.camel.yaml", route("b", "beside it"));
        // Then
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.INVALID);
        assertThat(files.state("a.camel.yaml").message()).contains(said);
        assertThat(files.ask("a")).isEqualTo("one");
        assertThat(files.ask("b")).isEqualTo("beside it");
        assertThat(files.ask("built-in")).isEqualTo("built in");
        // When
        files.put("a.camel.yaml", route("a", "mended"));
        // Then
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("mended");
    }

    @Test
    void tellsTheLineThatDoesNotCompile() {
        files.put("Greeter.java", java("Greeter", "fro(\"direct:java\");"));

        assertThat(files.condition("Greeter.java")).isEqualTo(Condition.INVALID);
        assertThat(files.state("Greeter.java").message())
                .startsWith("Greeter.java:5:")
                .contains("fro");
    }

    /** The engine judges a Java file before it runs any code of it. */
    @ParameterizedTest
    @ValueSource(strings = {"System.exit(1);", "Runtime.getRuntime().halt(1);"})
    void runsNoCodeThatEndsTheProcess(String end) {
        files.put("Ender.java", java("Ender", end));

        assertThat(files.condition("Ender.java")).isEqualTo(Condition.INVALID);
        assertThat(files.state("Ender.java").message())
                .startsWith("Ender.java:5:")
                .contains("ends the whole process");
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                Arguments.of(
                        "throw new IllegalStateException(\"ouch\");",
                        "route 'java-route': IllegalStateException: ouch"),
                Arguments.of("\"x\".substring(-1);", "route 'java-route': StringIndexOutOfBoundsException: "),
                Arguments.of("throw new NoClassDefFoundError(\"com/example/Other\");", "NoClassDefFoundError: com/"),
                Arguments.of(
                        "throw new IllegalStateException(\"the first line,\\n  and the second\");",
                        "route 'java-route': the first line, and the second"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void saysInOneLineWhichRouteFailsWithWhat(String code, String said) {
        var steps = "from(\"direct:a\").routeId(\"java-route\").process(new org.apache.camel.support.processor"
                + ".DelegateProcessor(exchange -> {}) { protected void doStart() { " + code + " } });";

        files.put("Failing.java", java("Failing", steps));

        assertThat(files.condition("Failing.java")).isEqualTo(Condition.FAILED);
        assertThat(files.state("Failing.java").message()).startsWith(said).doesNotContain("\n");
    }

    static Stream<String> listeners() {
        return Stream.of(
                "{{nowhere:platform-http:/v1/mine}}",
                "platform-http:/{{nowhere:v1/mine}}",
                "kamelet:webhook-source/hook?subpath=v1/mine",
                "platform-http:/{any}/mine",
                "platform-http:/?matchOnUriPrefix=true",
                "rest-openapi:get");
    }

    /** Nobody can say what a placeholder or a Kamelet opens before it is made. */
    @ParameterizedTest
    @MethodSource("listeners")
    void refusesWhatTurnsOutToListenWhereTheApiIs(String uri) {
        files.put(
                "a.camel.yaml",
                "- route: {id: a, note: 'sightline.public: true', from: {uri: '" + uri + "', steps: [{log: x}]}}");

        assertThat(files.condition("a.camel.yaml")).isIn(Condition.INVALID, Condition.FAILED);
        assertThat(files.state("a.camel.yaml").message()).containsAnyOf("listens", "component");
        assertThat(files.camel.getRoutes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{nowhere:platform-http:/mine}}", "kamelet:webhook-source/hook?subpath=mine"})
    void refusesWhatTurnsOutToBeOpen(String uri) {
        files.put("a.camel.yaml", "- route: {id: a, from: {uri: '" + uri + "', steps: [{log: x}]}}");

        assertThat(files.state("a.camel.yaml").message()).contains("nothing guards it");
        assertThat(files.camel.getRoutes()).hasSize(1);
    }

    @Test
    void refusesATemplateInJavaThatListensUnderV1() {
        var template = "routeTemplate(\"listener\").templateParameter(\"path\").from(\"platform-http:{{path}}\")"
                + ".routeProperty(\"sightline.public\", \"true\").log(\"x\");"
                + "templatedRoute(\"listener\").routeId(\"made\").parameter(\"path\", \"/v1/mine\");";

        files.put("Templates.java", java("Templates", template));

        assertThat(files.condition("Templates.java")).isEqualTo(Condition.FAILED);
        assertThat(files.state("Templates.java").message()).contains("/v1/mine");
        assertThat(files.camel.getRoute("made")).isNull();
    }

    /** An Error, and not an Exception: the others go live, and what ran of it before goes on. */
    @Test
    void bearsACodeThatIsIncompleteWhenItStarts() {
        var one = "from(\"direct:java\").routeId(\"java\").setBody(constant(\"one\"))%s;";
        files.put("Greeter.java", java("Greeter", one.formatted("")));
        var incomplete = ".process(new org.apache.camel.support.processor.DelegateProcessor(exchange -> {}) {"
                + " protected void doStart() { throw new NoClassDefFoundError(\"some/Missing\"); } })";

        files.with("z.camel.yaml", route("z", "beside it"));
        files.put("Greeter.java", java("Greeter", one.formatted(incomplete)));

        assertThat(files.state("Greeter.java").message()).contains("some/Missing");
        assertThat(files.condition("Greeter.java")).isEqualTo(Condition.FAILED);
        assertThat(files.ask("java")).isEqualTo("one");
        assertThat(files.ask("z")).isEqualTo("beside it");
    }

    /** Whatever else changes, it failed when it failed. */
    @Test
    void saysSinceWhenAFileFails() {
        files.put("a.camel.yaml", user("a", "direct:b").replace("to: 'direct:b'", "process: {ref: nobody}"));
        var since = files.state("a.camel.yaml").since();

        files.clock.move(Duration.ofMinutes(1));
        files.put("b.camel.yaml", route("b", "one"));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.state("a.camel.yaml").since()).isEqualTo(since);
    }

    @Test
    void refusesAKameletThatBecomesARouteOfATakenId() {
        files.with("greet-action.kamelet.yaml", LiveFiles.kamelet("one"));
        files.put("a.camel.yaml", user("a", "kamelet:greet-action/a"));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.INVALID);
        assertThat(files.state("a.camel.yaml").message()).contains("a route of the id 'a'", "a.camel.yaml:1");

        files.with("a.camel.yaml", user("a", "kamelet:greet-action/both"));
        files.put("b.camel.yaml", user("b", "kamelet:greet-action/both"));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.state("b.camel.yaml").message()).contains("a route of the id 'both'", "a.camel.yaml:1");
    }

    /** Only what was really built tells what Java code listens to. */
    @Test
    void refusesJavaThatListensUnderV1OrUnguarded() {
        for (var path : new String[] {"/v1/mine", "/mine"}) {
            var uri = "System.getProperty(\"none\", \"platform-http:" + path + "\")";
            var line = "from(" + uri + ").routeId(\"java\").setBody(constant(\"x\"));";

            files.put("Listener.java", java("Listener", line));

            assertThat(files.condition("Listener.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Listener.java").message()).contains(path);
            assertThat(files.camel.getRoute("java")).isNull();
        }
    }

    @Test
    void givesUpAJavaFileThatLoopsAndGoesOnWithTheOthers() throws Exception {
        var loop = "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { continue; } }";
        try (var hurried = new LiveFiles(Duration.ofSeconds(1))) {
            hurried.put("Looping.java", java("Looping", loop));

            assertThat(hurried.condition("Looping.java")).isEqualTo(Condition.FAILED);
            assertThat(hurried.state("Looping.java").message())
                    .contains("not ready after 1 s", "sightline.routes.load-timeout");
            hurried.put("a.camel.yaml", route("a", "one"));
            assertThat(hurried.ask("a")).isEqualTo("one");
        }
    }

    @Test
    void countsBytesThatAreNoTextAsBinary() {
        files.put("a.camel.yaml", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff, (byte) 0xfe});

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.INVALID);
        assertThat(files.camel.getRoutes()).hasSize(1);
    }

    private static String http(String path, String note) {
        return "- route: {id: a, note: '" + note + "', from: {uri: 'platform-http:" + path
                + "', steps: [{setBody: {constant: x}}]}}";
    }

    /** A billion laughs. */
    private static String bomb() {
        var text = new StringBuilder("- beans:\n    - &a0 {name: x, type: java.util.ArrayList}\n");
        for (int level = 1; level < 12; level++) {
            text.append("    - &a").append(level).append(" [");
            text.append(("*a" + (level - 1) + ", ").repeat(10)).append("]\n");
        }
        return text.toString();
    }
}

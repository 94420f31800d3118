package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes of routes that are called all the time: no call is lost, whatever the change is. */
class UnderLoadTest {
    private static final List<String> USERS =
            IntStream.range(0, 20).mapToObj(number -> "user-" + number).toList();

    private final LiveFiles files;

    UnderLoadTest() throws Exception {
        files = new LiveFiles();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void missesNothingWhileAFileIsWrong() {
        files.put("a.camel.yaml", route("a", "one"));
        try (var callers = Callers.of(files, 2, List.of("a"))) {
            for (var wrong : List.of(
                    "- route: {id: a, frm: x}",
                    "- route: {id: a, from: {uri: 'direct:a', steps: [{setBo",
                    route("a", "two").replace("setBody: {constant: 'two'}", "process: {ref: nobody}"))) {
                files.put("a.camel.yaml", wrong);

                assertThat(files.condition("a.camel.yaml")).isIn(Condition.INVALID, Condition.FAILED);
                callers.awaitMore();
            }
            assertThat(callers.answers()).containsExactly("one");
        }
    }

    /** Only its start shows what is wrong, when the former has stopped already. */
    @Test
    void missesNothingWhenTheNewDoesNotStartAndTheFormerComesBack() {
        var one = "from(\"direct:a\").routeId(\"a\").setBody(constant(\"one\"));";
        files.put("Greeter.java", java("Greeter", one));
        try (var callers = Callers.of(files, 2, List.of("a"))) {
            files.put(
                    "Greeter.java",
                    java(
                            "Greeter",
                            one.replace("one", "two")
                                    + "from(\"direct:\" + System.getProperty(\"none\", \"built-in\")).log(\"x\");"));

            assertThat(files.condition("Greeter.java")).isEqualTo(Condition.FAILED);
            callers.forget();
            callers.awaitMore();
            assertThat(callers.answers()).containsExactly("one");
        }
    }

    @Test
    void missesNothingWhenARouteIsReplaced() {
        files.put("a.camel.yaml", route("a", "0"));
        try (var callers = Callers.of(files, 4, List.of("a"))) {
            for (int change = 1; change <= 5; change++) {
                files.put("a.camel.yaml", route("a", "" + change));
                callers.awaitMore();

                assertThat(callers.answers()).contains("" + change);
            }
        }
    }

    /** A route has one producer for all of its threads. */
    @Test
    void missesNothingWhenARouteIsReplacedThatAnotherOneCalls() throws Exception {
        files.put("a.camel.yaml", route("a", "0"));
        files.addFront("front", "a");
        try (var callers = Callers.of(files, 4, List.of("front"))) {
            for (int change = 1; change <= 5; change++) {
                files.put("a.camel.yaml", route("a", "" + change));
                callers.awaitMore();

                assertThat(callers.answers()).contains("" + change);
            }
        }
    }

    /** Were the called one stopped first, what has begun would wait for it, and it for what has begun. */
    @Test
    @Tag("slow")
    void missesNothingWhenRoutesThatCallEachOtherAreReplacedTogether() {
        files.put("a.camel.yaml", chain("0"));
        try (var callers = Callers.of(files, 4, List.of("z-first"))) {
            for (int change = 1; change <= 3; change++) {
                files.put("a.camel.yaml", chain("" + change));
                callers.awaitMore();

                assertThat(callers.answers()).contains("" + change);
            }
        }
    }

    @Test
    @Tag("slow")
    void missesNothingWhenAKameletChangesThatTwentyFilesUse() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        USERS.forEach(user -> files.with(user + ".camel.yaml", user(user, "kamelet:greet-action/of-" + user)));
        files.look();
        try (var callers = Callers.of(files, 4, USERS)) {
            files.put("greet-action.kamelet.yaml", kamelet("two"));

            callers.forget();
            USERS.forEach(user -> callers.awaitMore());
            assertThat(callers.answers()).containsExactly("two");
            assertThat(files.live.states()).hasSize(21).allMatch(state -> state.condition() == Condition.LIVE);

            files.put("greet-action.kamelet.yaml", kamelet("three").replace("setBody", "setBdy"));

            callers.awaitMore();
            assertThat(files.condition("greet-action.kamelet.yaml")).isEqualTo(Condition.INVALID);

            var refersToNobody = kamelet("four").replace("setBody: {constant: 'four'}", "process: {ref: nobody}");
            files.put("greet-action.kamelet.yaml", refersToNobody);

            callers.awaitMore();
            assertThat(files.condition("greet-action.kamelet.yaml")).isEqualTo(Condition.FAILED);
            assertThat(files.state("greet-action.kamelet.yaml").message()).contains("user-", "nobody");
            assertThat(files.condition("user-7.camel.yaml")).isEqualTo(Condition.LIVE);
            assertThat(callers.answers()).containsExactly("two");
        }
        assertThat(files.camel.getRoutes()).hasSize(41);
    }

    /** Named so that no order by name or place is the right one. */
    private static String chain(String answer) {
        return user("m-second", "direct:a-third") + "\n" + route("a-third", answer) + "\n"
                + user("z-first", "direct:m-second") + "\n";
    }
}

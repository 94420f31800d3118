package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change that is tried, or fails, touches nothing of what runs. */
class TrialTest {
    private static final String REFERS_TO_NOBODY = "process: {ref: nobody}";
    private static final String COUNT = "getContext().getRegistry().lookupByNameAndType(\"defined\","
            + " java.util.concurrent.atomic.AtomicInteger.class).incrementAndGet(); ";

    private final AtomicInteger ticks = new AtomicInteger();
    private final LiveFiles files;

    TrialTest() throws Exception {
        files = new LiveFiles();
        files.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:count").routeId("count").process(exchange -> ticks.incrementAndGet());
            }
        });
    }

    @AfterEach
    void close() {
        files.close();
    }

    /** A bean that is closed when its file goes. */
    public static final class Resource {
        private boolean isClosed;

        /** By the name that its file gives. */
        public void close() {
            isClosed = true;
        }
    }

    /** A bean that is told its context. */
    private static final class Aware implements Processor, CamelContextAware {
        private CamelContext context;

        Aware(CamelContext context) {
            this.context = context;
        }

        @Override
        public void setCamelContext(CamelContext context) {
            this.context = context;
        }

        @Override
        public CamelContext getCamelContext() {
            return context;
        }

        @Override
        public void process(Exchange exchange) {
            exchange.getMessage().setBody(context.getName());
        }
    }

    /** Files of which nothing runs are tried together, and what is wrong with one is its own. */
    @Test
    void keepsWhatIsWrongWithOneNewFileFromTheOthers() {
        for (int number = 0; number < 9; number++) {
            files.with("good-" + number + ".camel.yaml", route("good-" + number, "answer " + number));
        }
        files.with("wrong.camel.yaml", route("wrong", "x").replace("setBody: {constant: 'x'}", REFERS_TO_NOBODY));

        files.look();

        for (int number = 0; number < 9; number++) {
            assertThat(files.ask("good-" + number)).isEqualTo("answer " + number);
        }
        assertThat(files.condition("wrong.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.state("wrong.camel.yaml").message()).contains("nobody");
    }

    @Test
    void putsAFileLiveAgainThatIsAsItWasBeforeAChangeThatEndedMidway() {
        files.put("a.camel.yaml", route("a", "one"));
        files.live.startOnly(file -> {
            throw new IllegalStateException("for this test");
        });
        assertThatThrownBy(() -> files.put("a.camel.yaml", route("a", "two"))).hasMessage("for this test");
        files.live.startOnly(file -> true);

        files.put("a.camel.yaml", route("a", "one"));

        assertThat(files.ask("a")).isEqualTo("one");
    }

    /** What cannot be defined names its file: the others are defined once more, and once to run. */
    @Test
    void definesANewFileThreeTimesAtMostWhateverIsWrongWithTheOthers() {
        files.camel.getRegistry().bind("defined", ticks);
        for (var name : List.of("A", "H")) {
            var id = name.toLowerCase(Locale.ROOT);
            files.with(
                    name + ".java",
                    java(name, COUNT + "from(\"direct:" + id + "\").routeId(\"" + id + "\").log(\"x\");"));
        }
        for (var name : List.of("B", "C", "D", "E", "F", "G")) {
            files.with(name + ".java", java(name, "throw new IllegalStateException(\"wrong for this test\");"));
        }

        files.look();

        assertThat(files.condition("A.java")).isEqualTo(Condition.LIVE);
        assertThat(files.condition("H.java")).isEqualTo(Condition.LIVE);
        assertThat(files.state("C.java").message()).contains("wrong for this test");
        assertThat(ticks).hasValue(2 * 3);
    }

    @Test
    void triesNewFilesByThemselvesWhenManyCannotBeMade() {
        files.camel.getRegistry().bind("defined", ticks);
        files.with("Z.java", java("Z", COUNT + "from(\"direct:z\").routeId(\"z\").log(\"x\");"));
        for (int number = 10; number < 34; number++) {
            var wrong = route("a-" + number, "x").replace("setBody: {constant: 'x'}", REFERS_TO_NOBODY);
            files.with("A-" + number + ".camel.yaml", wrong);
        }

        files.look();

        assertThat(files.condition("Z.java")).isEqualTo(Condition.LIVE);
        assertThat(files.condition("A-33.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(ticks).hasValue(3);
    }

    /** Routes of one name share a timer, and one that is removed takes its share with it. */
    @Test
    void leavesATimerOfTheSameNameTicking() {
        files.put("a.camel.yaml", timer("a", 20));

        files.put("b.camel.yaml", timer("b", 60_000));

        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.LIVE);
        awaitMoreTicks();
    }

    @Test
    void leavesTheTimerOfAChangeThatFailsTicking() {
        files.put("a.camel.yaml", timer("a", 20));

        files.put(
                "a.camel.yaml", timer("a", 20) + route("c", "x").replace("setBody: {constant: 'x'}", REFERS_TO_NOBODY));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        awaitMoreTicks();
    }

    @Test
    void leavesTheBeanOfAChangeThatFailsOpen() {
        var made = "- beans: [{name: mine, type: '" + Resource.class.getName() + "', destroyMethod: close}]\n";
        files.put("a.camel.yaml", made + route("a", "one"));
        var bean = (Resource) files.camel.getRegistry().lookupByName("mine");

        files.put("a.camel.yaml", made + route("a", "two").replace("setBody: {constant: 'two'}", REFERS_TO_NOBODY));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.camel.getRegistry().lookupByName("mine")).isSameAs(bean);
        assertThat(bean.isClosed).isFalse();
        // When
        files.remove("a.camel.yaml");
        // Then
        assertThat(bean.isClosed).isTrue();
    }

    @Test
    void leavesABeanInItsContext() {
        var aware = new Aware(files.camel);
        files.camel.getRegistry().bind("aware", aware);
        files.put("a.camel.yaml", route("a", "x").replace("setBody: {constant: 'x'}", "process: {ref: aware}"));

        files.put(
                "b.camel.yaml",
                route("b", "x").replace("setBody: {constant: 'x'}", "process: {ref: aware}}, {" + REFERS_TO_NOBODY));

        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(aware.getCamelContext()).isSameAs(files.camel);
        assertThat(files.ask("a")).isEqualTo(files.camel.getName());
    }

    @Test
    void interruptsNoUserOfAKameletForAPlainMistake() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        files.put("a.camel.yaml", user("a", "kamelet:greet-action/of-a"));
        var running = files.camel.getRoute("a");
        // When
        files.put(
                "a.camel.yaml",
                user("a", "kamelet:greet-action/of-a").replace("steps: [", "steps: [{" + REFERS_TO_NOBODY + "}, "));
        // Then
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.camel.getRoute("a")).isSameAs(running);
        // When
        files.with("a.camel.yaml", user("a", "kamelet:greet-action/of-a"));
        files.put("greet-action.kamelet.yaml", kamelet("two").replace("setBody: {constant: 'two'}", REFERS_TO_NOBODY));
        // Then
        assertThat(files.condition("greet-action.kamelet.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.camel.getRoute("a")).isSameAs(running);
        assertThat(files.ask("a")).isEqualTo("one");
    }

    private void awaitMoreTicks() {
        int before = ticks.get();
        await().until(() -> ticks.get() > before + 2);
    }

    private static String timer(String id, int period) {
        return "- route: {id: " + id + ", from: {uri: 'timer:shared?delay=0&period=" + period
                + "', steps: [{to: 'direct:count'}]}}\n";
    }
}

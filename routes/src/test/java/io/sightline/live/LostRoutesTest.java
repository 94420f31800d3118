package io.sightline.live;

import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ran before a change that failed, and does not start again. */
class LostRoutesTest {
    private static final String FRAGILE = "process: {ref: fragile}";

    private final LiveFiles files;
    private final Fragile fragile = new Fragile();

    LostRoutesTest() throws Exception {
        files = new LiveFiles();
    }

    /** Needs something to start. */
    private static final class Fragile extends AsyncProcessorSupport {
        private volatile boolean isBroken;
        private volatile Runnable end = () -> {};

        @Override
        protected void doStart() {
            if (isBroken) {
                throw new IllegalStateException("the server is away");
            }
        }

        @Override
        protected void doStop() {
            end.run();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            exchange.getMessage().setBody("strong");
            callback.done(true);
            return true;
        }
    }

    @BeforeEach
    void run() {
        files.camel.getRegistry().bind("fragile", fragile);
        files.put("a.camel.yaml", fragile(""));
        assertThat(files.ask("a")).isEqualTo("strong");
        fragile.isBroken = true;
        files.put("a.camel.yaml", fragile(", {log: changed}"));
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void saysThatNothingRuns() {
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.DOWN);
        assertThat(files.state("a.camel.yaml").message()).contains("nothing of it runs", "the server is away");
        assertThat(files.camel.getRoute("a")).isNull();
    }

    @Test
    void isTriedAgainAfterAWhile() {
        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));

        files.look();

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.ask("a")).isEqualTo("strong");
    }

    @Test
    void leavesTheBuiltInRouteOfItsIdRunningWheneverItIsTriedAgain() {
        fragile.isBroken = false;
        files.put("b.camel.yaml", ofTheBuiltIn(""));
        assertThat(files.ask("built-in")).isEqualTo("strong");
        fragile.isBroken = true;
        files.put("b.camel.yaml", ofTheBuiltIn(", {log: changed}"));
        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.DOWN);
        files.clock.move(Duration.ofMinutes(1));

        files.look();

        assertThat(files.ask("built-in")).isEqualTo("built in");
        // When
        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));
        files.look();
        // Then
        assertThat(files.ask("built-in")).isEqualTo("strong");
    }

    @Test
    void interruptsABuiltInRouteForAFileThatNeverRanNoMoreThanOnce() {
        files.put("b.camel.yaml", ofTheBuiltIn(""));
        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.FAILED);
        var builtIn = files.camel.getRoute("built-in");
        assertThat(files.ask("built-in")).isEqualTo("built in");
        files.clock.move(Duration.ofMinutes(1));

        files.look();
        files.put("c.camel.yaml", route("c", "c"));

        assertThat(files.camel.getRoute("built-in")).isSameAs(builtIn);
        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.FAILED);
        // When
        fragile.isBroken = false;
        files.put("b.camel.yaml", ofTheBuiltIn(", {log: changed}"));
        // Then
        assertThat(files.ask("built-in")).isEqualTo("strong");
    }

    @Test
    void startsNoBuiltInRouteOnceNothingIsToStartAnyMore() {
        fragile.isBroken = false;
        files.put("b.camel.yaml", ofTheBuiltIn(""));
        fragile.end = files.live::freeze;

        files.remove("b.camel.yaml");

        assertThat(files.camel.getRoute("built-in")).isNull();
    }

    @Test
    void makesWayForACorrectedFile() {
        files.put("a.camel.yaml", route("a", "corrected"));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("corrected");
    }

    @Test
    void isLiveWhenItsFileSaysSoAgain() {
        files.put("a.camel.yaml", fragile(""));
        assertThat(files.camel.getRoute("a")).isNull();

        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));
        files.look();

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("strong");
    }

    @Test
    void isLiveWhenItsFileSaysSoAgainBesideOneThatFails() {
        fragile.isBroken = false;
        var text = fragile(", {bean: {ref: helper, method: size}}");
        files.with("helper.camel.yaml", "- beans: [{name: helper, type: java.util.ArrayList}]");
        files.put("a.camel.yaml", text);
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        fragile.isBroken = true;
        files.put("a.camel.yaml", text.replace("size", "clear"));
        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.DOWN);
        files.with("helper.camel.yaml", "- beans: [{name: helper, type: java.util.AbstractList}]");
        files.put("a.camel.yaml", text);
        assertThat(files.condition("helper.camel.yaml")).isEqualTo(Condition.FAILED);

        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));
        files.look();

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("a")).isEqualTo("0");
    }

    @Test
    void whatNeverRanIsTriedAgainToo() {
        files.put("b.camel.yaml", fragile("").replace("id: a", "id: b").replace("direct:a", "direct:b"));
        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.FAILED);
        files.look();
        assertThat(files.camel.getRoute("b")).isNull();

        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));
        files.look();

        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("b")).isEqualTo("strong");
        assertThat(files.live.filesOfRoutes()).containsEntry("b", "b.camel.yaml");
    }

    @Test
    void whatNeverRanIsNotTriedAgainWhenItsFileIsWrongByNow() {
        files.put("b.camel.yaml", fragile("").replace("id: a", "id: b").replace("direct:a", "direct:b"));
        files.put("b.camel.yaml", "- route: {id: b, frm: {}}");

        fragile.isBroken = false;
        files.clock.move(Duration.ofMinutes(1));
        files.look();

        assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.INVALID);
        assertThat(files.camel.getRoute("b")).isNull();
    }

    private static String ofTheBuiltIn(String more) {
        return fragile(more).replace("id: a", "id: built-in").replace("direct:a", "direct:built-in");
    }

    private static String fragile(String more) {
        return route("a", "x").replace("setBody: {constant: 'x'}}", FRAGILE + "}" + more);
    }
}

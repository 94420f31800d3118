package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Routes that call each other in ways that no order shows, or hand over by a queue. */
class RouteStopsTest {
    private final LiveFiles files;

    RouteStopsTest() throws Exception {
        files = new LiveFiles();
    }

    @AfterEach
    void close() {
        files.close();
    }

    /** A queue that is still fed is never empty, which Camel waits for. */
    @Test
    void emptiesAQueueThatNothingFeedsAnyMore() {
        var routes = user("a", "seda:queue?waitForTaskToComplete=Never&size=10&blockWhenFull=true")
                + "\n- route: {id: empties, from: {uri: 'seda:queue?size=10', steps: [{setBody: {constant: '%s'}}, {to:"
                + " 'mock:taken?retainLast=1'}]}}\n";
        replacedUnderLoad("a.camel.yaml", routes.formatted("one"), routes.formatted("two"));
    }

    @Test
    void endsCallsThatARouteMakesToItself() {
        var loop = "- route: {id: a, from: {uri: 'direct:a', steps: [{delay: {constant: 50}},"
                + " {setBody: {simple: '${body}%s'}}, {choice: {when: [{simple: '${body.length} < 5', steps: [{toD: 'direct:${routeId}'}]}]}}]}}\n";
        replacedUnderLoad("a.camel.yaml", loop.formatted("1"), loop.formatted("2"));
    }

    /** Nobody can see who makes them. */
    @Test
    @Tag("slow")
    void endsCallsThatCodeMakesByItself() {
        var routes = "var calls = getContext().createProducerTemplate();"
                + "from(\"direct:a\").routeId(\"a\").delay(50)"
                + ".process(one -> one.getMessage().setBody(calls.requestBody(\"direct:b\", \"\")));"
                + "from(\"direct:b\").routeId(\"b\").setBody(constant(\"%s\"));";
        replacedUnderLoad(
                "Calling.java", java("Calling", routes.formatted("one")), java("Calling", routes.formatted("two")));
    }

    /**
     * What waits for one route would wait as long for each of the others otherwise, and every change with it; but a
     * queue that comes after them must not be broken off for that.
     */
    @Test
    void givesAllRoutesTogetherTheTimeOfOneAndThoseAfterThemALittle() throws Exception {
        var patience = Duration.ofSeconds(1);
        var isOver = new CountDownLatch(1);
        var left = new ConcurrentHashMap<String, Long>();
        try (var camel = new DefaultCamelContext()) {
            camel.setShutdownStrategy(new DefaultShutdownStrategy() {
                @Override
                public void shutdown(
                        CamelContext context, List<RouteStartupOrder> routes, long timeout, TimeUnit timeUnit) {
                    left.put(routes.get(0).getRoute().getRouteId(), timeUnit.toMillis(timeout));
                }
            });
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (var id : List.of("a", "b")) {
                        from("timer:" + id + "?repeatCount=1&delay=0")
                                .routeId(id)
                                .process(exchange -> isOver.await());
                    }
                    from("seda:queue").routeId("empties").log("x");
                }
            });
            camel.start();
            await().until(() -> camel.getInflightRepository().size() == 2);

            new RouteStops(camel, patience).stop(List.of("a", "b", "empties"));

            isOver.countDown();
        }
        assertThat(left).containsOnlyKeys("a", "b", "empties");
        assertThat(List.of(left.get("a"), left.get("b"))).allMatch(millis -> millis < patience.toMillis() / 2);
        assertThat(left.get("empties")).isGreaterThan(1);
    }

    private void replacedUnderLoad(String file, String former, String next) {
        files.put(file, former);
        try (var callers = Callers.of(files, 4, List.of("a"))) {
            files.put(file, next);
            callers.awaitMore();

            assertThat(files.condition(file)).isEqualTo(Condition.LIVE);
        }
    }
}

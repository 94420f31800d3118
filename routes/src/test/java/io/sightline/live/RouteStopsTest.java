package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
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

    private void replacedUnderLoad(String file, String former, String next) {
        files.put(file, former);
        try (var callers = Callers.of(files, 4, List.of("a"))) {
            files.put(file, next);
            callers.awaitMore();

            assertThat(files.condition(file)).isEqualTo(Condition.LIVE);
        }
    }
}

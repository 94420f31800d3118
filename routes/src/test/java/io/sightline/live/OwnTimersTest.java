package io.sightline.live;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class OwnTimersTest {
    @Test
    void aRouteThatHangsKeepsNoOtherOfTheSameTimerFromTicking() throws Exception {
        var hangs = new AtomicInteger();
        var ticks = new AtomicInteger();
        var isOver = new CountDownLatch(1);
        try (var camel = new DefaultCamelContext()) {
            camel.addComponent("timer", new OwnTimers());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:tick?period=10ms&delay=0").routeId("hangs").process(exchange -> {
                        hangs.incrementAndGet();
                        isOver.await();
                    });
                    from("timer:tick?period=10&delay=0&includeMetadata=true")
                            .routeId("ticks")
                            .process(exchange -> ticks.incrementAndGet());
                }
            });
            camel.start();
            await().until(() -> hangs.get() == 1);
            int before = ticks.get();
            await().until(() -> ticks.get() > before + 3);
            // When: what goes takes its own timer along
            camel.getRouteController().stopRoute("ticks");
            camel.removeRoute("ticks");
            isOver.countDown();
            // Then
            await().until(() -> hangs.get() > 3);
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("timer://tick of ticks")));
        }
    }
}

package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ContainErrorsTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Queue<String> passed = new ConcurrentLinkedQueue<>();

    static List<Error> errors() {
        return List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new AssertionError("result is null"),
                new NoClassDefFoundError("io/sightline/Missing"));
    }

    @BeforeEach
    void start() {
        camel.getCamelContextExtension().addInterceptStrategy(new ContainErrors());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorFailsTheExchangeAndNoFurtherStepIsTaken(Error error) throws Exception {
        route(throwing(error));

        var answer = send("direct:plain", "frame");

        assertThat(answer.getException()).hasRootCause(error);
        assertThat(passed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfOnePartFailsTheSplitAndItsNeighboursPass(Error error) throws Exception {
        route(throwing(error));

        var answer = send("direct:parts", List.of("before", "frame", "after"));

        assertThat(answer.getException()).hasRootCause(error);
        assertThat(passed).containsExactlyInAnyOrder("before", "after");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorIsWhatTheFailurePolicySees(Error error) throws Exception {
        route(throwing(error));

        var answer = send("direct:handled", "frame");

        assertThat(answer.getException()).isNull();
        assertThat(passed).containsExactly("handled");
    }

    @Test
    void errorOnTheWayOutOfAnAsynchronousStepFailsTheExchange() throws Exception {
        route(new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, org.apache.camel.AsyncCallback callback) {
                throw new AssertionError("before it went on elsewhere");
            }
        });

        assertThat(send("direct:plain", "frame").getException()).hasRootCauseInstanceOf(AssertionError.class);
    }

    @Test
    void stepThatGoesOnElsewhereIsDoneOnceItSaysSo() throws Exception {
        route(new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, org.apache.camel.AsyncCallback callback) {
                threads.execute(() -> {
                    exchange.getMessage().setBody("elsewhere");
                    callback.done(false);
                });
                return false;
            }
        });

        assertThat(send("direct:plain", "frame").getException()).isNull();
        assertThat(passed).containsExactly("elsewhere");
    }

    @Test
    void exceptionsStayWhatTheyAre() throws Exception {
        route(exchange -> {
            throw new java.io.IOException("store is away");
        });

        assertThat(send("direct:plain", "frame").getException())
                .isInstanceOf(java.io.IOException.class)
                .hasMessage("store is away");
    }

    /** On a thread of its own, as a consumer has it: what is left in the caller's queue must not run later either. */
    private Exchange send(String endpoint, Object body) throws Exception {
        return threads.submit(() -> {
                    try (var template = camel.createProducerTemplate()) {
                        var answer = template.send(
                                endpoint, exchange -> exchange.getMessage().setBody(body));
                        var next = template.send("direct:nothing", exchange -> {});
                        if (next.getException() != null) {
                            throw new RuntimeCamelException(next.getException());
                        }
                        return answer;
                    }
                })
                .get();
    }

    private static Processor throwing(Error error) {
        return exchange -> {
            if ("frame".equals(exchange.getMessage().getBody())) {
                throw error;
            }
        };
    }

    private void route(Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:nothing").process(exchange -> {});
                from("direct:plain")
                        .errorHandler(noErrorHandler())
                        .process(step)
                        .process(this::note);
                from("direct:parts")
                        .errorHandler(noErrorHandler())
                        .split(body(), new KeepOrder())
                        .executorService(threads)
                        .process(step)
                        .process(this::note)
                        .end();
                from("direct:handled")
                        .onException(Throwable.class)
                        .handled(true)
                        .setBody(constant("handled"))
                        .process(this::note)
                        .end()
                        .process(step)
                        .process(this::note);
            }

            private void note(Exchange exchange) {
                passed.add(exchange.getMessage().getBody(String.class));
            }
        });
    }
}

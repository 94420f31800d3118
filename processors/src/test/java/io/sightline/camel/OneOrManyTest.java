package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneOrManyTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (boolean arrays : new boolean[] {true, false}) {
                    var oneOrMany = new OneOrMany(arrays);
                    from(arrays ? "direct:records" : "direct:contents")
                            .errorHandler(noErrorHandler())
                            .process(oneOrMany)
                            .split(simple("${body}"), oneOrMany)
                            .process(OneOrManyTest::change)
                            .end();
                }
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void oneStaysOneAndKeepsItsHeaders() {
        var answer = send("direct:records", "{\"a\":1}");

        assertThat(answer.getMessage().getBody()).isEqualTo("{\"a\":1}!");
        assertThat(answer.getMessage().getHeaders())
                .containsEntry("given", "before")
                .containsEntry("seen", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\":1},{\"a\":2}]", " \n[ {\"a\":1}, {\"a\":2} ]"})
    void anArrayOfRecordsBecomesAListInItsOrder(String array) {
        for (Object body : List.of(array, array.getBytes(StandardCharsets.UTF_8))) {
            assertThat(send("direct:records", body).getMessage().getBody())
                    .isEqualTo(List.of("{\"a\":1}!", "{\"a\":2}!"));
        }
    }

    @Test
    void aListOfWhatBecomesJsonIsAnArrayAgain() {
        var answer = send("direct:records", List.of("json 1", "json 2"));

        assertThat(answer.getMessage().getBody()).isEqualTo("[json 1!,json 2!]");
        assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    }

    @Test
    void ofContentABracketSaysNothing() {
        assertThat(send("direct:contents", "[1,2]").getMessage().getBody()).isEqualTo("[1,2]!");
        assertThat(send("direct:contents", List.of("a", "b")).getMessage().getBody())
                .isEqualTo(List.of("a!", "b!"));
    }

    @Test
    void anEmptyListIsOne() {
        assertThat(send("direct:records", "[]").getMessage().getBody(List.class))
                .isEmpty();
    }

    @Test
    void theFirstThatFailsFailsTheWhole() {
        assertThatThrownBy(() -> send("direct:records", List.of("a", "bad", "c")))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("bad");
    }

    private Exchange send(String endpoint, Object body) {
        var sent = context.createProducerTemplate().send(endpoint, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(Map.of("given", "before")));
        });
        if (sent.getException() != null) {
            throw new CamelExecutionException("failed", sent, sent.getException());
        }
        return sent;
    }

    private static void change(Exchange part) {
        var text = part.getMessage().getBody(String.class);
        if (text.equals("bad")) {
            throw new IllegalStateException("bad");
        }
        part.getMessage().setBody(text + "!");
        part.getMessage().setHeader("seen", true);
        if (text.startsWith("json")) {
            part.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
    }
}

package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that registries give seldom, and never when they are asked to. */
class RegistryAnswersTest {
    private static final ContractSchema CONTRACT = ContractSchema.all().get(0);
    private static final String UNKNOWN = "{\"error_code\": 40401, \"message\": \"no such subject\"}";

    private volatile Answer toGet = new Answer(404, UNKNOWN);
    private volatile Answer toWrite = new Answer(200, "{\"id\": 1}");
    private HttpServer server;
    private ConfluentRegistry registry;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var answer = exchange.getRequestMethod().equals("GET") ? toGet : toWrite;
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        registry = new ConfluentRegistry(
                URI.create("http://somebody:hunter2@127.0.0.1:"
                        + server.getAddress().getPort()),
                Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 422})
    void refuseASchemaForGood(int status) {
        toWrite = new Answer(status, "{\"message\": \"field id was dropped\"}");

        assertThatThrownBy(() -> new ContractRegistration(registry).register(CONTRACT))
                .isInstanceOfSatisfying(PermanentFailure.class, is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("answered " + status + " to POST /subjects/")
                .hasMessageContaining("field id was dropped");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void letNobodyIn(int status) {
        toWrite = new Answer(status, "");

        assertThatThrownBy(() -> new ContractRegistration(registry).register(CONTRACT))
                .isInstanceOfSatisfying(TransientFailure.class, is(FailureCode.DEPENDENCY_DENIES));
        toGet = new Answer(status, "");
        assertThatThrownBy(registry::check)
                .isInstanceOfSatisfying(TransientFailure.class, is(FailureCode.DEPENDENCY_DENIES));
    }

    @Test
    void areAnOutageOtherwise() {
        toWrite = new Answer(503, "");

        assertThatThrownBy(() -> new ContractRegistration(registry).register(CONTRACT))
                .isInstanceOfSatisfying(TransientFailure.class, is(FailureCode.DEPENDENCY_UNAVAILABLE));
    }

    @Test
    void areASentenceWhereASchemaWasTakenAndIsNotShown() {
        assertThatThrownBy(() -> new ContractRegistration(registry).register(CONTRACT))
                .isInstanceOfSatisfying(TransientFailure.class, is(FailureCode.DEPENDENCY_UNAVAILABLE))
                .hasMessageContaining(CONTRACT.schema().getFullName())
                .hasMessageContaining("does not show it");
    }

    @Test
    void neverShowALogin() {
        toWrite = new Answer(409, "");
        assertHidden(() -> registry.byId(1));
        assertHidden(() -> registry.idOf(CONTRACT.schema()));
        assertHidden(() -> registry.register(CONTRACT));
        toGet = new Answer(200, "{\"schema\": \"no schema\"}");
        assertHidden(() -> registry.byId(1));
        toGet = new Answer(200, "no JSON");
        assertHidden(registry::check);
    }

    @Test
    void neverShowALoginToWhoeverDoesNotWait() {
        Thread.currentThread().interrupt();
        try {
            assertHidden(registry::check);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static <F extends Failure> Consumer<F> is(FailureCode code) {
        return failure -> assertThat(failure.code()).isEqualTo(code);
    }

    private static void assertHidden(Runnable asking) {
        assertThatThrownBy(asking::run)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http://***@127.0.0.1")
                .hasMessageNotContaining("somebody")
                .hasMessageNotContaining("hunter2");
    }
}

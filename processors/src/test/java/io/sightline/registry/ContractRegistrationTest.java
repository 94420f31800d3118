package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry in which somebody else makes the rule of a schema between two questions. */
class ContractRegistrationTest {
    private static final ContractSchema CONTRACT = ContractSchema.all().get(0);
    private static final String RULE = ContractSchema.rule(CONTRACT.schema());
    private static final Map<String, String> NONE = Map.of("compatibilityLevel", "NONE");

    /** Whether others have made the rule, once somebody asks again. */
    private volatile boolean isMadeByOthers = true;

    private volatile boolean wasAsked;
    private HttpServer server;
    private ContractRegistration registration;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        registration = new ContractRegistration(new ConfluentRegistry(address, Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesTheRuleThatOthersHaveMadeMeanwhileForItsOwn() throws InterruptedException {
        assertThat(registration.register(CONTRACT).rule()).isEqualTo(RULE);
    }

    @Test
    void passesARefusalOnWhereNobodyHasMadeTheRule() {
        isMadeByOthers = false;

        assertThatThrownBy(() -> registration.register(CONTRACT))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("already exists");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                send(exchange, 409, Map.of("message", "A rule named 'COMPATIBILITY' already exists."));
            } else if (path.endsWith("/versions")) {
                send(exchange, 200, List.of(1));
            } else if (path.endsWith("/versions/1")) {
                send(exchange, 200, Map.of("id", 7, "schema", CONTRACT.text()));
            } else if (path.equals("/config")) {
                send(exchange, 200, NONE);
            } else if (wasAsked && isMadeByOthers) {
                send(exchange, 200, Map.of("compatibilityLevel", RULE));
            } else {
                wasAsked = true;
                send(exchange, 404, Map.of("error_code", 40401, "message", "no rule"));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, Object content) throws IOException {
        var body = new JsonMapper().writeValueAsBytes(content);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ProblemAnswerTest {
    private final DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final ProblemAnswer problems = new ProblemAnswer();

    @Test
    void saysWhatTheClientCanActOn() throws IOException {
        var failure = new PermanentFailure(FailureCode.INVALID_PARAMETER, "limit must be at most 1000, was 5000.");

        var problem = answer(new CamelExecutionException("failed", exchange, failure));

        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("detail").asText()).isEqualTo("limit must be at most 1000, was 5000.");
        assertThat(problem.path("traceId").asText()).hasSize(32);
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void keepsWhatTheClientCannotActOnToTheLog() throws IOException {
        exchange.getMessage().setHeader("secret", "s3cr3t");

        var problem = answer(new IllegalStateException("password s3cr3t of io.sightline.Thing"));

        assertThat(problem.path("code").asText()).isEqualTo("UNEXPECTED_FAILURE");
        assertThat(problem.toString()).doesNotContain("s3cr3t", "io.sightline", "Exception");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("secret");
    }

    /** Whoever calls a broken model would fill the log. */
    @Test
    void saysOnceAMinuteWhichModelFails() {
        var log = new ByteArrayOutputStream();
        var usual = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (var model : List.of("broken-1", "broken-1", "broken-2", "broken-1", "broken-2")) {
                exchange.getMessage().setHeader("model", model);
                problems.answer(
                        exchange,
                        new PermanentFailure(FailureCode.UNEXPECTED_FAILURE, "model " + model + " fails on an input"));
            }
            problems.answer(exchange, new IllegalStateException("fault-1"));
            problems.answer(exchange, new IllegalStateException("fault-2"));
        } finally {
            System.setErr(usual);
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("model broken-1 fails on an input")
                .containsOnlyOnce("model broken-2 fails on an input")
                .containsOnlyOnce("model=broken-1 ")
                .contains("fault-1", "fault-2");
    }

    @Test
    void asksToTryAgainWhileTheDatabaseIsAway() throws IOException {
        var problem = answer(new IllegalStateException(new SQLException("connection to 10.0.0.7 refused", "08001")));

        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(problem.path("code").asText()).isEqualTo("DEPENDENCY_UNAVAILABLE");
        assertThat(problem.toString()).doesNotContain("10.0.0.7");
        assertThat(problem.path("detail").asText())
                .isEqualTo("PostgreSQL is away; ask again later. Its cause is in the log of the server,"
                        + " by the trace id.");
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void namesTheStoreThatItsClientDoesNotReach() throws IOException {
        var nobody = MinioClient.builder()
                .endpoint("http://127.0.0.1:1")
                .credentials("key", "secret")
                .build();
        var thrown = catchThrowableOfType(
                IOException.class,
                () -> nobody.statObject(
                        StatObjectArgs.builder().bucket("sightline").object("x").build()));

        var problem = answer(thrown);

        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(problem.path("detail").asText()).startsWith("S3 object storage is away; ask again later. ");
    }

    @Test
    void namesNoServerWhereSomethingElseCannotBeReadOrWritten() throws IOException {
        var problem = answer(new IOException("no space left on device"));

        assertThat(problem.path("status").asInt()).isEqualTo(503);
        assertThat(problem.path("detail").asText())
                .isEqualTo("Its cause is in the log of the server, by the trace id.");
    }

    @Test
    void asksToTryAgainWhenAllPermitsAreTaken() throws IOException {
        var problem = answer(new TransientFailure(FailureCode.OVERLOADED, "all 2 permits are taken"));

        assertThat(problem.path("title").asText())
                .as("of a count of rows or an export too")
                .isEqualTo("More is asked for than can be done at once");

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void namesTheScopeInTheChallenge() throws IOException {
        exchange.setProperty(ProblemAnswer.REQUIRED_SCOPES, List.of("images:read"));

        answer(new PermanentFailure(FailureCode.FORBIDDEN, "The access token lacks the scope images:read."));

        assertThat(exchange.getMessage().getHeader("WWW-Authenticate", String.class))
                .contains("insufficient_scope", "scope=\"images:read\"");
    }

    @Test
    void asksForNoScopeWhenSomethingElseIsForbidden() throws IOException {
        answer(new PermanentFailure(FailureCode.FORBIDDEN, "The access token does not permit the source camera-2."));

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(403);
        assertThat(exchange.getMessage().getHeader("WWW-Authenticate")).isNull();
    }

    private JsonNode answer(Throwable thrown) throws IOException {
        problems.answer(exchange, thrown);
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/problem+json");
        return new JsonMapper().readTree(exchange.getMessage().getBody(byte[].class));
    }
}

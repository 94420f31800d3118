package io.sightline.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.camel.ContractStrategy;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.security.Caller;
import io.sightline.security.SourceRule;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditValveTest {
    private static final String FRAME = "/v1/frames/0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    private final Tomcat tomcat = new Tomcat();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<JsonNode> entries = new LinkedBlockingQueue<>();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        var contract = new UnservedContract()
                .with(HttpMethod.POST, "/v1/inference", "invokeInference", "inference:invoke")
                .with(HttpMethod.POST, "/v1/frames", "receiveFrame", "frames:write")
                .with(HttpMethod.GET, "/v1/frames/{id}", "readFrame", "detections:read")
                .with(HttpMethod.DELETE, "/v1/frames/{id}", "deleteFrame", "frames:write")
                .with(HttpMethod.POST, "/v1/hook", "wake", "")
                .readBy(new KeycloakSecurityPolicy());
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getEngine()
                .getPipeline()
                .addValve(new AuditValve(contract, new AuditLog(lines(), meters), meters, Clock.systemUTC()));
        tomcat.getEngine().getPipeline().addValve(new LostConnection());
        var context = tomcat.addContext("", folder.toString());
        var servlet = Tomcat.addServlet(context, "answers", new Answers());
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/", "answers");
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/frames, 202, write, receiveFrame",
        "POST, /v1/frames, 503, failure, receiveFrame",
        "DELETE, " + FRAME + ", 204, write, deleteFrame",
        "POST, /v1/hook, 202, write, wake",
        "POST, /v1/frames, 401, refusal, receiveFrame",
        "POST, /v1/frames, 403, refusal, receiveFrame",
        "POST, /v1/frames, 429, refusal, receiveFrame",
        "POST, /v1/inference, 401, refusal, invokeInference",
        "POST, /v1/inference, 415, refusal, invokeInference",
        "GET, " + FRAME + ", 403, refusal, readFrame",
        "GET, " + FRAME + ", 404, refusal, readFrame"
    })
    void writesDownWhatChangesSomethingOrIsRefused(
            String method, String path, int status, String event, String operation) throws Exception {
        ask(method, path, status);

        var entry = next();
        assertThat(entry.path("event").asText()).isEqualTo(event);
        assertThat(entry.path("operation").asText()).isEqualTo(operation);
        assertThat(entry.path("method").asText()).isEqualTo(method);
        assertThat(entry.path("resource").asText()).isEqualTo(path);
        assertThat(entry.path("status").asInt()).isEqualTo(status);
        assertThat(entry.path("client").asText()).isEqualTo("sightline-dev");
        assertThat(entry.path("remote").asText()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /v1/frames, 405", "GET, /v1/nothing, 404", "POST, /v1/frames/, 400", "PROPFIND, /docs, 405"})
    void writesDownRefusalsOfWhatIsInNoContract(String method, String path, int status) throws Exception {
        ask(method, path, status);

        var entry = next();
        assertThat(entry.path("event").asText()).isEqualTo("refusal");
        assertThat(entry.path("method").asText()).isEqualTo(method);
        assertThat(entry.has("operation")).isFalse();
    }

    /** What no filter sees. */
    @ParameterizedTest
    @CsvSource({
        "GET /v1/%2F HTTP/1.1, 400",
        "GET /v1/[ HTTP/1.1, 400",
        "G@T /v1/frames HTTP/1.1, 400",
        "GET /v1/frames HTTP/9.9, 505",
        "CONNECT /v1/frames HTTP/1.1, 501"
    })
    void writesDownWhatTomcatRefusesByItself(String line, int status) throws Exception {
        var answer = send(line);

        assertThat(answer).contains(" " + status + " ");
        var entry = next();
        assertThat(entry.path("event").asText()).isEqualTo("refusal");
        assertThat(entry.path("status").asInt()).isEqualTo(status);
        assertThat(meters.get("sightline.http.refusals")
                        .tag("code", "INVALID_PARAMETER")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void writesDownNeitherReadsNorInferencesNorFailedReads() throws Exception {
        ask("GET", FRAME, 200);
        ask("POST", "/v1/inference", 200);
        ask("POST", "/v1/inference", 302);
        ask("GET", FRAME, 503);
        ask("POST", "/v1/frames", 202);

        assertThat(next().path("operation").asText()).isEqualTo("receiveFrame");
        assertThat(entries).isEmpty();
    }

    /** While the runtime starts, no contract is known that would tell an inference from a change. */
    @Test
    void writesDownNothingThatIsTurnedAwayBeforeARouteIsThere() throws Exception {
        ask("POST", "/unknown?starting", 503);
        ask("POST", "/unknown", 503);

        assertThat(next().path("code").asText()).isEqualTo("OVERLOADED");
        assertThat(entries).isEmpty();
    }

    @Test
    void writesDownOnceWhatIsAnsweredByAnotherThread() throws Exception {
        ask("POST", "/v1/frames?async", 202);
        ask("DELETE", FRAME, 204);

        assertThat(next().path("status").asInt()).isEqualTo(202);
        assertThat(next().path("status").asInt()).isEqualTo(204);
        assertThat(entries).isEmpty();
    }

    /** Tomcat makes a failure of its own of it. */
    @Test
    void saysWhatWasAnsweredThoughTheClientHasGone() throws Exception {
        send("POST /v1/frames?gone HTTP/1.1\r\nStatus: 400");

        var entry = next();
        assertThat(entry.path("status").asInt()).isEqualTo(400);
        assertThat(entry.path("event").asText()).isEqualTo("refusal");
    }

    @Test
    void countsRefusalsByCodeAndContractAndNothingThatAClientChooses() throws Exception {
        ask("GET", FRAME, 403);
        ask("POST", "/v1/frames", 403);
        ask("POST", "/v2/models/mine/infer", 403);
        ask("GET", "/made-up-" + System.nanoTime(), 404);
        ask("GET", FRAME, 200);
        ask("POST", "/v1/frames", 202);

        assertThat(meters.find("sightline.http.refusals").counters())
                .extracting(counter -> counter.getId().getTag("contract") + " "
                        + counter.getId().getTag("code") + " " + (int) counter.count())
                .containsExactlyInAnyOrder("v1 FORBIDDEN 2", "v2 FORBIDDEN 1", "none NOT_FOUND 1");
        assertThat(meters.find("sightline.http.refusals").counters())
                .allSatisfy(counter -> assertThat(counter.getId().getTags()).hasSize(2));
    }

    @Test
    void countsTheCodeThatTheAnswerNames() throws Exception {
        ask("POST", "/v1/frames?code=INVALID_SOURCE", 400);

        assertThat(next().path("code").asText()).isEqualTo("INVALID_SOURCE");
        assertThat(meters.get("sightline.http.refusals")
                        .tags("code", "INVALID_SOURCE", "contract", "v1")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private JsonNode next() throws InterruptedException {
        return requireNonNull(entries.poll(30, TimeUnit.SECONDS), "an entry");
    }

    /** Its entry is written before the connection ends. */
    private void ask(String method, String target, int status) throws IOException {
        assertThat(send(method + " " + target + " HTTP/1.1\r\nStatus: " + status))
                .startsWith("HTTP/1.1 " + status);
    }

    private String send(String head) throws IOException {
        try (var client = new Socket("127.0.0.1", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream()
                    .write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private AuditLines lines() {
        return new AuditLines() {
            @Override
            public boolean write(byte[] line) {
                try {
                    return entries.add(new JsonMapper().readTree(line));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {}
        };
    }

    /** Cuts the connection once the answer is made. */
    private static final class LostConnection extends ValveBase {
        LostConnection() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if ("gone".equals(request.getQueryString()) && !request.isAsync()) {
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            }
        }
    }

    /** Answers with the status that the request names, as a problem where it names a code. */
    private static final class Answers extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            var caller = new Caller("7c1f", "sightline-dev", Set.of(), Set.of(), SourceRule.NONE);
            request.setAttribute(ContractStrategy.CALLER, caller);
            var query = String.valueOf(request.getQueryString());
            var status = Integer.parseInt(request.getHeader("Status"));
            if (query.equals("gone") && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            } else if (query.equals("async")) {
                var async = request.startAsync();
                async.start(() -> {
                    response.setStatus(status);
                    async.complete();
                });
            } else if (query.equals("starting")) {
                new StartingFilter().doFilter(request, response, (passed, by) -> {});
            } else if (query.startsWith("code=")) {
                var code = FailureCode.valueOf(query.substring("code=".length()));
                ProblemResponse.write(request, response, Problem.of(code, status, null, null));
            } else {
                response.setStatus(status);
            }
        }
    }
}

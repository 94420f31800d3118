package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sightline.camel.CallNotes;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceValveTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Tomcat tomcat = new Tomcat();
    private final KeptSpans collector = new KeptSpans(CompletableResultCode::ofSuccess);
    private final OtlpTracer tracer =
            new OtlpTracer(new SpanQueue(collector, 100, Duration.ofSeconds(5), new SimpleMeterRegistry()), 1, "1.2.3");
    /** What is handed on by whatever a call causes. */
    private final List<String> causes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        var contract = new UnservedContract()
                .with(HttpMethod.GET, "/v1/frames/{id}", "readFrame", "detections:read")
                .readBy(new KeycloakSecurityPolicy());
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getEngine().getPipeline().addValve(new TraceValve(tracer, contract));
        var context = tomcat.addContext("", folder.toString());
        var servlet = Tomcat.addServlet(context, "later", new Later());
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/", "later");
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/frames/secret, GET /v1/frames/{id}, GET",
        "GET, /elsewhere/secret, GET, GET",
        "SECRET, /v1/frames/1, HTTP, _OTHER"
    })
    void namesCallsByTheirContractAndByNothingOfTheClients(String method, String path, String name, String known)
            throws Exception {
        var span = spanOf(method, path);

        assertThat(span.getName()).isEqualTo(name);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("http.request.method")))
                .isEqualTo(known);
        assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(202);
        assertThat(span.getAttributes().asMap().values().toString()).doesNotContainIgnoringCase("secret");
    }

    @Test
    void isOneSpanAndWhatIsCausedLaterAPartOfIt() throws Exception {
        var span = spanOf("GET", "/v1/frames/1");

        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(causes).hasSize(2).containsOnly(span.getSpanId());
    }

    private SpanData spanOf(String method, String path) throws Exception {
        var address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
        var request = HttpRequest.newBuilder(address)
                .version(HttpClient.Version.HTTP_1_1)
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .method(method, BodyPublishers.noBody());
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
        // A call is over when Tomcat says so, which is after its answer.
        tomcat.stop();
        tracer.close();
        assertThat(collector.given).hasSize(1);
        return collector.given.get(0);
    }

    /** Answers at the second time, as what is done on other threads is. */
    private final class Later extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            causes.add(CallNotes.of(request).trace().spanId());
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(202);
            } else {
                request.startAsync().dispatch();
            }
        }
    }
}

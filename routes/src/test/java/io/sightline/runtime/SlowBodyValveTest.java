package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowBodyValveTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    /** Tomcat itself waits for twice as long. */
    private static final int PATIENCE_MILLIS = 30_000;

    private static final int ENOUGH_CHUNKS = 5_000_000;
    private static final byte[] CHUNK = "1\r\na\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Tomcat tomcat = new Tomcat();
    /** What each request led to on the side of the server. */
    private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        var protocol = new ApiProtocol();
        protocol.setLongestRest(SHORT);
        protocol.setLongestHead(SHORT);
        protocol.setMaxSwallowSize(-1);
        var connector = new Connector(protocol);
        connector.setPort(0);
        tomcat.setConnector(connector);
        tomcat.getEngine().getPipeline().addValve(new SlowBodyValve(SHORT, new AwaitedBodies(100)));
        var context = tomcat.addContext("", folder.toString());
        var servlet = Tomcat.addServlet(context, "readings", new Readings());
        servlet.setMultipartConfigElement(new MultipartConfigElement(folder.toString()));
        context.addServletMappingDecoded("/", "readings");
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void cutsOffABodyThatTakesTooLong() throws Exception {
        assertThat(isEndedByServer("/read", "application/octet-stream", "")).isTrue();
        assertThat(outcome()).isEqualTo(FailureCode.BODY_TOO_SLOW);
    }

    @Test
    void cutsOffABodyThatNeverComes() throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream().write(head("/read", "Content-Length: 3000"));

            assertThat(outcome()).isEqualTo(FailureCode.BODY_TOO_SLOW);
        }
    }

    @Test
    void cutsOffAFormThatTakesTooLong() throws Exception {
        var start = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

        assertThat(isEndedByServer("/read", "multipart/form-data; boundary=x", start))
                .isTrue();
        assertThat(outcome()).isEqualTo(FailureCode.BODY_TOO_SLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "1\r\nxx\r\n", "-1\r\n"})
    void cutsOffABodyWhoseChunksAreBroken(String chunk) throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream().write(head("/read", "Transfer-Encoding: chunked"));
            client.getOutputStream().write(chunk.getBytes(StandardCharsets.US_ASCII));

            assertThat(outcome()).isEqualTo(FailureCode.INVALID_PARAMETER);
            // The rest of the connection is nobody's request.
            assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void cutsOffABodyThatIsShorterThanItSays() throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream().write(head("/read", "Content-Length: 3"));
            client.getOutputStream().write(1);
            client.shutdownOutput();

            assertThat(outcome()).isEqualTo(FailureCode.INVALID_PARAMETER);
        }
    }

    @Test
    void closesTheConnectionOfARefusedUploadThatGoesOnAndOn() throws Exception {
        assertThat(isEndedByServer("/refuse", "application/octet-stream", "")).isTrue();
    }

    /** Its thread is for others; what Tomcat refuses by itself is let go as well. */
    @ParameterizedTest
    @CsvSource({
        "/refuse, Content-Length: 3000, 401",
        "/refuse, Transfer-Encoding: chunked, 401",
        "/%2F, Content-Length: 3000, 400",
        "/read, Content-Length: 3000, 200"
    })
    void letsGoOfAnUploadThatNeverComes(String path, String header, int status) throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write(head(path, header));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void closesAConnectionWhoseHeadTakesTooLong() throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.setSoTimeout(1);
            client.getOutputStream().write("GET /read HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));

            assertThat(isEndedByServer(client)).isTrue();
        }
    }

    /** Goes on with the head, byte by byte. */
    private static boolean isEndedByServer(Socket client) throws IOException {
        for (var i = 0; i < 5_000; i++) {
            try {
                client.getOutputStream().write('a');
                if (client.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // Still open.
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void readsARefusedUploadOnSoThatTheClientSeesTheAnswer() throws Exception {
        // Given
        var body = new byte[8 << 20];
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            // When
            client.getOutputStream().write(head("/refuse", "Content-Length: " + body.length));
            client.getOutputStream().write(body);
            // Then
            assertThat(status(client)).contains("401");
        }
    }

    @Test
    void givesEachRequestOfAConnectionItsOwnTime() throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            for (var i = 0; i < 2; i++) {
                client.getOutputStream().write(head("/read", "Content-Length: 3"));
                client.getOutputStream().write(new byte[3]);
                assertThat(outcome()).isEqualTo(3);
            }
        }
    }

    /** Sends a body without end, byte by byte; says whether the server has ended the connection. */
    private boolean isEndedByServer(String path, String type, String start) throws IOException {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            var target = client.getOutputStream();
            target.write(head(path, "Transfer-Encoding: chunked\r\nContent-Type: " + type));
            if (!start.isEmpty()) {
                target.write((Integer.toHexString(start.length()) + "\r\n" + start + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            for (var i = 0; i < ENOUGH_CHUNKS; i++) {
                try {
                    target.write(CHUNK);
                } catch (IOException e) {
                    return true;
                }
            }
            return false;
        }
    }

    private Object outcome() throws InterruptedException {
        var outcome = outcomes.poll(30, TimeUnit.SECONDS);
        return outcome == null ? "nothing" : outcome;
    }

    private static byte[] head(String path, String headers) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String status(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private final class Readings extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            if (request.getServletPath().equals("/refuse")) {
                response.setStatus(401);
                return;
            }
            Object length = "a broken form";
            try {
                length = request.getContentType() == null
                                || !request.getContentType().startsWith("multipart")
                        ? request.getInputStream().readAllBytes().length
                        : request.getParts().size();
            } catch (IOException e) {
                response.setStatus(400);
            }
            outcomes.add(
                    request.getAttribute(ContractStrategy.BODY_FAILURE) instanceof Failure failure
                            ? failure.code()
                            : length);
        }
    }
}

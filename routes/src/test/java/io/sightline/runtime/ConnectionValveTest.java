package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.AnswerConnection;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionValveTest {
    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getEngine().getPipeline().addValve(new ConnectionValve());
        var context = tomcat.addContext("", folder.toString());
        var servlet = Tomcat.addServlet(context, "answers", new Answers());
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "answers");
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void endsAWholeAnswerAsHttpSays() throws Exception {
        assertThat(get("/whole").body()).isEqualTo("a part");
    }

    @Test
    void letsNoAnswerThatWasCutPassForAWholeOne() {
        assertThatThrownBy(() -> get("/cut")).isInstanceOf(IOException.class);
    }

    @Test
    void liftsTheTimeLimitOfTheRequest() throws Exception {
        assertThat(get("/open").body()).isEqualTo("a part 0");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    /** Answers from a thread of its own, as the runtime does, and ends the answer whatever happened. */
    private static final class Answers extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            var connection = (AnswerConnection) request.getAttribute(AnswerConnection.ATTRIBUTE);
            var async = request.startAsync();
            async.setTimeout(30_000);
            async.start(() -> {
                try (var body = response.getOutputStream()) {
                    body.print("a part");
                    body.flush();
                    if (request.getRequestURI().equals("/cut")) {
                        connection.cut();
                    }
                    if (request.getRequestURI().equals("/open")) {
                        connection.keepOpen();
                        body.print(" " + async.getTimeout());
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    async.complete();
                }
            });
        }
    }
}

package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatLogTest {
    private static final String SECRET = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIi";

    /** Above all of Tomcat's, with all that somebody could want to see. */
    private final Logger tomcats = Logger.getLogger("org.apache");

    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start(@TempDir Path folder) throws LifecycleException {
        tomcats.setLevel(Level.ALL);
        handler.setLevel(Level.ALL);
        tomcats.addHandler(handler);
        TomcatLog.keepTextsOfClientsOut();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.addContext("", folder.toString());
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        tomcats.removeHandler(handler);
        tomcats.setLevel(null);
    }

    @Test
    void quotesNoRequest() throws Exception {
        // When
        for (var head : new String[] {
            "GET /x?access_token=" + SECRET + "&y=[ HTTP/1.1\r\nHost: a",
            "GET /" + SECRET + "[ HTTP/1.1\r\nHost: a",
            "G@T" + SECRET + " / HTTP/1.1\r\nHost: a",
            "GET / HTTP/" + SECRET + "\r\nHost: a",
            "GET / HTTP/1.1\r\nHost: " + SECRET + "[",
            "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + SECRET,
            "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=\"" + SECRET + "\u0001",
            "GET / HTTP/1.1\r\nHost: a\r\n" + SECRET + "@: b",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + SECRET,
            "GET http://" + SECRET + "[/ HTTP/1.1\r\nHost: a"
        }) {
            ask(head);
        }
        // Then
        assertThat(records).as("the log is looked at").isNotEmpty();
        assertThat(records).noneMatch(TomcatLogTest::holdsTheSecret);
    }

    private void ask(String head) throws Exception {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream()
                    .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static boolean holdsTheSecret(LogRecord logged) {
        return String.valueOf(logged.getMessage()).contains(SECRET)
                || (logged.getThrown() != null && logged.getThrown().toString().contains(SECRET));
    }
}

package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gateway before Keycloak shows, which tells its time as Keycloak itself does not. */
class RealmQuestionsTest {
    @Test
    void findAClockThatIsOff() throws Exception {
        var wrong = clock(Duration.ofMinutes(3));

        assertThat(clock(Duration.ZERO).outcome()).isEqualTo(Outcome.OK);
        assertThat(wrong.check()).isEqualTo("clock.keycloak");
        assertThat(wrong.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(wrong.found()).endsWith("tokens are refused that were just given");
    }

    private static Finding clock(Duration ahead) throws IOException, InterruptedException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            var web = new Web(Optional.empty(), Clock.offset(Clock.systemUTC(), ahead));
            var realm = "http://localhost:" + server.getAddress().getPort() + "/realms/a";
            return new RealmQuestions(web, realm, "b").clock();
        } finally {
            server.stop(0);
        }
    }
}

package io.sightline.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.gate.BrokerProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {
    @Test
    void leavesBrokersThatAreAwayToTheGates() throws IOException {
        var address = closed();
        try (var admin = admin(Map.of("bootstrap.servers", address))) {
            assertThatCode(() -> check(admin, address)).doesNotThrowAnyException();
        }
    }

    /** A server that answers TLS with something else looks to Kafka's client as if the handshake had been refused. */
    @Test
    void endsStartUpWhenTheBrokersAreNotToBeBelieved() throws IOException {
        try (var plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var address = "localhost:" + plain.getLocalPort();
            answerAll(plain);
            try (var admin = admin(Map.of("bootstrap.servers", address, "security.protocol", "SSL"))) {
                assertThatThrownBy(() -> check(admin, address))
                        .isInstanceOf(StartupException.class)
                        .hasMessageStartingWith("Kafka at " + address + " cannot be used: ");
            }
        }
    }

    @Test
    void tellsEveryCauseOnceAndWhereToLook() {
        var cause = new IllegalStateException("unable to find a valid certification path");
        var failure =
                new SslAuthenticationException("SSL handshake failed", new IOException("handshake failed", cause));

        var refused = BrokerCheck.refused("kafka:9093", failure);

        assertThat(refused)
                .hasMessage("Kafka at kafka:9093 cannot be used: SSL handshake failed:"
                        + " unable to find a valid certification path");
        assertThat(refused.action()).contains("camel.component.kafka.", ".ssl-truststore-location");
    }

    private static void check(Admin admin, String address) {
        new BrokerCheck(new BrokerProbe(() -> admin), address).afterSingletonsInstantiated();
    }

    private static Admin admin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    private static String closed() throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return "localhost:" + socket.getLocalPort();
        }
    }

    /** Until the socket is closed. */
    private static void answerAll(ServerSocket server) {
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

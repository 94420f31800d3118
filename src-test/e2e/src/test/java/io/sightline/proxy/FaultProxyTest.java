package io.sightline.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int SHORT = 300;
    private static final int LONG = 20_000;

    private final EchoServer server = EchoServer.start();
    private final FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (var client = connect()) {
            assertThat(exchange(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void listensOnTheLoopbackInterfaceAlone() throws IOException {
        try (var client = connect()) {
            assertThat(client.getInetAddress().isLoopbackAddress()).isTrue();
        }
        assertThat(proxy.address()).startsWith("127.0.0.1:");
    }

    @Test
    void holdsBackWhatALivingConnectionSendsUntilTheDelayEnds() throws IOException {
        try (var client = connect()) {
            exchange(client, "before");
            // When
            proxy.begin(new Fault.Delay(Duration.ofHours(1)));
            send(client, "delayed");
            // Then
            assertThatNothingComes(client);
            proxy.heal();
            assertThat(receive(client, 7)).isEqualTo("delayed");
        }
    }

    @Test
    void passesBytesWhenTheDelayIsOver() throws IOException {
        try (var client = connect()) {
            proxy.begin(new Fault.Delay(Duration.ofMillis(20)));
            assertThat(exchange(client, "late")).isEqualTo("late");
        }
    }

    @Test
    void acceptsAndPassesNothingAsABlackHoleAndLosesNothingAfterIt() throws IOException {
        proxy.begin(new Fault.BlackHole());
        try (var client = connect()) {
            // When
            send(client, "held");
            // Then
            assertThatNothingComes(client);
            proxy.heal();
            assertThat(receive(client, 4)).isEqualTo("held");
        }
    }

    @Test
    void closesLivingAndNewConnectionsWhenCut() throws IOException {
        try (var living = connect()) {
            exchange(living, "hello");
            // When
            proxy.begin(new Fault.Cut());
            // Then
            assertThat(living.getInputStream().read()).isEqualTo(-1);
            try (var late = connect()) {
                assertThat(late.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void resetsLivingConnections() throws IOException {
        try (var living = connect()) {
            exchange(living, "hello");
            // When
            proxy.begin(new Fault.Reset());
            // Then
            assertThatThrownBy(() -> living.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void refusesConnectionsAndListensOnTheSamePortAgain() throws IOException {
        // When
        proxy.begin(new Fault.Refuse());
        // Then
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        proxy.heal();
        try (var client = connect()) {
            assertThat(exchange(client, "back")).isEqualTo("back");
        }
    }

    @Test
    void endsAnAnswerAfterSoManyBytesAndHealsAfterSoManyStrikes() throws IOException {
        // Given
        proxy.begin(new Fault.Truncate(3), 1);
        // When
        try (var client = connect()) {
            send(client, "truncated");
            // Then
            assertThat(client.getInputStream().readAllBytes()).hasSize(3);
        }
        assertThat(proxy.strikes()).isEqualTo(1);
        try (var client = connect()) {
            assertThat(exchange(client, "whole")).isEqualTo("whole");
        }
    }

    @Test
    void losesTheAnswerThatHoldsATextAfterTheServerHasActed() throws IOException {
        // Given
        proxy.begin(new Fault.Lose(Direction.ANSWER, "COMMIT"), 1);
        try (var client = connect()) {
            assertThat(exchange(client, "BEGIN")).isEqualTo("BEGIN");
            // When
            send(client, "COMMIT");
            // Then
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(server.received()).contains("COMMIT");
    }

    @Test
    void losesARequestBeforeTheServerSeesIt() throws IOException {
        // Given
        proxy.begin(new Fault.Lose(Direction.REQUEST, "COMMIT"));
        try (var client = connect()) {
            // When
            send(client, "COMMIT");
            // Then
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(server.received()).doesNotContain("COMMIT");
    }

    @Test
    void answersInPlaceOfTheServer() throws IOException {
        // Given
        proxy.begin(new Fault.Answer("HTTP/1.1 503 Slow Down\r\n\r\n"));
        try (var client = connect()) {
            // When
            send(client, "GET / HTTP/1.1\r\n\r\n");
            client.shutdownOutput();
            // Then
            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 503");
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    void changesTheLastByteOfLongAnswers() throws IOException {
        // Given
        proxy.begin(new Fault.Corrupt(5), 1);
        try (var client = connect()) {
            // Then
            assertThat(exchange(client, "hi")).isEqualTo("hi");
            assertThat(exchange(client, "picture")).startsWith("pictur").isNotEqualTo("picture");
            assertThat(exchange(client, "picture")).isEqualTo("picture");
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(LONG);
        return socket;
    }

    private static String exchange(Socket client, String text) throws IOException {
        send(client, text);
        return receive(client, text.length());
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String receive(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), ISO_8859_1);
    }

    private static void assertThatNothingComes(Socket client) throws IOException {
        client.setSoTimeout(SHORT);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(LONG);
    }
}

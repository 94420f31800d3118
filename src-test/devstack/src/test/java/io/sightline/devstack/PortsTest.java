package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.Ports.Use;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void takesAFreePortAndSaysSoWhenTheUsualOneIsTaken() throws IOException {
        // Given
        List<String> lines = new ArrayList<>();
        try (var holder = new ServerSocket()) {
            hold(holder, 9092);
            // When
            var ports = Ports.choose(true, lines::add);
            // Then
            assertThat(ports.of(Use.KAFKA)).isNotEqualTo(9092);
            assertThat(lines).contains("Port 9092 is taken; Kafka uses " + ports.of(Use.KAFKA));
        }
    }

    @Test
    void givesNoPortTwiceAndSaysNothingWhenAnyPortWillDo() {
        // Given
        List<String> lines = new ArrayList<>();
        // When
        var ports = Ports.choose(false, lines::add);
        // Then
        Set<Integer> numbers = new HashSet<>();
        Arrays.stream(Use.values()).forEach(use -> numbers.add(ports.of(use)));
        assertThat(numbers).hasSize(Use.values().length);
        assertThat(lines).isEmpty();
    }

    /** When somebody else holds it already, it is taken as well. */
    private static void hold(ServerSocket holder, int port) {
        try {
            holder.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            assertThat(taken).hasMessageContaining("in use");
        }
    }
}

package io.sightline.devstack.server;

import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Whoever connects is let in, and nothing is encrypted: for the loopback interface, or a network of this machine alone.
 */
record PlainListeners(String address, int port, int controllerPort) implements Listeners {
    @Override
    public Map<String, String> node() {
        return Map.of(
                "controller.quorum.voters", "1@localhost:" + controllerPort,
                "listeners", "BROKER://" + address + ":" + port + ",CONTROLLER://localhost:" + controllerPort,
                "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    @Override
    public Map<String, Object> administrator() {
        return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address + ":" + port);
    }
}

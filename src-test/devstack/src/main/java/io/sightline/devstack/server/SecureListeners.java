package io.sightline.devstack.server;

import io.sightline.devstack.Certificates;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * TLS on every port: clients show a token of a Keycloak realm whose audience is kafka; the node itself, and whoever
 * administers it, a certificate.
 *
 * @param realm address of the realm, which its tokens name as their issuer
 * @param port for clients
 * @param brokerPort for brokers and the administrator
 */
record SecureListeners(Certificates certificates, String realm, int port, int brokerPort, int controllerPort)
        implements Listeners {
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.";

    @Override
    public Map<String, String> node() {
        Map<String, String> settings = new HashMap<>(tls());
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put(
                "listeners",
                "CLIENTS://localhost:" + port + ",BROKER://localhost:" + brokerPort + ",CONTROLLER://localhost:"
                        + controllerPort);
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,BROKER:SSL,CONTROLLER:SSL");
        settings.put("listener.name.broker.ssl.client.auth", "required");
        settings.put("listener.name.controller.ssl.client.auth", "required");
        settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put(
                "listener.name.clients.oauthbearer.sasl.server.callback.handler.class",
                OAUTH + "OAuthBearerValidatorCallbackHandler");
        settings.put("listener.name.clients.oauthbearer.sasl.jaas.config", login());
        // CVE-2026-33557: by default Kafka 4.1.1 verifies nothing of a token.
        settings.put("sasl.oauthbearer.jwt.validator.class", OAUTH + "BrokerJwtValidator");
        settings.put("sasl.oauthbearer.jwks.endpoint.url", realm + CoreServers.KEYS);
        settings.put("sasl.oauthbearer.expected.issuer", realm);
        settings.put("sasl.oauthbearer.expected.audience", "kafka");
        return settings;
    }

    @Override
    public Map<String, Object> administrator() {
        Map<String, Object> settings = new HashMap<>(tls());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:" + brokerPort);
        settings.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "SSL");
        return settings;
    }

    private Map<String, String> tls() {
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                certificates.serverStore().toString(),
                "ssl.keystore.password",
                Certificates.PASSWORD,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString());
    }

    /**
     * Whom to believe who the realm is. The rest is for a login of this listener that Kafka makes and nobody uses:
     * brokers talk to each other by certificates.
     */
    private String login() {
        return OAUTH + "OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"unused\""
                + " ssl.truststore.type=\"PEM\" ssl.truststore.location=\"" + certificates.authority() + "\";";
    }
}

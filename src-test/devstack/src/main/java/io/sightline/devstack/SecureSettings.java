package io.sightline.devstack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a runtime is told beside addresses when the servers speak TLS only.
 *
 * @param certificates what the servers show
 * @param realm address of the realm that gives Kafka's tokens
 */
record SecureSettings(Certificates certificates, String realm) {
    /** Gives its service account tokens for Kafka and for nothing else. */
    private static final String CLIENT = "sightline-runtime";

    private static final String KAFKA = "org.apache.kafka.common.security.oauthbearer.";

    Map<String, String> all() {
        Map<String, String> settings = new LinkedHashMap<>();
        var bundle = "spring.ssl.bundle.pem.";
        settings.put(bundle + "api.reload-on-update", "true");
        settings.put(
                bundle + "api.keystore.certificate", certificates.api().toUri().toString());
        settings.put(
                bundle + "api.keystore.private-key",
                certificates.apiKey().toUri().toString());
        settings.put(bundle + "servers.reload-on-update", "true");
        settings.put(
                bundle + "servers.truststore.certificate",
                certificates.authority().toUri().toString());
        settings.put("server.ssl.bundle", "api");
        settings.put("sightline.s3.ssl-bundle", "servers");
        settings.put("sightline.registry.ssl-bundle", "servers");
        settings.put("sightline.keycloak.ssl-bundle", "servers");
        var kafka = "camel.component.kafka.";
        settings.put(kafka + "security-protocol", "SASL_SSL");
        settings.put(kafka + "ssl-truststore-type", "PEM");
        settings.put(kafka + "ssl-truststore-location", certificates.authority().toString());
        settings.put(kafka + "sasl-mechanism", "OAUTHBEARER");
        settings.put(kafka + "sasl-jaas-config", login());
        settings.put(
                kafka + "additional-properties[sasl.login.callback.handler.class]",
                KAFKA + "OAuthBearerLoginCallbackHandler");
        settings.put(
                kafka + "additional-properties[sasl.oauthbearer.token.endpoint.url]",
                realm + "/protocol/openid-connect/token");
        return settings;
    }

    /** Parameters of the database's URL. */
    static String ofDatabase(Certificates certificates) {
        return "&sslmode=verify-full&sslrootcert=" + certificates.authority();
    }

    /** Kafka verifies the realm's server by what stands here, not by the settings of its brokers. */
    private String login() {
        return KAFKA + "OAuthBearerLoginModule required clientId=\"" + CLIENT + "\" clientSecret=\""
                + KeycloakProcess.SECRET + "\" ssl.truststore.type=\"PEM\" ssl.truststore.location=\""
                + certificates.authority() + "\";";
    }
}

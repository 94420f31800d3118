package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keycloak with the realms of this module. */
final class KeycloakProcess implements AutoCloseable {
    /**
     * The secret of every client that has one: this Keycloak answers on the loopback interface, or where it was told
     * to.
     */
    static final String SECRET = "dev-only";

    private static final String NAME = "keycloak";

    private final ServerProcess process;
    private final KeycloakDatabase database;
    private final Http http;
    private final String address;
    private boolean ready;

    private KeycloakProcess(ServerProcess process, KeycloakDatabase database, Http http, String address) {
        this.process = process;
        this.database = database;
        this.http = http;
        this.address = address;
    }

    static KeycloakProcess start(KeycloakDistribution distribution, DevStackOptions options, Ports ports, Http http) {
        var address = address(options, ports);
        var database = KeycloakDatabase.in(options.data(), distribution);
        var arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-host=" + options.number(),
                // Others know this machine by names of their own, and tokens say the one that was asked for them.
                options.isLoopback() ? "--hostname=" + address : "--hostname-strict=false",
                "--db-url=" + database.url()));
        arguments.addAll(listener(options.certificates(), ports.of(Use.KEYCLOAK)));
        var command = distribution.command(options.data(), arguments);
        var process = ServerProcess.start("Keycloak", options.data(), NAME, command);
        return new KeycloakProcess(process, database, http, address);
    }

    private static String address(DevStackOptions options, Ports ports) {
        return options.scheme() + ports.address(Use.KEYCLOAK);
    }

    /** The issuer of the tokens that the runtime and Kafka accept. */
    static String realm(DevStackOptions options, Ports ports) {
        return address(options, ports) + "/realms/" + DevStack.REALM;
    }

    private static List<String> listener(@Nullable Certificates certificates, int port) {
        if (certificates == null) {
            return List.of("--http-enabled=true", "--http-port=" + port);
        }
        return List.of(
                "--http-enabled=false",
                "--https-port=" + port,
                "--https-certificate-file=" + certificates.server(),
                "--https-certificate-key-file=" + certificates.serverKey());
    }

    void awaitReady() {
        var discovery = address + "/realms/" + DevStack.REALM + "/.well-known/openid-configuration";
        http.awaitAnswer(process, discovery, Duration.ofMinutes(3));
        ready = true;
    }

    /** Gets an access token by the client-credentials grant. */
    String token(String realm, String client) {
        var form = Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", SECRET);
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var endpoint = address + "/realms/" + realm + "/protocol/openid-connect/token";
        return http.send("POST", endpoint, "application/x-www-form-urlencoded", body)
                .path("access_token")
                .asText();
    }

    String address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.stop();
        if (ready) {
            database.keepAsTemplate();
        }
    }
}

package io.sightline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The running API as a client sees it, and the database behind it. */
final class Api {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Tokens tokens;
    private final URI address;
    private final JdbcTemplate database;
    private final FaultProxy postgresql;
    private final ConfigurableApplicationContext runtime;

    /**
     * @param tokens access token by realm and client
     * @param postgresql stands before the database
     */
    Api(BinaryOperator<String> tokens, FaultProxy postgresql, ConfigurableApplicationContext runtime) {
        this.tokens = new Tokens(tokens);
        this.postgresql = postgresql;
        this.runtime = runtime;
        this.address = URI.create("http://127.0.0.1:" + runtime.getEnvironment().getProperty("local.server.port"));
        this.database = new JdbcTemplate(runtime.getBean(DataSource.class));
    }

    JdbcTemplate database() {
        return database;
    }

    /** What stands between the API and its database. */
    FaultProxy postgresql() {
        return postgresql;
    }

    URI address() {
        return address;
    }

    /** A property of the running process. */
    String property(String name) {
        return runtime.getEnvironment().getRequiredProperty(name);
    }

    /** A bean of the running process. */
    <T> T bean(Class<T> type) {
        return runtime.getBean(type);
    }

    /** An access token of the realm that the API accepts. */
    String token(String client) {
        return token(DevStack.REALM, client);
    }

    String token(String realm, String client) {
        return tokens.of(realm, client);
    }

    /** Reads a path with the token of a client of the realm. */
    HttpResponse<byte[]> get(String path, String client) {
        return send(path, request -> request.header("Authorization", "Bearer " + token(client)));
    }

    /** Posts a body with the token of the client that has every scope. */
    HttpResponse<byte[]> post(String path, String mediaType, byte[] body) {
        return send(
                path,
                request -> request.header("Authorization", "Bearer " + token("sightline-dev"))
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> send(String path, UnaryOperator<HttpRequest.Builder> change) {
        return send(change.apply(HttpRequest.newBuilder(URI.create(address + path))));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofByteArray());
    }

    /** Sends a request whose answer is read as it comes. */
    HttpResponse<InputStream> open(String path, UnaryOperator<HttpRequest.Builder> change) {
        return send(change.apply(HttpRequest.newBuilder(URI.create(address + path))), BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Calls an operation of the contract.
     *
     * @param target path and query
     * @param client whose token is sent; empty for none
     */
    HttpResponse<byte[]> call(ContractCall call, String target, byte[] body, String client) {
        return call(call, target, body, client, request -> request);
    }

    HttpResponse<byte[]> call(
            ContractCall call, String target, byte[] body, String client, UnaryOperator<HttpRequest.Builder> change) {
        return send(target, request -> {
            if (!client.isEmpty()) {
                request.header("Authorization", "Bearer " + token(client));
            }
            if (!call.mediaType().isEmpty()) {
                request.header("Content-Type", call.mediaType());
            }
            return change.apply(request.method(call.method(), BodyPublishers.ofByteArray(body)));
        });
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

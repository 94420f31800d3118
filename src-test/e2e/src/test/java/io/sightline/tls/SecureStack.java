package io.sightline.tls;

import io.sightline.devstack.Certificates;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackOptions;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/** Servers that speak TLS only, a runtime that was told so by settings, and a client of its API. */
record SecureStack(
        Authority authority,
        Certificates certificates,
        DevStack servers,
        Map<String, String> settings,
        RuntimeProcess runtime,
        HttpClient client)
        implements AutoCloseable {

    /** @param folder where the certificates go */
    static SecureStack start(Path folder) {
        var authority = new Authority();
        var certificates = authority.issue(folder);
        var servers = DevStack.start(DevStackOptions.forTls(certificates), System.out::println);
        try {
            var settings = servers.isolate("tls");
            // It would have the API's certificate.
            settings.put("management.server.ssl.enabled", "false");
            // Ten seconds by default: it waits until nothing changes any more.
            settings.put("spring.ssl.bundle.watch.file.quiet-period", "500ms");
            var runtime = RuntimeProcess.start("tls", settings).awaitReady();
            var client =
                    HttpClient.newBuilder().sslContext(certificates.client()).build();
            return new SecureStack(authority, certificates, servers, settings, runtime, client);
        } catch (RuntimeException failure) {
            servers.close();
            throw failure;
        }
    }

    String setting(String name) {
        var value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no setting " + name);
        }
        return value;
    }

    /** Sends a request to the API of the runtime's process, with a token that may do everything. */
    HttpResponse<byte[]> send(String path, HttpRequest.Builder request) {
        return send(client, runtime.api() + path, request);
    }

    /** Sends a request anywhere, with that token. */
    HttpResponse<byte[]> send(HttpClient client, String address, HttpRequest.Builder request) {
        try {
            return client.send(
                    request.uri(URI.create(address))
                            .header("Authorization", "Bearer " + servers.token("sightline-dev"))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
        servers.close();
    }
}

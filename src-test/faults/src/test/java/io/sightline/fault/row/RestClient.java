package io.sightline.fault.row;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client with one connection, to which it keeps until that ends. What a process refused it sends to another one, and
 * what a broken connection has left unknown only where that is harmless.
 */
final class RestClient {
    private static final int TRIES = 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RestService service;
    private @Nullable URI connected;

    RestClient(RestService service) {
        this.service = service;
    }

    /**
     * Sends until there is an answer.
     *
     * @param failed takes what went wrong, if anything did
     * @return whether the answer was the one that was wanted
     */
    boolean send(RestCall call, Consumer<String> failed) throws InterruptedException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var process = connected == null ? service.next() : connected;
            connected = null;
            try {
                var answer = http.send(call.request().apply(process), BodyHandlers.ofString());
                connected = isLast(answer) ? null : process;
                if (answer.statusCode() == call.wanted()) {
                    call.done().accept(answer);
                    return true;
                }
                if (!isTurnedAway(answer)) {
                    failed.accept(call.title() + ": " + answer.statusCode() + " " + answer.body());
                    return false;
                }
                connected = null;
            } catch (ConnectException refused) {
                // Nobody has seen the request.
            } catch (IOException broken) {
                if (!call.isRepeatable()) {
                    failed.accept(call.title() + ": " + broken);
                    return false;
                }
            }
        }
        failed.accept(call.title() + ": no process takes it");
        return false;
    }

    private static boolean isTurnedAway(HttpResponse<String> answer) {
        return answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").isPresent();
    }

    private static boolean isLast(HttpResponse<String> answer) {
        return answer.headers().firstValue("Connection").equals(Optional.of("close"));
    }
}

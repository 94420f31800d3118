package io.sightline.benchmark;

import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Asks for inferences until a version answers; once one has, every further request is to be answered too. */
final class AnsweringVersion implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Pattern VERSION = Pattern.compile("\"model\":\\{[^}]*\"version\":\"([^\"]*)\"");

    private final KeepAliveConnection connection;
    private final byte[] request;
    private boolean serves;

    AnsweringVersion(URI server, byte[] picture, String token) {
        this.connection = new KeepAliveConnection(server, PATIENCE);
        this.request = RawRequest.of("POST", "/v1/inference")
                .token(token)
                .header("Content-Type", "image/jpeg")
                .body(picture)
                .bytes();
    }

    /**
     * Asks again and again.
     *
     * @return how long it took
     * @throws IllegalStateException when a request fails, or the version does not answer at all
     */
    Duration await(String version) throws IOException, InterruptedException {
        var start = System.nanoTime();
        while (!version().equals(version)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("version " + version + " does not answer");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private String version() throws IOException {
        var answer = connection.send(request);
        var version = VERSION.matcher(answer.text());
        if (answer.status() == 503 && !serves) {
            return "";
        }
        if (answer.status() != 200 || !version.find()) {
            throw new IllegalStateException("an inference was answered with " + answer.status() + ": " + answer.text());
        }
        serves = true;
        return version.group(1);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

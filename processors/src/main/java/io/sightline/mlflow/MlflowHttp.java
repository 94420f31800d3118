package io.sightline.mlflow;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.Mistrust;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Requests to one MLflow, which follow no redirect, wait for a bounded time and read a bounded number of bytes.
 * Whatever is no answer of the kind that was asked for becomes a {@link Failure}: {@link Refusals} says which.
 */
final class MlflowHttp {
    /** A page of a hundred registered models with their latest versions has some 200 KB. */
    private static final int LONGEST_ANSWER = 4 << 20;

    private static final int LONGEST_REFUSAL = 64 << 10;
    /** In bytes a second, on an average: a megabit. Who is slower could hold a thread for days. */
    private static final long SLOWEST_FILE = 128 << 10;

    /**
     * In bytes a second: a gigabit is seven times as fast. Before the first byte of a file MLflow fetches the whole of
     * it from its store. A model whose MLflow says nothing is not looked at for so long.
     */
    private static final long SLOWEST_STORE = 16 << 20;

    private static final int OK = 200;

    private final URI base;
    private final MlflowLogin login;
    private final Duration timeout;
    private final HttpClient http;
    private final Refusals refusals;
    private final JsonMapper json = new JsonMapper();

    /** @param timeout longest that an answer may take, and that a file may stand still once it has begun */
    MlflowHttp(URI url, MlflowLogin login, Duration timeout, HttpClient.Builder client) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("sightline.mlflow.url holds a login, which would be in every message;"
                    + " move it to sightline.mlflow.username and .password");
        }
        this.base = URI.create(url.toString().replaceFirst("/+$", ""));
        this.login = login;
        this.timeout = timeout;
        this.http = client.connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                // MLflow's own server speaks no other.
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.refusals = new Refusals(base);
    }

    /** Address of the server, without a slash at its end. */
    URI base() {
        return base;
    }

    /** @throws Failure when there is no such answer */
    MlflowAnswer ask(MlflowRequest request) {
        var body = new ByteArrayOutputStream();
        var answer = send(
                request,
                head -> head.statusCode() == OK
                        ? new BoundedBody(
                                BoundedBody.in(body),
                                LONGEST_ANSWER,
                                () -> Optional.of(
                                        refusals.misunderstood(request, "has more than " + LONGEST_ANSWER + " bytes")))
                        : refusal(body),
                () -> 0,
                0);
        requireOk(request, answer, body);
        var type = type(answer);
        if (!type.contains("json")) {
            throw refusals.loginPage(request, type);
        }
        try {
            return new MlflowAnswer(json.readTree(body.toByteArray()), what -> refusals.misunderstood(request, what));
        } catch (IOException e) {
            throw refusals.misunderstood(request, "is no JSON");
        }
    }

    /**
     * Reads a file of a known size.
     *
     * @param place where it goes, piece by piece
     * @param size its size in bytes, as a listing states it
     * @throws Failure when there is no such file, and when it has another size
     */
    void fetch(MlflowRequest request, Consumer<ByteBuffer> place, long size) {
        var answer = read(request, place, size, size, () -> otherSize(request, "more", size));
        if (answer.body() < size) {
            throw otherSize(request, "no more than " + answer.body(), size);
        }
    }

    /**
     * Reads a file whose size the answer states.
     *
     * @param place where it goes, piece by piece
     * @param most bytes that it may have
     * @return its size in bytes
     * @throws Failure when there is no such file, MODEL_UNUSABLE when it is longer, and when nothing tells whether it
     *     is whole
     */
    long fetchUnlisted(MlflowRequest request, Consumer<ByteBuffer> place, long most) {
        var answer = read(
                request,
                place,
                most,
                0,
                () -> new PermanentFailure(
                        FailureCode.MODEL_UNUSABLE,
                        "MLflow at " + base + " gives more than " + most + " bytes for " + request));
        if (answer.headers().firstValue("Content-Length").isEmpty()) {
            throw refusals.misunderstood(request, "does not tell its length");
        }
        return answer.body();
    }

    private HttpResponse<Long> read(
            MlflowRequest request, Consumer<ByteBuffer> place, long most, long listed, Supplier<Failure> tooLong) {
        var refusal = new ByteArrayOutputStream();
        var file = new BoundedBody(place, most, () -> Optional.of(tooLong.get()));
        var answer = send(request, head -> head.statusCode() == OK ? file : refusal(refusal), file::received, listed);
        requireOk(request, answer, refusal);
        // The files of a model are pages of nobody; those who want to log in get one.
        if (type(answer).startsWith("text/html")) {
            throw refusals.loginPage(request, type(answer));
        }
        return answer;
    }

    private static BoundedBody refusal(ByteArrayOutputStream memory) {
        return new BoundedBody(BoundedBody.in(memory), LONGEST_REFUSAL, Optional::empty);
    }

    private TransientFailure otherSize(MlflowRequest request, String given, long listed) {
        return refusals.away(
                "gives " + given + " bytes for " + request + ", of which its listing says " + listed
                        + ": it was cut off, or has changed since",
                null);
    }

    private void requireOk(MlflowRequest request, HttpResponse<Long> answer, ByteArrayOutputStream body) {
        if (answer.statusCode() != OK) {
            throw refusals.of(
                    request,
                    answer.statusCode(),
                    type(answer),
                    body.toByteArray(),
                    answer.headers().firstValue("Location"));
        }
    }

    private static String type(HttpResponse<Long> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    /** @param listed bytes that are known to come */
    private HttpResponse<Long> send(MlflowRequest request, BodyHandler<Long> body, LongSupplier progress, long listed) {
        // The client's own timeout ends with the head of an answer; its body could hang for ever.
        var answer = http.sendAsync(http(request), body);
        try {
            return await(request, answer, progress, timeout.toMillis() + listed * 1000 / SLOWEST_STORE);
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Failure failure) {
                    throw failure;
                }
            }
            throw refusals.away("does not answer " + request + Mistrust.hint(e, "sightline.mlflow.ssl-bundle"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "MLflow at " + base + " was not waited for", e);
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * Waits on as long as each wait has brought something, and all of them enough.
     *
     * @param first longest that it may take until something comes, in milliseconds
     */
    private HttpResponse<Long> await(
            MlflowRequest request, CompletableFuture<HttpResponse<Long>> answer, LongSupplier progress, long first)
            throws InterruptedException, ExecutionException {
        long unbegun = 0;
        for (long waits = 0; ; ) {
            if (progress.getAsLong() < (waits - 1) * timeout.toMillis() * SLOWEST_FILE / 1000) {
                throw refusals.away("gives " + request + " more slowly than " + SLOWEST_FILE + " bytes a second", null);
            }
            var before = progress.getAsLong();
            var wait = before == 0 ? Math.min(timeout.toMillis(), first - unbegun) : timeout.toMillis();
            try {
                return answer.get(wait, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (progress.getAsLong() > before) {
                    waits++;
                } else if (before > 0) {
                    throw silent("does not go on with its answer to " + request, wait, e);
                } else {
                    unbegun += wait;
                    if (unbegun >= first) {
                        throw silent("does not answer " + request, unbegun, e);
                    }
                }
            }
        }
    }

    private TransientFailure silent(String what, long millis, TimeoutException cause) {
        return refusals.away(
                what + " within " + millis + " ms; where it needs longer, raise sightline.mlflow.timeout", cause);
    }

    private HttpRequest http(MlflowRequest request) {
        var builder = HttpRequest.newBuilder(URI.create(base + request.target()));
        login.header().ifPresent(value -> builder.header("Authorization", value));
        var body = request.body();
        if (body == null) {
            return builder.method(request.method(), BodyPublishers.noBody()).build();
        }
        return builder.header("Content-Type", "application/json")
                .method(
                        request.method(),
                        BodyPublishers.ofString(json.valueToTree(body).toString()))
                .build();
    }
}

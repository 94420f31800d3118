package io.sightline.mlflow;

import io.sightline.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the body of an answer piece by piece, and no more of it than a bound. Its result is the number of bytes. */
final class BoundedBody implements BodySubscriber<Long> {
    private final CompletableFuture<Long> whole = new CompletableFuture<>();
    private final Consumer<ByteBuffer> place;
    private final long most;
    private final Supplier<Optional<Failure>> tooLong;
    private volatile long received;
    private Flow.@Nullable Subscription subscription;

    /**
     * A body that nothing has been read of.
     *
     * @param place where the pieces go; what it throws ends the reading
     * @param most bytes that are taken
     * @param tooLong what a longer body is; empty: its beginning is enough
     */
    BoundedBody(Consumer<ByteBuffer> place, long most, Supplier<Optional<Failure>> tooLong) {
        this.place = place;
        this.most = most;
        this.tooLong = tooLong;
    }

    /** A place in memory. */
    static Consumer<ByteBuffer> in(ByteArrayOutputStream memory) {
        return piece -> {
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            memory.writeBytes(bytes);
        };
    }

    /** Bytes that have come so far. */
    long received() {
        return received;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        if (whole.isDone()) {
            return;
        }
        long more = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received + more > most) {
            cancel();
            tooLong.get().ifPresentOrElse(whole::completeExceptionally, () -> whole.complete(received));
            return;
        }
        try {
            pieces.forEach(place);
        } catch (Failure e) {
            cancel();
            whole.completeExceptionally(e);
            return;
        }
        received += more;
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(received);
    }

    private void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}

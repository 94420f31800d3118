package io.sightline.mutation;

import io.sightline.http.KeepAliveConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends broken requests to a running API, from several clients at once. Request number n of a seed is always the same.
 */
public final class MutationRun {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI server;
    private final List<Draft> drafts;
    private final long seed;

    /** @param model name under which a {@link io.sightline.model.SmallDetector} serves there */
    public MutationRun(URI server, String model, String token, long seed) {
        this.server = server;
        this.drafts = new Drafts(model, token).all();
        this.seed = seed;
    }

    /**
     * Sends the requests of these numbers.
     *
     * @param from first number
     * @param to first number that is not sent
     */
    public MutationSummary send(int from, int to, int clients) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger(from);
        var pool = Executors.newFixedThreadPool(clients);
        try {
            var running = new ArrayList<Future<MutationSummary>>();
            for (int i = 0; i < clients; i++) {
                running.add(pool.submit((Callable<MutationSummary>) () -> client(next, to)));
            }
            var summary = new MutationSummary();
            for (var client : running) {
                summary.add(client.get());
            }
            return summary;
        } finally {
            pool.shutdownNow();
        }
    }

    private MutationSummary client(AtomicInteger next, int to) throws IOException {
        var summary = new MutationSummary();
        try (var connection = new KeepAliveConnection(server, PATIENCE)) {
            for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                var draft = draft(number);
                summary.note(number, draft.method + " " + draft.target, answer(connection, draft));
            }
        }
        return summary;
    }

    private Draft draft(int number) {
        var random = new SplittableRandom(seed * 1_000_003L + number);
        var draft = drafts.get(random.nextInt(drafts.size())).copy();
        new Mutator(random).breakIt(draft);
        return draft;
    }

    /**
     * Status of the answer; 0 when the server closed the connection on a body of another length than stated; -1 when no
     * answer came for any other reason.
     */
    private static int answer(KeepAliveConnection connection, Draft draft) throws IOException {
        try {
            // A body of another length than stated spoils the connection for whatever follows.
            return draft.lengthLie == 0 ? connection.status(draft.bytes()) : connection.lastStatus(draft.bytes());
        } catch (SocketTimeoutException | ConnectException gone) {
            return -1;
        } catch (EOFException | SocketException closed) {
            return draft.lengthLie == 0 ? -1 : 0;
        }
    }
}

package io.sightline.lifecycle;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the leader does by the clock: which models are due, and how their promotions end. */
public final class Promoter {
    /** Two may fail before the lease ends. */
    private static final int RENEWALS = 3;

    private final Lease lease;
    private final Roster roster;
    private final Polls polls;
    private final PinWishes wishes;
    private final ModelEvents events;
    private final PollNotes notes;
    private final FailureClassifier classifier;
    private final Duration period;
    private final long renewal;
    private final LongSupplier nanoTime;
    private long nextRenewal;
    private final Executor threads;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private @Nullable Term last;
    private long nextRefresh;

    /**
     * @param period how often it is asked which models there are
     * @param length of the lease
     * @param threads for the question which models there are: a registry that hangs keeps no model of a folder waiting
     */
    public Promoter(
            Lease lease,
            Roster roster,
            Polls polls,
            PinWishes wishes,
            ModelEvents events,
            PollNotes notes,
            FailureClassifier classifier,
            Duration period,
            Duration length,
            Executor threads) {
        this(lease, roster, polls, wishes, events, notes, classifier, period, length, threads, System::nanoTime);
    }

    Promoter(
            Lease lease,
            Roster roster,
            Polls polls,
            PinWishes wishes,
            ModelEvents events,
            PollNotes notes,
            FailureClassifier classifier,
            Duration period,
            Duration length,
            Executor threads,
            LongSupplier nanoTime) {
        this.lease = lease;
        this.roster = roster;
        this.polls = polls;
        this.wishes = wishes;
        this.events = events;
        this.notes = notes;
        this.classifier = classifier;
        this.period = period;
        this.renewal = length.toNanos() / RENEWALS;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /** Takes the lease when it is free, and renews it in good time. */
    public void lead() {
        if (lease.term().isPresent() && nextRenewal - nanoTime.getAsLong() > 0) {
            return;
        }
        nextRenewal = nanoTime.getAsLong() + renewal;
        attempt("lease of the promoter", lease::renew);
    }

    /** Names of the models that are to be looked at now; none while another process leads. */
    public synchronized List<String> due() {
        var term = lease.term();
        if (term.isEmpty()) {
            last = null;
            return List.of();
        }
        if (!term.get().equals(last)) {
            last = term.get();
            polls.expectAnew(roster.names());
            nextRefresh = nanoTime.getAsLong();
        }
        if (nextRefresh - nanoTime.getAsLong() <= 0 && refreshing.compareAndSet(false, true)) {
            nextRefresh = nanoTime.getAsLong() + period.toNanos();
            threads.execute(() -> refresh(term.get()));
        }
        return polls.due();
    }

    private void refresh(Term term) {
        try {
            attempt("list of models", () -> {
                roster.refresh(term);
                return roster;
            });
            polls.expect(roster.names());
        } finally {
            refreshing.set(false);
        }
    }

    /**
     * Ends a promotion; what it held is given up. Who has asked for it is told why it failed.
     *
     * @param promotion empty when it did not get beyond the look
     * @param failure why it ended early; the next look tries again
     */
    public void end(String name, Optional<Promotion> promotion, Optional<Exception> failure) {
        try {
            failure.ifPresent(cause -> failed(name, promotion, cause));
            promotion.ifPresent(Promotion::close);
        } finally {
            polls.done(name, failure.isPresent());
        }
    }

    private void failed(String name, Optional<Promotion> promotion, Exception thrown) {
        var failure = classifier.classify(thrown);
        notes.failed(name, failure);
        var term = lease.term();
        if (term.isEmpty()) {
            return;
        }
        var why = FailureClassifier.isOurs(thrown)
                ? String.valueOf(failure.getMessage())
                : failure.code().title() + "; its cause is in the log of the leader";
        promotion
                .filter(begun -> begun.isUndecided() && begun.term().equals(term.get()))
                .ifPresent(begun -> attempt("trail of model " + name, () -> {
                    events.record(begun.term(), List.of(begun.putAside(why)));
                    return begun;
                }));
        // Who was overtaken looks again at once, and nothing is away.
        if (failure.code() != FailureCode.FENCED) {
            attempt("what a pin of model " + name + " waits for", () -> {
                wishes.failed(term.get(), name, why);
                return name;
            });
        }
    }

    private interface Work {
        Object run() throws SQLException;
    }

    private void attempt(String subject, Work work) {
        try {
            work.run();
            notes.works(subject);
        } catch (SQLException | RuntimeException e) {
            notes.fails(subject, classifier.classify(e));
        }
    }
}

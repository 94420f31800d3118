package io.sightline.lifecycle;

import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;

/** Goes back from versions that fare badly in the first minutes after they were put in their place. */
public final class WatchSwaps {
    private static final String SUBJECT = "watch over new versions";

    private final Lease lease;
    private final ModelStates states;
    private final ModelArtifacts artifacts;
    private final FollowerReports reports;
    private final SwapWatch watch;
    private final PollNotes notes;
    private final FailureClassifier classifier;
    private final String bucket;

    public WatchSwaps(
            Lease lease,
            ModelStates states,
            ModelArtifacts artifacts,
            FollowerReports reports,
            SwapWatch watch,
            PollNotes notes,
            FailureClassifier classifier,
            String bucket) {
        this.lease = lease;
        this.states = states;
        this.artifacts = artifacts;
        this.reports = reports;
        this.watch = watch;
        this.notes = notes;
        this.classifier = classifier;
        this.bucket = bucket;
    }

    /** Looks at all models. True when something is announced. */
    public boolean look() {
        var term = lease.term();
        if (term.isEmpty()) {
            return false;
        }
        try {
            var isAnnounced = false;
            for (var stored : states.all(notes)) {
                isAnnounced |= look(term.get(), stored);
            }
            notes.works(SUBJECT);
            return isAnnounced;
        } catch (SQLException | RuntimeException e) {
            notes.fails(SUBJECT, classifier.classify(e));
            return false;
        }
    }

    private boolean look(Term term, StoredModel stored) throws SQLException {
        var memory = stored.memory();
        // What people want to stay is not gone back from by itself, whatever they have pinned.
        if (stored.isPinned()
                || memory.watchedSince().isEmpty()
                || memory.serving().isEmpty()
                || memory.former().isEmpty()) {
            return false;
        }
        var decisions = new Decisions(bucket, states.now());
        if (decisions.now().isAfter(memory.watchedSince().get().plus(watch.window()))) {
            return false;
        }
        var serving = memory.serving().get();
        var complaint = watch.judge(reports.of(stored.name(), serving.sha256()));
        var former = memory.former().get(0);
        var files = artifacts.find(former.sha256());
        if (complaint.isEmpty() || files.isEmpty()) {
            return false;
        }
        states.commit(
                term,
                stored,
                decisions.rollBack(
                        stored,
                        former,
                        files.get(),
                        RejectionReason.REGRESSED,
                        complaint.get().message(),
                        complaint.get().metrics()));
        return true;
    }
}

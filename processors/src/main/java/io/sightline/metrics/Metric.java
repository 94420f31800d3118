package io.sightline.metrics;

import io.micrometer.core.instrument.Meter.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The metrics of Sightline, each with its labels and what it says: the help text of a scrape, and the table of
 * {@code helm/metrics.md}. Names are those of Micrometer; Prometheus writes underscores, and adds the unit and what a
 * number is.
 */
public enum Metric {
    AUDIT_GAP(
            "sightline.audit.gap",
            Type.GAUGE,
            "equation",
            "What does not add up, by the equation of the audit, as this process looked last; 0 is well"),
    AUDIT_IN_FLIGHT("sightline.audit.in.flight", Type.GAUGE, "", "Frames that are on their way and have no fate yet"),
    AUDIT_LOG_ENTRIES(
            "sightline.audit-log.entries",
            Type.COUNTER,
            "outcome",
            "Lines of the audit log, which records who did what: written, or lost"),
    AUDIT_LOG_WRITING(
            "sightline.audit-log.writing",
            Type.LONG_TASK_TIMER,
            "",
            "Calls that wait for the audit log right now, and for how long"),
    AUDIT_ROWS(
            "sightline.audit.rows", Type.COUNTER, "fate", "Gaps that counts of the rows have found (`fate` is `gap`)"),
    AUDIT_UNREADABLE(
            "sightline.audit.unreadable",
            Type.GAUGE,
            "",
            "Dead letters of the sink that nobody could read and that are not resolved"),
    CLAIMS_CORRUPT(
            "sightline.claims.corrupt",
            Type.COUNTER,
            "",
            "Fetches that found an object that does not hold what its name says"),
    CLAIMS_JUDGED("sightline.claims.judged", Type.GAUGE, "", "Stored claims that the last sweep judged"),
    CLAIMS_ORPHAN_RATIO(
            "sightline.claims.orphan.ratio",
            Type.GAUGE,
            "",
            "Part of the stored claims that nobody named when they were last swept, from 0 to 1"),
    CLAIMS_REPAIRED(
            "sightline.claims.repaired",
            Type.COUNTER,
            "",
            "Objects that were replaced by the bytes that their names say"),
    CLAIMS_RESTORED(
            "sightline.claims.restored",
            Type.COUNTER,
            "camelContext",
            "Fetches that missed and brought an object back that a sweep had reclaimed"),
    CLAIMS_SCRUB("sightline.claims.scrub", Type.COUNTER, "fate", "Objects that scrubs have read, by what they were"),
    CLAIMS_SCRUB_BYTES(
            "sightline.claims.scrub.bytes", Type.COUNTER, "fate", "Bytes of the objects that scrubs have read"),
    CLAIMS_SWEEP(
            "sightline.claims.sweep", Type.COUNTER, "fate", "Objects that sweeps have seen, by what became of them"),
    CLAIMS_SWEEP_BYTES(
            "sightline.claims.sweep.bytes", Type.COUNTER, "fate", "Bytes of the objects that sweeps have seen"),
    DEAD_LETTERS("sightline.dead.letters", Type.COUNTER, "stage, reason", "Dead letters that this process has written"),
    DEAD_LETTERS_UNRESOLVED(
            "sightline.dead.letters.unresolved",
            Type.GAUGE,
            "state, reason",
            "Dead letters that are not resolved, as last counted; the same in each process with the stage `sink`: take"
                    + " `max`, not `sum`"),
    ENGINE_NATIVE_BYTES(
            "sightline.engine.native.bytes",
            Type.GAUGE,
            "",
            "Memory outside of the heap that is kept for inputs and outputs of runs"),
    ENGINE_PERMITS_USED("sightline.engine.permits.used", Type.GAUGE, "", "Inferences that run right now"),
    ENGINE_REFUSALS(
            "sightline.engine.refusals",
            Type.COUNTER,
            "",
            "Requests that were refused because no permit came free in time"),
    ENGINE_RUN(
            "sightline.engine.run",
            Type.TIMER,
            "model, step",
            "Time of detections: decoding of the picture, inference, and what comes after"),
    ENGINE_VERSIONS(
            "sightline.engine.versions",
            Type.GAUGE,
            "",
            "Loaded versions of models, which take memory outside of the heap"),
    ENGINE_WAITING("sightline.engine.waiting", Type.GAUGE, "lane", "Who wait for a permit, requests and frames"),
    GATE_CLOSINGS("sightline.gate.closings", Type.COUNTER, "dependency", "How often a server was found away"),
    GATE_OPEN(
            "sightline.gate.open",
            Type.GAUGE,
            "dependency",
            "1 while what needs a server is read, 0 while it waits for that server"),
    GROUP_LAG(
            "sightline.group.lag",
            Type.GAUGE,
            "group",
            "Records that a consumer group has still to read, in all partitions together; not there before the first look"),
    HTTP_REFUSALS(
            "sightline.http.refusals",
            Type.COUNTER,
            "code, contract",
            "Answers to HTTP requests that are problems, by code of the problem"),
    INFERENCES(
            "sightline.inferences",
            Type.COUNTER,
            "source, model",
            "Frames of a source that this process has run a model on, repeats included; sources beyond"
                    + " `sightline.detection.counted-sources` count as `other`"),
    KUBERNETES_CONNECTED(
            "sightline.kubernetes.connected",
            Type.GAUGE,
            "",
            "1 while Pipes and Kamelets of the Kubernetes API are followed; only with `sightline.pipes.kubernetes`"),
    MLFLOW_WEBHOOK_DELIVERIES(
            "sightline.mlflow.webhook.deliveries", Type.COUNTER, "verdict", "Calls of MLflow's webhook"),
    MODEL_ANNOUNCEMENTS_UNREADABLE(
            "sightline.model.announcements.unreadable",
            Type.COUNTER,
            "",
            "Records of the topic of models that are no announcements"),
    MODEL_BEHIND(
            "sightline.model.behind",
            Type.GAUGE,
            "model",
            "1 while another version serves in this process than was announced"),
    MODEL_FOLLOW_FAILURES(
            "sightline.model.follow.failures",
            Type.COUNTER,
            "model, code",
            "Attempts to serve a version that was announced, which failed"),
    MODEL_LOADED(
            "sightline.model.loaded",
            Type.GAUGE,
            "model, version, sha256",
            "1 for the version of each model that serves in this process"),
    MODEL_SWAP(
            "sightline.model.swap",
            Type.TIMER,
            "model",
            "From when an announcement was read to when its version served in this process"),
    OUTBOX_WAITING(
            "sightline.outbox.waiting", Type.GAUGE, "", "Dead letters and announcements that wait for their topic"),
    PARTITIONS_DEFAULT_ROWS(
            "sightline.partitions.default.rows",
            Type.GAUGE,
            "table",
            "Rows that belong into a month's partition; counting ends at 10,000"),
    PIPES_HELD("sightline.pipes.held", Type.GAUGE, "", "Pipes that it is this process' turn to run"),
    POSITIONS_STOPPED(
            "sightline.positions.stopped",
            Type.GAUGE,
            "",
            "Partitions that stand, since their log and position contradict"),
    PROMOTION_DURATION(
            "sightline.promotion.duration",
            Type.TIMER,
            "model",
            "From when a version was seen first to when it was announced"),
    PROMOTION_FAILURES(
            "sightline.promotion.failures",
            Type.COUNTER,
            "code",
            "Work of the promoter that failed and is tried again"),
    PROMOTION_LEADER(
            "sightline.promotion.leader",
            Type.GAUGE,
            "",
            "1 in the process that decides which versions serve, 0 in all others"),
    PROMOTION_LOOKS(
            "sightline.promotion.looks", Type.COUNTER, "model, outcome", "Looks at the place that a model comes from"),
    PROMOTION_STEPS(
            "sightline.promotion.steps",
            Type.COUNTER,
            "model, step, reason",
            "Steps of versions on their way to serve, or why they do not"),
    QUERY_EXPORTS("sightline.query.exports", Type.GAUGE, "", "Exports of rows that run right now"),
    QUERY_PICTURE_BYTES(
            "sightline.query.picture.bytes", Type.GAUGE, "", "Bytes of stored pictures that are being answered"),
    REDRIVE_LETTERS(
            "sightline.redrive.letters", Type.COUNTER, "outcome", "Dead letters that were dealt with for redrives"),
    RETENTION("sightline.retention", Type.COUNTER, "fate", "Rows that retention has dropped or kept, by table"),
    ROUTES_FILES("sightline.routes.files", Type.GAUGE, "state", "Files of routes of integrators"),
    ROUTES_RELOADS(
            "sightline.routes.reloads", Type.COUNTER, "outcome", "Changes of such files that were taken or refused"),
    SECURITY_DECISIONS(
            "sightline.security.decisions",
            Type.COUNTER,
            "outcome",
            "Requests that need a token, by whether they were permitted and why not"),
    SHADOW_RUNS("sightline.shadow.runs", Type.COUNTER, "model, outcome", "Runs of challengers in the shadow"),
    SINK_FENCED(
            "sightline.sink.fenced",
            Type.COUNTER,
            "table",
            "Transactions that were rolled back because another process had gone on"),
    SINK_ROWS(
            "sightline.sink.rows",
            Type.COUNTER,
            "table, outcome",
            "Records that the sink has read, by what they became"),
    TRACING_SPANS(
            "sightline.tracing.spans",
            Type.COUNTER,
            "outcome",
            "Spans of traces: sent, refused by the collector, or dropped for want of room; only with"
                    + " `sightline.tracing.endpoint`"),
    UPKEEP_RUNS(
            "sightline.upkeep.runs",
            Type.COUNTER,
            "work, outcome",
            "Work by the clock: done, left to another process, or failed and to be tried again");

    private final String meter;
    private final Type type;
    private final List<String> labels;
    private final String meaning;

    Metric(String meter, Type type, String labels, String meaning) {
        this.meter = meter;
        this.type = type;
        this.labels = labels.isEmpty() ? List.of() : List.of(labels.split(", "));
        this.meaning = meaning;
    }

    /** Its name for Micrometer, such as {@code sightline.dead.letters}. */
    public String meter() {
        return meter;
    }

    public Type type() {
        return type;
    }

    /** Names of the labels that each of its series has. */
    public List<String> labels() {
        return labels;
    }

    public String meaning() {
        return meaning;
    }

    /** The one that a meter of this name belongs to. */
    public static Optional<Metric> of(String meter) {
        return Arrays.stream(values())
                .filter(metric -> metric.meter.equals(meter))
                .findFirst();
    }
}

package io.sightline.delivery;

import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.query.RedriveAnswer;
import io.sightline.query.RedriveRequest;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters on a real database, and redrives of them by the statements of the API. */
final class RedriveBench {
    static final String CLAIMS = "sightline.claims";
    static final int LIMIT = 3;

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    final TestDatabase database;
    private final DeadLetterFactory letters =
            new DeadLetterFactory(new ClaimNaming("sightline"), Clock.fixed(Samples.NOON, ZoneOffset.UTC), "1.2.3");

    RedriveBench(TestDatabase database) {
        this.database = database;
    }

    /** A record of the claims topic, or of the frames topic for a letter of ingest. */
    static ConsumedRecord record(String stage, long offset, Map<String, byte[]> headers) {
        return new ConsumedRecord(
                stage.equals("ingest") ? "sightline.frames" : CLAIMS,
                Samples.TOPIC_ID,
                3,
                offset,
                Samples.NOON,
                Samples.text("camera-1"),
                Samples.text("value " + offset),
                headers);
    }

    /** An open letter of a record; without frame and source when these are null. */
    UUID letter(String stage, long offset, @Nullable UUID frame, @Nullable String source) {
        return fail(stage, record(stage, offset, Map.of("any", Samples.text("header"))), frame, source);
    }

    /** Stores the letter of a record that fails. */
    UUID fail(String stage, ConsumedRecord record, @Nullable UUID frame, @Nullable String source) {
        var letter = write(stage, record, frame, source);
        database.inTransaction(connection ->
                new DeadLetterTable().insert(connection, List.of(new DeadLetterRow(letter, letterRecord()))));
        return letter.getEventId();
    }

    /** The letter of a record that fails. */
    DeadLetter write(String stage, ConsumedRecord record, @Nullable UUID frame, @Nullable String source) {
        return letters.write(
                new Casualty(
                        record,
                        Optional.ofNullable(frame),
                        Optional.ofNullable(source),
                        1,
                        stage,
                        stage + "-route",
                        Redriven.of(record)),
                new PermanentFailure(FailureCode.CLAIM_MISSING, "gone"));
    }

    private static ConsumedRecord letterRecord() {
        return new ConsumedRecord(
                "sightline.dead-letters", Samples.TOPIC_ID, 0, 0, Samples.NOON, null, new byte[0], Map.of());
    }

    static RedriveRequest request(String json) {
        return RedriveRequest.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    UUID begin(String json) {
        return begin(json, SourceRule.EVERY);
    }

    /** Marks letters; answers the operation. */
    UUID begin(String json, SourceRule rule) {
        return database.inTransaction(connection -> begin(connection, json, rule));
    }

    UUID begin(Connection connection, String json, SourceRule rule) throws SQLException {
        var id = UUID.randomUUID();
        var request = request(json);
        var parameters = parameters(request, rule);
        parameters.put("id", id.toString());
        parameters.put("subject", "somebody");
        parameters.put("filters", "{}");
        parameters.put("perSecond", request.perSecond().orElse(1000));
        try (var statement = RouteStatements.prepare(connection, "begin-redrive.sql", parameters)) {
            statement.execute();
        }
        return id;
    }

    Map<String, Object> preview(String json, SourceRule rule) {
        return RedriveAnswer.preview(statements().query("preview-redrive.sql", parameters(request(json), rule)));
    }

    Map<String, Object> operation(UUID id) {
        return operation(id, SourceRule.EVERY, "somebody").orElseThrow();
    }

    Optional<Map<String, Object>> operation(UUID id, SourceRule rule, String subject) {
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        parameters.put("id", id.toString());
        parameters.put("subject", subject);
        return statements().query("read-operation.sql", parameters).stream()
                .findFirst()
                .map(RedriveAnswer::operation);
    }

    /** A worker, as each process has one. */
    RedriveQueue worker() {
        return new RedriveQueue(database.dataSource());
    }

    /** As if the rest of an operation that could not go on were over, for so long that its pace holds up nothing. */
    void endRest() {
        database.change("update redrive set next_at = clock_timestamp() - interval '1 minute'");
    }

    /** Sends all that is due; answers what was sent. */
    List<RedriveLetter> sendAll() throws SQLException {
        var sent = new ArrayList<RedriveLetter>();
        var worker = worker();
        while (worker.sendNext(letter -> {
            sent.add(letter);
            return Optional.empty();
        })) {
            // All that is due.
        }
        return sent;
    }

    /** The record that a sent letter becomes on its topic, at another place. */
    static ConsumedRecord again(RedriveLetter letter, long offset) {
        var original = letter.original(Objects.requireNonNull(letter.record().value()));
        var headers = new HashMap<>(original.headers());
        headers.putAll(letter.trail().headers());
        return new ConsumedRecord(
                original.topic(),
                original.topicId(),
                original.partition(),
                offset,
                Samples.NOON.plusSeconds(60),
                original.key(),
                original.value(),
                headers);
    }

    static ConsumedRecord inferenceRecord(Redriven trail) {
        return new ConsumedRecord(
                "sightline.inferences", Samples.TOPIC_ID, 0, 5, Samples.NOON, null, new byte[0], trail.headers());
    }

    void infer(ConsumedRecord record, UUID frameId) {
        var event = new InferenceEventFactory(Clock.fixed(Samples.NOON, ZoneOffset.UTC), "1.2.3")
                .serving(frame(frameId), Samples.inference("m"), Duration.ofMillis(1), Optional.empty());
        database.inTransaction(connection -> new InferenceTable(new MonthPartitions(database.dataSource()))
                .insert(connection, List.of(new InferenceRow(event, record, TRACE))));
    }

    private static FrameReceived frame(UUID id) {
        var frame = Samples.frame(Samples.text("picture"));
        frame.setFrameId(id);
        return frame;
    }

    void store(ConsumedRecord record, UUID frameId) {
        database.inTransaction(connection -> new FrameTable(new MonthPartitions(database.dataSource()))
                .insert(connection, List.of(new FrameRow(frame(frameId), record, TRACE))));
    }

    String state(UUID letter) {
        return database.text("select state from dead_letter where event_id = '" + letter + "'");
    }

    long count(UUID letter) {
        return database.number("select redrive_count from dead_letter where event_id = '" + letter + "'");
    }

    private static Map<String, Object> parameters(RedriveRequest request, SourceRule rule) {
        return request.sqlParameters(rule, LIMIT, List.of(CLAIMS, "sightline.inferences", "sightline.dead-letters"));
    }

    private RouteStatements statements() {
        return new RouteStatements(database);
    }
}

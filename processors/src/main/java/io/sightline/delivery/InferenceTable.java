package io.sightline.delivery;

import io.sightline.inference.v1.Detection;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Purpose;
import io.sightline.model.v1.ModelRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables model_version, inference and detection, and their account in sink_day. */
public final class InferenceTable implements Table<InferenceRow> {
    /**
     * The first run that is known of files stays: they may have come from a folder before, or come from another run.
     */
    static final String VERSIONS = """
            insert into model_version (name, version, run_id, sha256)
            select distinct on (name, version, sha256) * from unnest(?, ?, ?, ?) as t (name, version, run_id, sha256)
            where not exists (select from model_version v
              where v.name = t.name and v.version = t.version and v.sha256 = t.sha256
                and (v.run_id is not null or t.run_id is null))
            order by name, version, sha256, run_id nulls last
            on conflict (name, version, sha256) do update set run_id = excluded.run_id
              where model_version.run_id is null and excluded.run_id is not null""";

    /** A run is written beside its inference only where it is another one than that of the version. */
    static final String INFERENCES = """
            with given as (
              select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
                as t (captured_at, frame_id, name, version, sha256, purpose, source_id, completed_at, n, parameters,
                contract_version, runtime_version, trace_id, alias, fetch_micros, decode_micros, infer_micros, post_micros,
                run_id, place)),
            fresh as (
              insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n, parameters,
                contract_version, runtime_version, trace_id, alias, fetch_micros, decode_micros, infer_micros, post_micros,
                run_id)
              select t.captured_at, t.frame_id, v.id, t.purpose, t.source_id, t.completed_at, t.n, t.parameters::jsonb,
                t.contract_version, t.runtime_version, t.trace_id, t.alias,
                t.fetch_micros, t.decode_micros, t.infer_micros, t.post_micros, nullif(t.run_id, v.run_id)
              from given t
              join model_version v on v.name = t.name and v.version = t.version and v.sha256 = t.sha256
              order by t.place
              on conflict do nothing
              returning captured_at, frame_id, model_version_id, purpose)
            select g.place, v.id from given g
            join model_version v on v.name = g.name and v.version = g.version and v.sha256 = g.sha256
            join fresh f on f.frame_id = g.frame_id and f.captured_at = g.captured_at and f.purpose = g.purpose
              and f.model_version_id = v.id""";

    static final String DETECTIONS = """
            insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id, label,
              score, x, y, w, h, polygon)
            select captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id, label, score, x, y, w, h,
              polygon::real[]
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as t (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id, label, score,
              x, y, w, h, polygon)""";
    // A letter of the sink itself stays open: it may tell of a row that is still missing. It stands for no lack of this
    // inference any more. And a frame that was written off is so no more.
    private static final String RESOLVE = """
            with given as (select ?::uuid[] as ids),
            taken_back as (delete from written_off_frame where frame_id = any ((select ids from given)::uuid[]))
            update dead_letter set inference_stored = true, state = case stage when 'sink' then state else 'resolved' end
            where frame_id = any ((select ids from given)::uuid[])
              and case stage when 'sink' then not inference_stored else state <> 'resolved' end""";

    private final MonthPartitions partitions;

    public InferenceTable(MonthPartitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public void hold(Connection connection, List<InferenceRow> rows) throws SQLException {
        partitions.ensure(
                connection,
                rows.stream().map(row -> row.inference().getCapturedAt()).toList(),
                "inference",
                "detection");
    }

    @Override
    public List<InferenceRow> insert(Connection connection, List<InferenceRow> delivered) throws SQLException {
        var rows = withoutRepeats(delivered);
        hold(connection, rows);
        LetterLock.forInferences(connection);
        var serving = rows.stream().filter(InferenceTable::isServing).toList();
        var others = rows.stream().filter(row -> !isServing(row)).toList();
        var droppedServing = DroppedRecords.inferences(connection, serving);
        var droppedOthers = DroppedRecords.others(connection, others);
        var left = rows.stream()
                .filter(row -> !(isServing(row) ? droppedServing : droppedOthers)
                        .contains(row.inference().getFrameId()))
                .toList();
        versions(left).execute(connection, VERSIONS);
        var inserted = insertInferences(connection, left);
        // An inference that lost against an earlier one leaves no detections behind.
        detections(inserted).execute(connection, DETECTIONS);
        var fresh = inserted.stream().map(Inserted::row).toList();
        SinkDays.addInferences(connection, fresh);
        new Columns<>(serving)
                .column("uuid", row -> row.inference().getFrameId())
                .execute(connection, RESOLVE);
        RedrivenLetters.resolve(
                connection, delivered.stream().map(this::arrival).toList());
        return fresh;
    }

    @Override
    public String madeBy() {
        return "detect";
    }

    private RedrivenLetters.Arrival arrival(InferenceRow row) {
        return RedrivenLetters.Arrival.ofStored(
                row.record(), row.inference().getFrameId(), isServing(row) ? madeBy() : "");
    }

    private static boolean isServing(InferenceRow row) {
        return row.inference().getPurpose() == Purpose.SERVING;
    }

    /** Of several inferences that the table's keys take for one the first counts. */
    private static List<InferenceRow> withoutRepeats(List<InferenceRow> rows) {
        return List.copyOf(rows.stream()
                .collect(Collectors.toMap(Key::of, row -> row, (first, repeat) -> first, LinkedHashMap::new))
                .values());
    }

    private static List<Inserted> insertInferences(Connection connection, List<InferenceRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INFERENCES)) {
            inferences(rows).bind(statement, 1);
            return inserted(statement, rows);
        }
    }

    /** Executes; answers the rows that were inserted. */
    static List<Inserted> inserted(PreparedStatement statement, List<InferenceRow> rows) throws SQLException {
        var inserted = new ArrayList<Inserted>(rows.size());
        try (ResultSet answer = statement.executeQuery()) {
            while (answer.next()) {
                inserted.add(new Inserted(rows.get(answer.getInt(1) - 1), answer.getLong(2)));
            }
        }
        return inserted;
    }

    static Columns<InferenceRow> versions(List<InferenceRow> rows) {
        return new Columns<>(rows)
                .column("text", row -> row.inference().getModel().getName())
                .column("text", row -> row.inference().getModel().getVersion())
                .column("text", row -> row.inference().getModel().getRunId())
                .column("bytea", row -> row.inference().getModel().getSha256().bytes());
    }

    static Columns<InferenceRow> inferences(List<InferenceRow> rows) {
        return new Columns<>(rows)
                .time(row -> row.inference().getCapturedAt())
                .column("uuid", row -> row.inference().getFrameId())
                .column("text", row -> row.inference().getModel().getName())
                .column("text", row -> row.inference().getModel().getVersion())
                .column("bytea", row -> row.inference().getModel().getSha256().bytes())
                .column("text", row -> row.inference().getPurpose().name())
                .column("text", row -> row.inference().getSourceId())
                .time(row -> row.inference().getCompletedAt())
                .column("integer", row -> row.inference().getDetections().size())
                .column("text", row -> row.inference().getParameters().toString())
                .column("text", row -> row.inference().getSchema().getFullName())
                .column("text", row -> row.inference().getRuntimeVersion())
                .column("text", InferenceRow::traceId)
                .column("text", row -> row.inference().getModel().getAlias())
                .column("bigint", row -> row.inference().getTimings().getFetch())
                .column("bigint", row -> row.inference().getTimings().getDecode())
                .column("bigint", row -> row.inference().getTimings().getInfer())
                .column("bigint", row -> row.inference().getTimings().getPost())
                .column("text", row -> row.inference().getModel().getRunId());
    }

    static Columns<Found> detections(List<Inserted> inferences) {
        var all = inferences.stream()
                .flatMap(of -> of.row().inference().getDetections().stream().map(found -> new Found(of, found)))
                .toList();
        return new Columns<>(all)
                .time(row -> row.inference().getCapturedAt())
                .column("uuid", row -> row.inference().getFrameId())
                .column("bigint", row -> row.of().modelVersion())
                .column("text", row -> row.inference().getPurpose().name())
                .column("integer", row -> row.found().getOrdinal())
                .column("text", row -> row.inference().getSourceId())
                .column("integer", row -> row.found().getClassId())
                .column("text", row -> row.found().getLabel())
                .column("real", row -> row.found().getScore())
                .column("real", row -> row.found().getBox().getX())
                .column("real", row -> row.found().getBox().getY())
                .column("real", row -> row.found().getBox().getWidth())
                .column("real", row -> row.found().getBox().getHeight())
                .column("text", row -> arrayLiteral(row.found().getPolygon()));
    }

    /** Outlines differ in length, and PostgreSQL has no jagged arrays: each travels as text. */
    private static @Nullable String arrayLiteral(@Nullable List<Float> polygon) {
        return polygon == null
                ? null
                : polygon.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** A frame has one serving inference, whatever the model; of other inferences one of each model. */
    private record Key(
            UUID frame,
            Instant capturedAt,
            Purpose purpose,
            @Nullable ModelRef model) {
        static Key of(InferenceRow row) {
            var inference = row.inference();
            boolean serving = inference.getPurpose() == Purpose.SERVING;
            return new Key(
                    inference.getFrameId(),
                    inference.getCapturedAt(),
                    inference.getPurpose(),
                    serving ? null : model(inference.getModel()));
        }

        /** What the table knows of it: neither the run nor the alias. */
        private static ModelRef model(ModelRef model) {
            return ModelRef.newBuilder(model).setRunId(null).setAlias(null).build();
        }
    }

    /**
     * An inference that was not there before.
     *
     * @param modelVersion id of its model version
     */
    record Inserted(InferenceRow row, long modelVersion) {}

    record Found(Inserted of, Detection found) {
        InferenceCompleted inference() {
            return of.row().inference();
        }
    }
}

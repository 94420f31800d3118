package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Finds the first things at fault, where they can be known: a row that is gone is known by the rows that belong to it.
 * Each question is about one day, so that it costs no more than the rows of that.
 */
final class FirstIds {
    private static final int MOST = 5;
    private static final int MOST_GAPS = 20;
    private static final String OF_THE_DAY =
            " %1$s.captured_at >= ?::timestamptz and %1$s.captured_at < ?::timestamptz and ";
    /** The frame of a claim that the database refused is not missing: it was never there. */
    private static final String NOT_REFUSED =
            " and not exists (select from dead_letter l where l.frame_id = %1$s.frame_id"
                    + " and l.stage = 'sink' and l.state <> 'resolved' and not l.frame_stored)";

    private static final String INFERENCE_WITHOUT_FRAME = "select distinct i.frame_id::text from inference i where"
            + OF_THE_DAY.formatted("i")
            + "not exists (select from frame f where f.frame_id = i.frame_id and f.captured_at = i.captured_at)"
            + NOT_REFUSED.formatted("i");
    private static final String DETECTION_WITHOUT_FRAME = "select distinct d.frame_id::text from detection d where"
            + OF_THE_DAY.formatted("d")
            + "not exists (select from frame f where f.frame_id = d.frame_id and f.captured_at = d.captured_at)"
            + NOT_REFUSED.formatted("d");
    private static final String DETECTION_WITHOUT_INFERENCE = "select distinct d.frame_id::text from detection d where"
            + OF_THE_DAY.formatted("d")
            + "not exists (select from inference i where i.frame_id = d.frame_id and i.captured_at = d.captured_at"
            + " and i.model_version_id = d.model_version_id and i.purpose = d.purpose)";
    private static final String FRAME_WITHOUT_FATE = "select f.frame_id::text from frame f where"
            + OF_THE_DAY.formatted("f")
            + "not exists (select from inference i where i.frame_id = f.frame_id and i.captured_at = f.captured_at"
            + " and i.purpose = 'SERVING') and not exists (select from dead_letter l where l.frame_id = f.frame_id"
            + " and l.state <> 'resolved')";
    private static final String INFERENCE_OF_OTHER_COUNT = "select distinct i.frame_id::text from inference i where"
            + OF_THE_DAY.formatted("i")
            + "i.n <> (select count(*) from detection d where d.frame_id = i.frame_id and d.captured_at = i.captured_at"
            + " and d.model_version_id = i.model_version_id and d.purpose = i.purpose)";
    private static final String FRAME_WITHOUT_IMAGE = "select f.frame_id::text from frame f where"
            + OF_THE_DAY.formatted("f") + "not exists (select from image i where i.sha256 = f.image_sha256)";
    private static final String INFERENCE_WITHOUT_MODEL = "select distinct i.frame_id::text from inference i where"
            + OF_THE_DAY.formatted("i") + "not exists (select from model_version v where v.id = i.model_version_id)";
    private static final Map<String, List<String>> QUESTIONS = Map.of(
            "frame-rows", List.of(INFERENCE_WITHOUT_FRAME, DETECTION_WITHOUT_FRAME),
            "inference-rows", List.of(DETECTION_WITHOUT_INFERENCE, FRAME_WITHOUT_FATE),
            "detection-rows", List.of(INFERENCE_OF_OTHER_COUNT),
            "image-rows", List.of(FRAME_WITHOUT_IMAGE),
            "model-version-rows", List.of(INFERENCE_WITHOUT_MODEL));

    // A row that is gone does not say which partition had its claim. The claims of a source have one partition, so that
    // the frames before it, or else behind it, tell.
    private static final String PARTITION_OF = "(select f.claim_topic || '-' || f.claim_partition from frame f"
            + " where f.source_id = %1$s.source_id and f.captured_at %2$s %1$s.captured_at order by f.captured_at %3$s limit 1)";
    private static final Map<String, String> OF_PARTITION = Map.of(
            INFERENCE_WITHOUT_FRAME, ofPartition("i"),
            DETECTION_WITHOUT_FRAME, ofPartition("d"));

    // Between the frames of the window alone, because beyond them nothing is known of what was sent when. An offset
    // between
    // them may be a frame of another day: days are mixed in a partition as soon as a camera was away for a while.
    private static final String MISSING_OFFSETS = """
            with inside as materialized (
              select origin_offset as o from frame where origin_topic_id = ? and origin_partition = ?
                and captured_at >= ?::timestamptz and captured_at < ?::timestamptz),
            letters as (
              select failed_offset as o from dead_letter where stage = 'ingest' and failed_topic_id = ? and failed_partition = ?
                and failed_offset between (select min(o) from inside) and (select max(o) from inside)),
            ranges as materialized (
              select o + 1 as first, following - 1 as last from (
                select o, lead(o) over (order by o) as following from (
                  select o from inside union select o from letters) known) pairs
              where following > o + 1),
            others as materialized (
              select origin_offset as o from frame where origin_topic_id = ? and origin_partition = ?
                and (captured_at < ?::timestamptz or captured_at >= ?::timestamptz)
                and origin_offset between (select min(first) from ranges) and (select max(last) from ranges))
            select first, last from ranges where not exists (select from others where o between first and last)
            order by 1 limit %d""".formatted(MOST);

    private final Connection connection;
    private final Deadline deadline;

    /** Its questions are part of the connection's transaction; once the deadline has passed, that can only be ended. */
    FirstIds(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /**
     * The gaps of rows with ids of frames that they concern on their day, at most five each; as many of the gaps as the
     * time allows.
     */
    List<Gap> name(List<Gap> gaps) throws SQLException {
        var named = new ArrayList<Gap>();
        try {
            for (var gap : gaps.subList(0, Math.min(gaps.size(), MOST_GAPS))) {
                named.add(gap.firstIds().isEmpty() ? gap.withFirstIds(of(gap, isAlone(gap, gaps))) : gap);
            }
        } catch (SQLException e) {
            if (!Deadline.isPassed(e)) {
                throw e;
            }
        }
        named.addAll(gaps.subList(named.size(), gaps.size()));
        return named;
    }

    private static String ofPartition(String alias) {
        return " and coalesce(" + PARTITION_OF.formatted(alias, "<=", "desc") + ", "
                + PARTITION_OF.formatted(alias, ">", "") + ") = ?";
    }

    /** Whether no other partition lacks rows of the same day: all that lack are of this one then. */
    private static boolean isAlone(Gap gap, List<Gap> gaps) {
        return gaps.stream()
                        .filter(other -> other.equation().equals(gap.equation())
                                && Objects.equals(other.day(), gap.day())
                                && Objects.requireNonNull(other.difference()) > 0)
                        .count()
                <= 1;
    }

    private List<String> of(Gap gap, boolean alone) throws SQLException {
        var day = LocalDate.parse(Objects.requireNonNull(gap.day()));
        for (var question : QUESTIONS.getOrDefault(gap.equation(), List.of())) {
            var partition = alone ? null : gap.partition();
            var found = partition == null
                    ? ask(question, day)
                    : ask(question + OF_PARTITION.getOrDefault(question, ""), day, partition);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /**
     * Frames without a fate, or fates without a frame, at most five, the eldest first; as many as the time allows.
     *
     * @param lacking whether it is fates that lack
     */
    List<String> ofFrames(boolean lacking) throws SQLException {
        var found = new LinkedHashMap<String, Boolean>();
        try {
            for (var day : suspects(lacking)) {
                ask(lacking ? FRAME_WITHOUT_FATE : INFERENCE_WITHOUT_FRAME, day).forEach(id -> found.put(id, true));
                if (found.size() >= MOST) {
                    break;
                }
            }
        } catch (SQLException e) {
            if (!Deadline.isPassed(e)) {
                throw e;
            }
        }
        return found.keySet().stream().limit(MOST).toList();
    }

    /**
     * Offsets between frames of the window that are neither frame, of whatever day, nor letter, such as {@code 17} or
     * {@code 20-24}, at most five.
     */
    List<String> missingOffsets(UUID topicId, int partition, DayWindow window) throws SQLException {
        var found = new ArrayList<String>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(MISSING_OFFSETS)) {
            for (int place : List.of(1, 5, 7)) {
                statement.setObject(place, topicId);
                statement.setInt(place + 1, partition);
            }
            for (int place : List.of(3, 9)) {
                statement.setString(place, DayWindow.start(window.since()).toString());
                statement.setString(place + 1, DayWindow.start(window.until()).toString());
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    long first = rows.getLong(1);
                    long last = rows.getLong(2);
                    found.add(first == last ? String.valueOf(first) : first + "-" + last);
                }
            }
        }
        return found;
    }

    /** The days on which the books have more frames than serving inferences, or the other way round. */
    private List<LocalDate> suspects(boolean lacking) throws SQLException {
        var sql = "select day::text from sink_day group by day having sum(frames) " + (lacking ? ">" : "<")
                + " sum(serving) order by day limit 31";
        var days = new ArrayList<LocalDate>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                days.add(LocalDate.parse(rows.getString(1)));
            }
        }
        return days;
    }

    private List<String> ask(String question, LocalDate day, String... partition) throws SQLException {
        var found = new ArrayList<String>();
        deadline.limit(connection);
        try (var statement = connection.prepareStatement(question + " limit " + MOST)) {
            statement.setString(1, DayWindow.start(day).toString());
            statement.setString(2, DayWindow.start(day.plusDays(1)).toString());
            for (int i = 0; i < partition.length; i++) {
                statement.setString(i + 3, partition[i]);
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}

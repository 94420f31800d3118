package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    /** Frames f of a day. */
    static final String WITHOUT_FATE = " from fateless_frames(?::timestamptz, ?::timestamptz) f";

    private static final String FRAME_WITHOUT_FATE = "select f.frame_id::text" + WITHOUT_FATE;
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

    /** Frames that have a fate and no row, at most five, the eldest first; as many as the time allows. */
    List<String> ofFates() throws SQLException {
        var found = new LinkedHashSet<String>();
        try {
            for (var day : new SuspectDays(connection, deadline).find(false)) {
                found.addAll(ask(INFERENCE_WITHOUT_FRAME, day));
                if (found.size() >= MOST) {
                    break;
                }
            }
        } catch (SQLException e) {
            if (!Deadline.isPassed(e)) {
                throw e;
            }
        }
        return found.stream().limit(MOST).toList();
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

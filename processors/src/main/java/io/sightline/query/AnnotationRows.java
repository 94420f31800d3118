package io.sightline.query;

import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.contract.EntityTag;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is needed to draw a frame, read from its rows. */
public final class AnnotationRows {
    private AnnotationRows() {}

    /** The claim of the frame's picture. */
    public static ClaimRef claim(Map<String, Object> frame) {
        return ClaimRef.newBuilder()
                .setBucket(text(frame, "bucket"))
                .setKey(text(frame, "object_key"))
                .setSha256(new io.sightline.claim.v1.Sha256((byte[]) Objects.requireNonNull(frame.get("image_sha256"))))
                .setSize(number(frame, "size").longValue())
                .setMediaType(text(frame, "media_type"))
                .build();
    }

    /** The detections, in the order of the rows. */
    public static List<Detection> detections(List<Map<String, Object>> rows) {
        return rows.stream().map(AnnotationRows::detection).toList();
    }

    /**
     * Names what a drawing shows: the picture and the detections on it. A weak name, because another version may draw
     * the same otherwise.
     */
    public static EntityTag tag(ClaimRef claim, List<Map<String, Object>> rows) {
        var shown = Sha256.ofDigest(claim.getSha256().bytes()).hex() + " " + detections(rows);
        return new EntityTag(Sha256.of(shown.getBytes(StandardCharsets.UTF_8)).hex(), true);
    }

    private static Detection detection(Map<String, Object> row) {
        var points = Answers.points(row.get("polygon"));
        return new Detection(
                number(row, "ordinal").intValue(),
                number(row, "class_id").intValue(),
                text(row, "label"),
                number(row, "score").floatValue(),
                new Box(
                        number(row, "x").floatValue(),
                        number(row, "y").floatValue(),
                        number(row, "w").floatValue(),
                        number(row, "h").floatValue()),
                points == null
                        ? List.of()
                        : points.stream()
                                .map(point -> new Point(point.get(0), point.get(1)))
                                .toList());
    }

    private static Number number(Map<String, Object> row, String column) {
        return (Number) Objects.requireNonNull(row.get(column), column);
    }

    private static String text(Map<String, Object> row, String column) {
        return Objects.requireNonNull(row.get(column), column).toString();
    }
}

package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How detections are written one after the other. */
public enum RowFormat {
    /**
     * RFC 4180 with a header line. A text that a spreadsheet would take for a formula, because it begins with one of
     * {@code = + - @}, a tab or a line end, gets an apostrophe in front.
     */
    CSV("text/csv") {
        @Override
        String head() {
            return "frameId,sourceId,capturedAt,model,version,sha256,ordinal,classId,label,score,x,y,width,height,polygon\r\n";
        }

        @Override
        void write(Map<String, Object> row, StringBuilder line) {
            line.append(row.get("frame_id")).append(',');
            text(row.get("source_id"), line);
            line.append(Answers.time(row.get("captured_at"))).append(',');
            text(row.get("model_name"), line);
            text(row.get("model_version"), line);
            line.append(Answers.sha256(row.get("model_sha256"))).append(',');
            line.append(row.get("ordinal"))
                    .append(',')
                    .append(row.get("class_id"))
                    .append(',');
            text(row.get("label"), line);
            for (var name : NUMBERS) {
                line.append(number(row.get(name))).append(',');
            }
            polygon(row.get("polygon"), line);
            line.append("\r\n");
        }
    },
    /** One JSON object a line, each as in a page. */
    NDJSON("application/x-ndjson") {
        @Override
        String head() {
            return "";
        }

        @Override
        void write(Map<String, Object> row, StringBuilder line) {
            try {
                line.append(JSON.writeValueAsString(DetectionPage.detection(row)))
                        .append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an answer of texts, numbers and lists can always be written", e);
            }
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final List<String> NUMBERS = List.of("score", "x", "y", "w", "h");
    private static final String FORMULA = "=+-@\t\r\n";
    private static final String QUOTED = ",\"\r\n";

    private final String mediaType;

    RowFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format of a media type; empty when it is no format of rows. */
    public static Optional<RowFormat> of(@Nullable String mediaType) {
        for (var format : values()) {
            if (format.mediaType.equals(mediaType)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** With the character set, which is UTF-8. */
    public String contentType() {
        return this == CSV ? mediaType + ";charset=utf-8" : mediaType;
    }

    /** What stands before the first row. */
    abstract String head();

    /** Appends a row of the SQL of a page. */
    abstract void write(Map<String, Object> row, StringBuilder line);

    private static void text(@Nullable Object value, StringBuilder line) {
        var text = String.valueOf(value);
        var guarded = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        if (isQuoted(guarded)) {
            line.append('"').append(guarded.replace("\"", "\"\"")).append('"');
        } else {
            line.append(guarded);
        }
        line.append(',');
    }

    private static boolean isQuoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (QUOTED.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** As JSON has it. */
    private static String number(@Nullable Object value) {
        return value instanceof Float number ? NumberOutput.toString(number, true) : String.valueOf(value);
    }

    /** Points as {@code x y}, with semicolons between them. */
    private static void polygon(@Nullable Object value, StringBuilder line) {
        var points = Answers.points(value);
        if (points != null) {
            var separator = "";
            for (var point : points) {
                line.append(separator).append(number(point.get(0))).append(' ').append(number(point.get(1)));
                separator = ";";
            }
        }
    }
}

package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionExportTest {
    private static final SourceRule RULE = SourceRule.only(Set.of("camera-1"));
    private static final String HEAD =
            "frameId,sourceId,capturedAt,model,version,sha256,ordinal,classId,label,score,x,y,width,height,polygon";

    @Test
    void readsPageAfterPageUntilOneIsTheLast() throws IOException {
        // Given
        var asked = new ArrayList<Map<String, Object>>();
        var pages = List.of(rows(DetectionExport.ROWS, DetectionExport.ROWS + 1), rows(2 * DetectionExport.ROWS, 3));
        // When
        var export = export(RowFormat.CSV, rows(0, DetectionExport.ROWS + 1), parameters -> {
            asked.add(parameters);
            return pages.get(asked.size() - 1);
        });
        var lines = text(export).split("\r\n");
        // Then
        assertThat(lines).hasSize(1 + 2 * DetectionExport.ROWS + 3);
        assertThat(lines[0]).isEqualTo(HEAD);
        assertThat(lines).doesNotHaveDuplicates();
        assertThat(asked)
                .extracting(parameters -> parameters.get("afterOrdinal"))
                .containsExactly(DetectionExport.ROWS - 1, 2 * DetectionExport.ROWS - 1);
        assertThat(asked).allSatisfy(parameters -> {
            assertThat((String[]) parameters.get("sources")).containsExactly("camera-1");
            assertThat(parameters).containsEntry("rows", DetectionExport.ROWS + 1);
        });
    }

    @Test
    void readsNothingAheadOfItsReader() throws IOException {
        try (var export = export(RowFormat.NDJSON, rows(0, DetectionExport.ROWS + 1), parameters -> {
            throw new IllegalStateException("away");
        })) {
            for (var i = 0; i < DetectionExport.ROWS; i++) {
                assertThat(line(export)).contains("\"ordinal\":" + i + ",");
            }
            assertThatThrownBy(export::read).hasMessage("away");
        }
    }

    @Test
    void hasAHeaderLineWhenThereIsNothingElse() throws IOException {
        assertThat(text(export(RowFormat.CSV, List.of(), parameters -> List.of())))
                .isEqualTo(HEAD + "\r\n");
        assertThat(text(export(RowFormat.NDJSON, List.of(), parameters -> List.of())))
                .isEmpty();
    }

    @Test
    void writesARowAsAPageHasIt() throws IOException {
        var row = row(7);
        var query = PageQuery.of(filter(), 10, Optional.empty());

        var csv = text(export(RowFormat.CSV, List.of(row), parameters -> List.of()));
        var json = text(export(RowFormat.NDJSON, List.of(row), parameters -> List.of()));

        assertThat(csv.split("\r\n")[1])
                .isEqualTo("0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77,camera-1,2026-11-01T08:00:00.123456Z,m,1,"
                        + "00".repeat(32) + ",7,0,text,0.9,-0.1,0.2,0.3,0.4,0.1 0.2;0.4 0.6");
        assertThat(json)
                .isEqualTo(new JsonMapper()
                                .writeValueAsString(DetectionPage.of(query, Optional.empty(), List.of(row))
                                        .detections()
                                        .get(0))
                        + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text|text",
                "hair, drier|\"hair, drier\"",
                "say \"so\"|\"say \"\"so\"\"\"",
                "=1+1|'=1+1",
                "+1|'+1",
                "-1|'-1",
                "@sum(a1)|'@sum(a1)",
                "1=1|1=1",
                "=a,b|\"'=a,b\""
            })
    void quotesAndGuardsATextOfCsv(String label, String cell) throws IOException {
        assertThat(cellOf(label)).isEqualTo(cell);
    }

    @Test
    void quotesLineEndsAndGuardsAgainstThoseInFront() throws IOException {
        assertThat(cellOf("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(cellOf("\t=1")).isEqualTo("'\t=1");
        assertThat(cellOf("\r=1")).isEqualTo("\"'\r=1\"");
    }

    private static String cellOf(String label) throws IOException {
        var row = row(0);
        row.put("label", label);
        var line = text(export(RowFormat.CSV, List.of(row), parameters -> List.of()))
                .substring(HEAD.length() + 2);
        var before = "00".repeat(32) + ",0,0,";
        return line.substring(line.indexOf(before) + before.length(), line.indexOf(",0.9,-0.1"));
    }

    private static InputStream export(
            RowFormat format,
            List<Map<String, Object>> rows,
            Function<Map<String, Object>, List<Map<String, Object>>> read) {
        var query = PageQuery.of(filter(), DetectionExport.ROWS, Optional.empty());
        return new DetectionExport(query, RULE, Optional.empty(), format, rows, read);
    }

    private static DetectionFilter filter() {
        return new DetectionFilter(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new TimeRange(Optional.empty(), Optional.empty()),
                new ScoreRange(OptionalDouble.empty(), OptionalDouble.empty()),
                Optional.empty());
    }

    private static List<Map<String, Object>> rows(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(DetectionExportTest::row)
                .toList();
    }

    private static Map<String, Object> row(int ordinal) {
        var row = new HashMap<String, Object>();
        row.put("frame_id", "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77");
        row.put("source_id", "camera-1");
        row.put("captured_at", Timestamp.from(Instant.parse("2026-11-01T08:00:00.123456Z")));
        row.put("model_version_id", 3L);
        row.put("model_name", "m");
        row.put("model_version", "1");
        row.put("model_sha256", new byte[32]);
        row.put("ordinal", ordinal);
        row.put("class_id", 0);
        row.put("label", "text");
        row.put("score", 0.9f);
        row.put("x", -0.1f);
        row.put("y", 0.2f);
        row.put("w", 0.3f);
        row.put("h", 0.4f);
        row.put("polygon", "{0.1,0.2,0.4,0.6}");
        return row;
    }

    private static String line(InputStream export) throws IOException {
        var line = new StringBuilder();
        for (var character = export.read(); character != '\n'; character = export.read()) {
            line.append((char) character);
        }
        return line.toString();
    }

    private static String text(InputStream export) throws IOException {
        try (export) {
            return new String(export.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

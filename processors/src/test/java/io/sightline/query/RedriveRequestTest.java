package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedriveRequestTest {
    private static final UUID ID = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final SourceRule CAMERA_1 = SourceRule.only(Set.of("camera-1"));

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"dryRun\": null, \"reason\": null}"})
    void sayingNothingIsADryRunForAllOpenLetters(String body) {
        var request = parse(body);

        assertThat(request.dryRun()).isTrue();
        assertThat(request.filters()).isEmpty();
        var parameters = request.sqlParameters(SourceRule.EVERY, 5, List.of("claims"));
        assertThat(parameters)
                .containsEntry("again", false)
                .containsEntry("byId", false)
                .containsEntry("anyReason", true)
                .containsEntry("since", "-infinity")
                .containsEntry("most", 5);
        assertThat((String[]) parameters.get("states")).containsExactly("open", "redriving");
        assertThat((String[]) parameters.get("scope")).containsExactly("*");
    }

    @Test
    void readsEveryField() {
        var request = parse("""
                {"dryRun": false, "perSecond": 7, "state": "redriving", "reason": "CLAIM_MISSING", "stage": "detect",
                 "source": "camera-1", "since": "2026-11-01T08:00:00+01:00", "until": "2026-11-02T08:00:00Z", "ids": ["%s", "%s"]}""".formatted(ID, ID.toString().toUpperCase(java.util.Locale.ROOT)));

        assertThat(request)
                .isEqualTo(new RedriveRequest(
                        false,
                        Optional.of(7),
                        Optional.of("redriving"),
                        Optional.of("CLAIM_MISSING"),
                        Optional.of("detect"),
                        Optional.of("camera-1"),
                        new TimeRange(
                                Optional.of(Instant.parse("2026-11-01T07:00:00Z")),
                                Optional.of(Instant.parse("2026-11-02T08:00:00Z"))),
                        List.of(ID)));
        assertThat(request.filters()).containsOnlyKeys("state", "reason", "stage", "source", "since", "until", "ids");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | no JSON",
                "[] | must be a JSON object",
                "null | must be a JSON object",
                "{} {} | must be one JSON object and nothing else",
                "{\"reason\": \"CLAIM_MISSING\", \"reason\": \"CLAIM_CORRUPT\"} | no JSON",
                "{\"reasons\": \"CLAIM_MISSING\"} | There is no field reasons here; known are dryRun, ids,",
                "{\"reason\": \"BORED\"} | reason must be one of [UNKNOWN, EMPTY_BODY",
                "{\"stage\": \"kitchen\"} | stage must be one of [ingest, detect, sink], was \"kitchen\"",
                "{\"state\": \"resolved\"} | state must be one of [open, redriving], was \"resolved\"",
                "{\"dryRun\": \"false\"} | dryRun must be true or false, was \"false\"",
                "{\"perSecond\": 0} | perSecond must be at least 1 and at most 1000, was 0",
                "{\"perSecond\": \"5\"} | perSecond must be a whole number, was \"5\"",
                "{\"perSecond\": 99999999999} | perSecond must be at least 1 and at most 1000, was 99999999999",
                "{\"perSecond\": 1.5} | perSecond must be a whole number, was 1.5",
                "{\"perSecond\": 1e99} | perSecond must be a whole number",
                "{\"source\": \"\"} | source must have 1 to 200 characters, was \"\"",
                "{\"source\": 1} | source must be a text, was 1",
                "{\"source\": \"a\\u0000b\"} | source must hold no control characters, was \"a\\u0000b\"",
                "{\"source\": \"*\"} | source * is *, which stands for every source, so that there is no such source; leave it out",
                "{\"since\": \"yesterday\"} | since must be a time such as 2026-11-01T08:00:00Z, was \"yesterday\"",
                "{\"since\": \"2026-11-02T00:00:00Z\", \"until\": \"2026-11-01T00:00:00Z\"} | since must be before until",
                "{\"ids\": []} | ids must be a list of 1 to 1000 UUIDs",
                "{\"ids\": \"96af23f6-8be2-5bec-9097-e4f9b0c51dc2\"} | ids must be a list",
                "{\"ids\": [\"x\"]} | ids must hold UUIDs, was \"x\"",
                "{\"ids\": [null]} | ids must hold UUIDs"
            })
    void refusesWhatIsNotValidByNamingIt(String body, String words) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining(words);
    }

    static Stream<Arguments> brokenDocuments() {
        return Stream.of(
                Arguments.of("[".repeat(2_000), "Document nesting depth (1001) exceeds"),
                Arguments.of("{", "Unexpected end-of-input"),
                Arguments.of("{\"dryRun\":NaN}", "Non-standard token 'NaN' is no JSON"),
                Arguments.of("{\"perSecond\":" + "9".repeat(2_000) + "}", "Number value length (2000) exceeds"),
                Arguments.of("{\"" + "n".repeat(60_000) + "\":1}", "exceeds the maximum"),
                Arguments.of("{\"source\":\"" + "s".repeat(20_100_000) + "\"}", "exceeds the maximum"),
                Arguments.of("{\"perSecond\":+1}", "does not allow numbers to have plus"),
                Arguments.of("{\"ids\":[}", "Unexpected close marker"),
                Arguments.of("/* a */ {}", "comment"),
                Arguments.of("{\"source\":\"ü\" x}", "near byte 15"),
                Arguments.of("{\"dryRun\":true,\"dryRun\":true}", "Duplicate"));
    }

    @ParameterizedTest
    @MethodSource("brokenDocuments")
    void saysWhereADocumentBreaksWhichRuleAndNothingOfTheLibrary(String body, String words) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("The body is no JSON near byte ", words)
                .satisfies(failure -> assertThat(failure.getMessage())
                        .doesNotContain("Stream", "Feature", "Source", "REDACTED", "get", "`")
                        .hasSizeLessThan(300));
    }

    @Test
    void refusesTextThatIsNoUtf8() {
        var latin = "{\"source\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> RedriveRequest.parse(latin)).hasMessageContaining("is no JSON: it is not UTF-8");
    }

    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void takesEveryIdThatASourceCanHave(String id) {
        assertThat(parse("{\"source\": \"" + id + "\"}").source()).hasValue(id);
    }

    @Test
    void namesAFewOfTheFieldsThatThereAreNot() {
        var fields = IntStream.range(0, 10_000)
                .mapToObj(number -> "\"n" + number + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));

        assertThatThrownBy(() -> parse(fields)).hasMessageContaining("no field n0, n1, n2, n3, n4 here");
    }

    @Test
    void readsJsonInNoOtherEncodingThanUtf8() {
        var body = "{}".getBytes(StandardCharsets.UTF_16BE);

        assertThatThrownBy(() -> RedriveRequest.parse(body)).hasMessageContaining("no JSON");
    }

    @Test
    void takesAThousandIdsAndNoMore() {
        assertThat(parse(ids(1000)).ids()).hasSize(1000);
        assertThatThrownBy(() -> parse(ids(1001))).hasMessageContaining("1 to 1000");
    }

    @Test
    void onlyIdsAndTheStateTakeALetterThatIsOnItsWay() {
        assertThat(parameter("{\"state\": \"redriving\"}", "again")).isEqualTo(true);
        assertThat(parameter("{\"state\": \"open\"}", "again")).isEqualTo(false);
        assertThat(parameter("{\"ids\": [\"" + ID + "\"]}", "again")).isEqualTo(true);
        assertThat((String[]) parameter("{\"ids\": [\"" + ID + "\"]}", "states"))
                .containsExactly("open", "redriving", "resolved");
    }

    @Test
    void anOperationIsOfTheSourcesThatItsLettersCanHave() {
        assertThat((String[]) parameter("{}", "scope")).containsExactly("camera-1");
        assertThat((String[]) parameter("{\"source\": \"camera-1\"}", "scope")).containsExactly("camera-1");
        assertThat((String[]) parameter("{\"source\": \"camera-2\"}", "scope")).isEmpty();
    }

    private static Object parameter(String body, String name) {
        return Objects.requireNonNull(
                parse(body).sqlParameters(CAMERA_1, 5, List.of("claims")).get(name));
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"" + new UUID(1, number) + "\"")
                .collect(Collectors.joining(",", "{\"ids\": [", "]}"));
    }

    private static RedriveRequest parse(String body) {
        return RedriveRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}

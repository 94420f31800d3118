package io.sightline.schemas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractCompatibilityTest {
    private static final String REST = "sightline-v1.yaml";
    private static final String COLOUR =
            "        - {name: colour, in: query, description: Only this one., schema: {type: string}}\n";
    private static final String FRAMES_SOURCE =
            "        - name: source\n          in: query\n          description: Only this source.\n";
    private static final String REDRIVE = "    RedriveRequest:\n      type: object\n";

    @ParameterizedTest
    @ValueSource(strings = {REST, "open-inference-v2.yaml"})
    void breaksNoClientOfTheLastRelease(String file) {
        // Given
        var current = RestContract.FOLDER.resolve(file);
        var released = released(file);
        // When
        var change = ContractChange.between(SchemaFolder.text(released), SchemaFolder.text(current));
        // Then
        assertThat(change.breaksClients())
                .as("""
                        %s breaks clients of the released %s:
                        %s
                        Change it so that they go on, by what is new and optional beside what is there. What cannot be had in
                        that way is a contract of its own, such as /v3. As long as the first release is not made, nobody has
                        the released one: copy the file there and say in CHANGELOG.md what clients must change.""", current, released, change.described())
                .isFalse();
    }

    static Stream<Edit> breakingEdits() {
        return Stream.of(
                new Edit("an operation is gone", "  /v1/models:\n", "  /v1/model-list:\n"),
                new Edit("another method", "  /v1/dead-letters:\n    get:", "  /v1/dead-letters:\n    put:"),
                new Edit("a parameter is needed", FRAMES_SOURCE, FRAMES_SOURCE + "          required: true\n"),
                new Edit("a parameter is gone", "- name: minConfidence", "- name: leastConfidence"),
                new Edit("a parameter has a lower limit", "minimum: 1, maximum: 10000}", "minimum: 1, maximum: 100}"),
                new Edit(
                        "a parameter may be less long",
                        "maxLength: 200}\n          example: t",
                        "maxLength: 20}\n          example: t"),
                new Edit(
                        "a parameter has a word less",
                        "[hour, day, week, month], maxLength",
                        "[hour, day, week], maxLength"),
                new Edit("another scope", "[\"models:read\"]", "[\"operations\"]"),
                new Edit(
                        "a kind of body is not read",
                        "        image/webp:\n          schema: {type: string, format: binary, maxLength",
                        "        image/gif:\n          schema: {type: string, format: binary, maxLength"),
                new Edit("a field of a body is needed", REDRIVE, REDRIVE + "      required: [stage]\n"),
                new Edit(
                        "a kind of answer is gone",
                        "            text/csv:\n",
                        "            text/tab-separated-values:\n"),
                new Edit(
                        "another status",
                        "        '202':\n          description: The frame",
                        "        '201':\n          description: The frame"),
                new Edit(
                        "a field of an answer is gone",
                        "        timings:\n          type: object\n          required",
                        "        durations:\n          type: object\n          required"),
                new Edit(
                        "a field of an answer may be missing",
                        "[ordinal, classId, label, score, box]",
                        "[ordinal, classId, label, box]"),
                new Edit(
                        "a field of an answer is of another type",
                        "score: {type: number, format: float",
                        "score: {type: string, format: float"),
                new Edit(
                        "a field of an answer has a new word",
                        "[received, inferred, dead-lettered]",
                        "[received, inferred, dead-lettered, lost]"));
    }

    static Stream<Edit> harmlessEdits() {
        return Stream.of(
                new Edit("another description", "description: One page of frames.", "description: Some frames."),
                new Edit("a parameter more", FRAMES_SOURCE, COLOUR + FRAMES_SOURCE),
                new Edit(
                        "an operation more",
                        "paths:\n",
                        "paths:\n  /v1/new:\n    get:\n      responses: {'200': {description: New.}}\n"),
                new Edit(
                        "a parameter has a higher limit", "minimum: 1, maximum: 10000}", "minimum: 1, maximum: 20000}"),
                new Edit(
                        "a field of an answer more",
                        "        ordinal: {type",
                        "        age: {type: integer}\n        ordinal: {type"),
                new Edit("an error code more", "x-error-codes: [", "x-error-codes: [NEW, "));
    }

    @ParameterizedTest
    @MethodSource("breakingEdits")
    void seesWhatBreaksClients(Edit edit) {
        assertThat(edit.change().breaksClients()).as(edit.change().described()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("harmlessEdits")
    void permitsWhatBreaksNobody(Edit edit) {
        assertThat(edit.change().breaksClients()).as(edit.change().described()).isFalse();
    }

    /** A change of the contract, by its text. */
    private record Edit(String name, String before, String after) {
        ContractChange change() {
            var released = SchemaFolder.text(RestContract.FOLDER.resolve(REST));
            var current = released.replace(before, after);
            assertThat(current).isNotEqualTo(released);
            return ContractChange.between(released, current);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Path released(String file) {
        return SchemaFolder.former().stream()
                .map(folder -> folder.path().resolve(file))
                .filter(Files::exists)
                .max(Comparator.comparingInt(ContractCompatibilityTest::release))
                .orElseThrow(() -> new AssertionError("no folder of schemas/history has " + file));
    }

    /** Folders are numbered. */
    private static int release(Path file) {
        return Integer.parseInt(requireNonNull(file.getParent()).getFileName().toString());
    }
}

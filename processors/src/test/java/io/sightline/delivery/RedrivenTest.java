package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.delivery.Redriven.FirstFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedrivenTest {
    private static final UUID LETTER = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final String POSITION = Samples.TOPIC_ID + "/3/42";

    @Test
    void readsWhatItWrites() {
        var trail = new Redriven(LETTER, 2, Optional.of(new FirstFailure("detect", POSITION)));

        assertThat(Redriven.of(record(trail.headers()))).hasValue(trail);
        assertThat(Redriven.of(record(trail.passedOn().headers()))).hasValue(new Redriven(LETTER, 2, Optional.empty()));
    }

    @Test
    void aRecordWithoutHeadersIsNoRedrive() {
        assertThat(Redriven.of(record(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sightline-dead-letter, no-uuid",
        "sightline-dead-letter, 96AF23F6-8BE2-5BEC-9097-E4F9B0C51DC2",
        "sightline-dead-letter, ''",
        "sightline-redrive-count, 0",
        "sightline-redrive-count, -1",
        "sightline-redrive-count, 10001",
        "sightline-redrive-count, 99999999999",
        "sightline-redrive-count, 1.5",
    })
    void whatCannotBeIsNotBelieved(String header, String value) {
        var headers = new HashMap<>(new Redriven(LETTER, 2, Optional.empty()).headers());
        headers.put(header, Samples.text(value));

        assertThat(Redriven.of(record(headers))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "detect", "detect 11111111-2222-4333-8444-555555555555/x/1", "'a b c'"})
    void aPlaceThatCannotBeIsNoPlace(String value) {
        var headers = new HashMap<>(new Redriven(LETTER, 2, Optional.empty()).headers());
        headers.put(Redriven.FAILED_AT, Samples.text(value));

        assertThat(Redriven.of(record(headers)).orElseThrow().failure()).isEmpty();
    }

    @Test
    void onlyItsOwnStageRepeatsALetter() {
        var trail = new Redriven(LETTER, 2, Optional.of(new FirstFailure("detect", POSITION)));

        assertThat(trail.letterOf("detect")).hasValue(LETTER);
        assertThat(trail.letterOf("sink")).isEmpty();
        assertThat(trail.passedOn().letterOf("detect")).isEmpty();
    }

    /** A camera may write what it likes into the headers of its pictures. */
    @Test
    void aPictureIsTakenInWithoutWhatItsHeadersSayOfARedrive() {
        var forged = new Redriven(LETTER, 5, Optional.of(new FirstFailure("ingest", POSITION)));
        var headers = new HashMap<>(forged.headers());
        headers.put("source-id", Samples.text("camera-1"));
        var letter = new RedriveLetter(LETTER, "ingest", record(headers), Optional.empty(), 0);

        assertThat(letter.original(Samples.text("picture")).headers()).containsOnlyKeys("source-id");
        assertThat(letter.trail().count()).isOne();
        assertThat(letter.trail().failure().orElseThrow().position()).isEqualTo(Samples.TOPIC_ID + "/3/7");
    }

    private static ConsumedRecord record(Map<String, byte[]> headers) {
        return new ConsumedRecord(
                "sightline.claims", Samples.TOPIC_ID, 3, 7, Samples.NOON, null, Samples.text("value"), headers);
    }
}

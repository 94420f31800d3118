package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.SourceIds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSourceTest {
    private static final byte[] CAMERA_1 = Samples.text("camera-1");

    /** "café" as Latin-1 writes it. */
    private static final byte[] LATIN = {'c', 'a', 'f', (byte) 0xe9};

    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void isNamedByTheHeaderOrElseByTheKey(String id) {
        var byHeader = record(Samples.text(id), CAMERA_1);
        var byKey = record(null, Samples.text(id));

        assertThat(RecordSource.of(byHeader)).isEqualTo(id);
        assertThat(RecordSource.find(byHeader)).hasValue(id);
        assertThat(RecordSource.of(byKey)).isEqualTo(id);
        assertThat(RecordSource.find(byKey)).hasValue(id);
    }

    /** No bytes are half a character. */
    static Stream<Arguments> refusedInBytes() {
        var utf8 = StandardCharsets.UTF_8.newEncoder();
        return SourceIds.refused().filter(refused -> utf8.canEncode((String) refused.get()[0]));
    }

    /** Never by the key instead: that may be the name of another source. */
    @ParameterizedTest
    @MethodSource("refusedInBytes")
    void aHeaderThatIsNotValidIsRefused(String id, String reason) {
        var record = record(Samples.text(id), CAMERA_1);

        assertThat(RecordSource.find(record)).isEmpty();
        assertThatThrownBy(() -> RecordSource.of(record))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_SOURCE));
    }

    /** Read with replacements, two cameras with different broken bytes would be one. */
    @Test
    void bytesThatAreNoUtf8AreShownAndRefused() {
        assertThatThrownBy(() -> RecordSource.of(record(LATIN, CAMERA_1)))
                .hasMessage("the source id in the header source-id is no UTF-8: 63 61 66 e9;"
                        + " send 1 to 200 characters of any script, without control characters");
        assertThatThrownBy(() -> RecordSource.of(record(null, LATIN)))
                .hasMessageStartingWith("the source id in the key is no UTF-8: 63 61 66 e9;");
        assertThat(RecordSource.find(record(LATIN, CAMERA_1))).isEmpty();
        assertThat(RecordSource.find(record(null, LATIN))).isEmpty();
    }

    @Test
    void aLongNameIsShownInPart() {
        var broken = new byte[1_000_000];
        broken[0] = (byte) 0xff;

        assertThatThrownBy(() -> RecordSource.of(record(broken, null)))
                .hasMessageContaining(" no UTF-8: ff 00 00 ")
                .hasMessageContaining("00 ...; send")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void aRecordThatNamesNoSourceIsRefused() {
        assertThatThrownBy(() -> RecordSource.of(record(null, null)))
                .hasMessageStartingWith(
                        "the record names no source: it has neither a header source-id nor a key; send 1 to 200");
        assertThat(RecordSource.find(record(null, null))).isEmpty();
    }

    private static ConsumedRecord record(byte @Nullable [] header, byte @Nullable [] key) {
        return new ConsumedRecord(
                "sightline.frames",
                Samples.TOPIC_ID,
                3,
                42,
                Samples.NOON,
                key,
                new byte[0],
                header == null ? Map.of() : Map.of(RecordSource.HEADER, header));
    }
}

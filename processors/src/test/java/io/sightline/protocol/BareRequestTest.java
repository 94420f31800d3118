package io.sightline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BareRequestTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'};

    @Test
    void takesAPictureAsItIs() {
        var request = read(PNG, Requests.SIGNATURE);

        assertThat(Requests.picture(request)).isSameAs(PNG);
        assertThat(request.isBinary("boxes")).isFalse();
    }

    /** As curl --data-binary sends it: no JSON begins as a picture does. */
    @Test
    void takesAPictureWithoutBeingToldThatThereIsNoJson() {
        var request = new RequestReader(Requests.LIMIT).read(PNG, OptionalLong.empty(), Requests.SIGNATURE);

        assertThat(Requests.picture(request)).isSameAs(PNG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GIF89a\\1\\0 | a GIF
                    %PDF-1.7 | a PDF
                    \\0\\0\\0\\40ftypavif | an AVIF, HEIF or video file
                    """)
    void namesAFileOfAnotherKindWithAndWithoutTheHeader(String escaped, String kind) {
        // Given
        var file = escaped.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
        var reader = new RequestReader(Requests.LIMIT);
        for (var length : List.of(OptionalLong.empty(), OptionalLong.of(0))) {
            // When, then
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> reader.read(file, length, Requests.SIGNATURE))
                    .withMessage("The " + file.length + " bytes are " + kind
                            + ", neither a request in JSON nor a picture that is read; send a JPEG, PNG or WebP.")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_MEDIA_TYPE));
        }
    }

    /** A parser takes the zeros for UTF-32. */
    @Test
    void refusesBytesThatLookLikeAnotherEncoding() {
        var bytes = new byte[] {0, 0, 0, 32, 0x7f, 0x7f, 0x7f, 0x7f};

        assertThatThrownBy(
                        () -> new RequestReader(Requests.LIMIT).read(bytes, OptionalLong.empty(), Requests.SIGNATURE))
                .hasMessage("The JSON of the request, 8 bytes, is not UTF-8.");
    }

    @Test
    void refusesBytesOfTruthThatAreNeither0Nor1() {
        // Given
        var truths = new TensorSignature("mask", TensorType.BOOL, List.of(3L));
        var signature = new ModelSignature(List.of(truths), List.of(truths));
        // When, then
        assertThat(Requests.only(read(new byte[] {0, 1, 1}, signature)).type()).isEqualTo(TensorType.BOOL);
        assertThatThrownBy(() -> read(new byte[] {0, 1, 2}, signature))
                .hasMessageContainingAll("Element 2 of input mask", "BOOL, 0 or 1, was 2");
    }

    @Test
    void takesTheTensorOfAModelThatLeavesNothingOpen() {
        var body = Requests.floats(1, 2, 3, 4, 5, 6);

        var request = read(body, Requests.signature(1L, 3L, 1L, 2L));

        assertThat(Requests.only(request).shape()).containsExactly(1L, 3L, 1L, 2L);
        assertThat(Requests.only(request).bytes().array()).isSameAs(body);
        assertThat(request.isBinary("map")).isTrue();
    }

    @Test
    void findsTheOneLengthThatTheModelLeavesOpen() {
        var request = read(Requests.floats(1, 2, 3, 4, 5, 6), Requests.signature(-1L, 3L));

        assertThat(Requests.only(request).shape()).containsExactly(2L, 3L);
    }

    /** A float tensor may begin with any bytes. */
    @Test
    void takesBytesOfTheLengthOfTheTensorForTheTensorWhateverTheyBeginWith() {
        var request = read(PNG, Requests.signature(1L, 2L));

        assertThat(Requests.only(request).bytes().array()).isSameAs(PNG);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 16})
    void refusesBytesThatDoNotFillTheTensor(int length) {
        assertThatThrownBy(() -> read(new byte[length], Requests.signature(1L, 3L)))
                .hasMessageContainingAll("The " + length + " bytes", "x FP32[1,3]", "do not fill");
    }

    @Test
    void refusesBytesWhoseShapeIsNotKnown() {
        assertThatThrownBy(() -> read(new byte[12], Requests.SIGNATURE))
                .hasMessageContainingAll("no JPEG, PNG or WebP", "x FP32[1,3,?,?]", "12 bare bytes do not tell");
    }

    @Test
    void refusesBytesForAModelOfTwoInputs() {
        var number = new TensorSignature("n", TensorType.INT64, List.of(1L));
        var signature = new ModelSignature(List.of(number, number), List.of(number));

        assertThatThrownBy(() -> read(new byte[8], signature)).hasMessageContaining("send it with JSON before it");
    }

    private static InferRequest read(byte[] body, ModelSignature signature) {
        return new RequestReader(Requests.LIMIT).read(body, OptionalLong.of(0), signature);
    }
}

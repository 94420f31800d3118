package io.sightline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detection.TensorType;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.RequestTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'shape': [2, 3], 'datatype': 'FP32', 'data': [1, 2, 3, 4.5, -5e1, 0.1]",
                "'shape': [2, 3], 'datatype': 'FP32', 'data': [[1, 2, 3], [4.5, -5e1, 0.1]]",
                "'data': [1, 2, 3, 4.5, -5e1, 0.1], 'datatype': 'FP32', 'shape': [2, 3]",
                "'data': [[1, 2, 3], [4.5, -5e1, 0.1]], 'shape': [2, 3], 'more': {'a': [1]}, 'datatype': 'FP32'",
            })
    void readsFloatsHoweverTheyAreWritten(String members) {
        var tensor = Requests.only(Requests.input(members));

        assertThat(tensor.name()).isEqualTo("x");
        assertThat(tensor.type()).isEqualTo(TensorType.FP32);
        assertThat(tensor.shape()).containsExactly(2L, 3L);
        assertThat(bytes(tensor)).isEqualTo(Requests.floats(1, 2, 3, 4.5f, -50, 0.1f));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL | true, false | 0100",
                "UINT8 | 0, 255 | 00ff",
                "INT8 | -128, 127 | 807f",
                "UINT16 | 1, 65535 | 0100ffff",
                "INT16 | -32768, 1 | 00800100",
                "UINT32 | 1, 4294967295 | 01000000ffffffff",
                "INT32 | -2147483648, 2 | 0000008002000000",
                "INT64 | -9223372036854775808, 3 | 00000000000000800300000000000000",
                "UINT64 | 1, 18446744073709551615 | 0100000000000000ffffffffffffffff",
                "FP32 | 1, 0.5 | 0000803f0000003f",
                "FP64 | 1, 0.5 | 000000000000f03f000000000000e03f",
            })
    void writesElementsAsTheirDatatypeSays(String datatype, String data, String hexadecimal) {
        var tensor =
                Requests.only(Requests.input("'shape': [2], 'datatype': '" + datatype + "', 'data': [" + data + "]"));

        assertThat(bytes(tensor)).asHexString().isEqualToIgnoringCase(hexadecimal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL | 1",
                "UINT8 | 256",
                "UINT8 | -1",
                "UINT8 | 1.0",
                "INT8 | 128",
                "UINT16 | 65536",
                "INT16 | 32768",
                "UINT32 | 4294967296",
                "INT32 | 2147483648",
                "INT64 | 9223372036854775808",
                "UINT64 | -1",
                "UINT64 | 18446744073709551616",
                "FP32 | 1e39",
                "FP32 | null",
                "FP32 | true",
                "FP64 | 1e400",
                "FP64 | \"NaN\"",
                "BYTES | 7",
            })
    void refusesAnElementThatItsDatatypeCannotHold(String datatype, String element) {
        refused("'shape': [1], 'datatype': '" + datatype + "', 'data': [" + element + "]")
                .hasMessageContainingAll("Element 0 of input x", datatype, element.replace("\"", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2, 2] | [1, 2, 3] | has 3 entries at depth 0",
                "[2, 2] | [1, 2, 3, 4, 5] | more elements than the 4",
                "[2, 2] | [[1, 2], [3]] | has 1 entries at depth 1",
                "[2, 2] | [[1, 2], [3, 4], [5, 6]] | more elements than the 4",
                "[2, 2] | [[1, 2]] | has 1 entries at depth 0",
                "[2, 2] | [[1, 2], 3, 4] | element 2 stands at depth 0",
                "[2, 2] | [1, 2, [3, 4]] | an array stands at depth 1 before element 2",
                "[2, 2] | [[[1, 2], [3, 4]]] | an array stands at depth 2",
                "[4] | [[1], [2], [3], [4]] | an array stands at depth 1",
                "[2, 2] | [] | has 0 entries",
                "[1] | [{'a': 1}] | was {",
                "[1] | 1 | must be an array, was 1",
                "[9999] | [1] | has 9999 elements, the JSON has only",
            })
    void refusesDataThatDoesNotFillItsShape(String shape, String data, String reason) {
        refused("'shape': " + shape + ", 'datatype': 'FP32', 'data': " + data)
                .hasMessageContainingAll("input x", reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, -1] | length -1",
                "[0] | length 0",
                "[4294967296, 4294967296] | more elements than can be counted",
                "[9223372036854775807, 3] | more elements than can be counted",
                "[18446744073709551616] | whole number of 64 bits, was 18446744073709551616",
                "[1.5] | whole number of 64 bits, was 1.5",
                "['1'] | whole number of 64 bits, was \"1\"",
                "3 | must be an array of whole numbers, was 3",
            })
    void refusesAShapeThatIsNone(String shape, String reason) {
        refused("'shape': " + shape + ", 'datatype': 'FP32', 'data': [1]").hasMessageContainingAll("input x", reason);
    }

    @Test
    void refusesATensorThatTakesMoreThanARequestMay() {
        var many = "[" + "1,".repeat(Requests.LIMIT / 8) + "1]";

        refused("'shape': [" + (Requests.LIMIT / 8 + 1) + "], 'datatype': 'FP64', 'data': " + many)
                .hasMessageContainingAll("131073", "FP64", Integer.toString(Requests.LIMIT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'datatype': 'FP32', 'data': [1] | has no shape",
                "'shape': [1], 'data': [1] | has no datatype",
                "'shape': [1], 'datatype': 'FP32' | has no data",
                "'shape': [1], 'datatype': 'FP32', 'data': null | has no data",
                "'shape': null, 'datatype': 'FP32', 'data': [1] | shape of input x must be an array of whole numbers, was null",
                "'shape': [1], 'datatype': null, 'data': [1] | datatype of input x must be a text, was null",
                "'shape': [1], 'datatype': 'FP32', 'parameters': null, 'parameters': {} | parameters of input x is given more",
                "'shape': [1], 'datatype': 'fp32', 'data': [1] | datatype fp32 of input x is not known",
                "'shape': [1], 'datatype': 3, 'data': [1] | datatype of input x must be a text, was 3",
                "'shape': [1], 'datatype': 'FP16', 'data': [1] | no numbers of datatype FP16; send input x as bytes",
                "'shape': [1], 'datatype': 'BF16', 'data': [1] | no numbers of datatype BF16",
                "'shape': [1], 'datatype': 'FP32', 'data': [1], 'data': [2] | member data of input x is given more than once",
                "'shape': [1], 'datatype': 'FP32', 'data': [NaN] | NaN",
                "'shape': [1], 'datatype': 'FP32', 'data': [Infinity] | Infinity",
                "'shape': [1], 'datatype': 'FP32', 'data': [1 | cannot be read near byte",
                "'shape': [1], 'datatype': 'FP32', 'parameters': {'binary_data_size': 4} | no header Inference-Header",
                "'shape': [1], 'datatype': 'FP32', 'parameters': {'shared_memory_region': 'a'} | shared_memory_region",
                "'shape': [1], 'datatype': 'FP32', 'parameters': {'a': [1]} | parameter a of input x must be a text",
            })
    void refusesAnInputThatIsIncompleteOrOfNoProtocol(String members, String reason) {
        refused(members).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must be an object, was [",
                "{} | has no inputs",
                "{'inputs': []} | has no inputs",
                "{'inputs': {}} | must be an array, was {",
                "{'inputs': null} | must be an array, was null",
                "{'id': null, 'id': 'a'} | member id of the request is given more than once",
                "{'inputs': [3]} | input number 0 must be an object, was 3",
                "{'inputs': [{'shape': [1]}]} | input number 0 has no name",
                "{'id': 3} | id of the request must be a text, was 3",
                "{'inputs': [{'name': 'x'}, {'name': 'x'}]} | input x is given more than once",
                "{'inputs': [{'name': 'x'}], 'outputs': [{'name': 'y'}, {'name': 'y'}]} | output y is given more than once",
                "{'inputs': [{'name': 'x'}], 'outputs': [{}]} | output number 0 has no name",
                "{'inputs': [{'name': 'x'}]} {} | goes on behind its end",
                "{'inputs': [{'name': 'x'}]}] | ']'",
                "not JSON | 'not'",
                "{'parameters': {'sequence_id': 7}} | parameters of the request, sequence_id would need",
                "{'outputs': [{'name': 'y', 'parameters': {'classification': 3}}]} | classification",
                "{'outputs': [{'name': 'y', 'parameters': {'binary_data': 1}}]} | binary_data of output number 0",
            })
    void refusesARequestThatIsNone(String json, String reason) {
        assertThatThrownBy(() -> Requests.read(json))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAnotherEncodingThanUtf8() {
        var json = "{\"inputs\": []}".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> new RequestReader(Requests.LIMIT).read(json, OptionalLong.empty(), Requests.SIGNATURE))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesARequestWithoutABody() {
        assertThatThrownBy(() -> Requests.read("")).hasMessageContaining("no body");
    }

    /** Or a few megabytes of JSON would become objects of many times that. */
    @Test
    void refusesMoreInputsThanAnyModelHas() {
        var inputs = "{'name': 'x'},".repeat(300);

        assertThatThrownBy(() -> Requests.read("{'inputs': [" + inputs + "{}]}"))
                .hasMessageContaining("256 inputs");
    }

    @Test
    void refusesNestingWithoutEnd() {
        refused("'shape': [1], 'datatype': 'FP32', 'data': " + "[".repeat(100_000))
                .hasMessageContaining("depth 1");
        refused("'more': " + "[".repeat(100_000)).hasMessageContaining("1000");
    }

    @Test
    void readsIdOutputsAndParameters() {
        var request = Requests.read("{'id': 'seven', 'parameters': {'priority': 1, 'min_confidence': 0.5,"
                + " 'max_detections': 3, 'binary_data_output': true}, 'model_name': 'ignored',"
                + " 'outputs': [{'name': 'b', 'parameters': {'binary_data': false}}, {'name': 'a'}],"
                + " 'inputs': [{'name': 'x', 'shape': [], 'datatype': 'FP32', 'data': [1]}]}");

        assertThat(request.id()).contains("seven");
        assertThat(request.outputNames()).containsExactlyInAnyOrder("a", "b");
        assertThat(request.isBinary("a")).isTrue();
        assertThat(request.isBinary("b")).isFalse();
        assertThat(request.parameters().minConfidence()).hasValue(0.5);
        assertThat(request.parameters().maxDetections()).hasValue(3);
    }

    @Test
    void refusesParametersOfTheWrongKind() {
        var parameters = Requests.read("{'parameters': {'min_confidence': 'high', 'max_detections': 1.5},"
                        + " 'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]}")
                .parameters();

        assertThatThrownBy(parameters::minConfidence).hasMessageContainingAll("min_confidence", "was \"high\"");
        assertThatThrownBy(parameters::maxDetections).hasMessageContainingAll("max_detections", "1.5");
    }

    @Test
    void namesTheMostDetectionsThatCanBeAskedFor() {
        var parameters = Requests.read("{'parameters': {'max_detections': 1099511627776},"
                        + " 'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]}")
                .parameters();

        assertThatThrownBy(parameters::maxDetections).hasMessageContaining("within 1..10000, was 1099511627776");
    }

    @Test
    void saysWhatIsWrongWithJsonWithoutTheWordsOfALibrary() {
        refused("'shape': [1], 'datatype': 'FP32', 'data': [NaN]")
                .hasMessageContaining("'NaN' is no JSON")
                .hasMessageNotContainingAny("JsonReadFeature", "Source");
        refused("'shape': [1], 'datatype': 'FP32', 'data': [1").hasMessageNotContainingAny("JsonReadFeature", "Source");
    }

    @Test
    void namesTheInputOfTooManyDimensions() {
        refused("'shape': [" + "1,".repeat(300) + "1], 'datatype': 'FP32', 'data': [1]")
                .hasMessageContaining("256 dimensions in the shape of input x");
    }

    @Test
    void refusesAHeaderThatIsLongerThanTheBody() {
        var body = Requests.bytes("{}");

        for (var length : List.of(-1L, 3L, Long.MAX_VALUE)) {
            assertThatThrownBy(() ->
                            new RequestReader(Requests.LIMIT).read(body, OptionalLong.of(length), Requests.SIGNATURE))
                    .hasMessageContainingAll("Inference-Header-Content-Length is " + length, "2 bytes");
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(String members) {
        return assertThatThrownBy(() -> Requests.input(members))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER));
    }

    private static byte[] bytes(RequestTensor tensor) {
        var bytes = new byte[tensor.bytes().remaining()];
        tensor.bytes().duplicate().get(bytes);
        return bytes;
    }
}

package io.sightline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.claim.Sha256;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorType;
import io.sightline.inference.ModelVersion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWriterTest {
    private static final ModelVersion MODEL =
            new ModelVersion("tiny", "7", Optional.empty(), Optional.empty(), Sha256.of("tiny".getBytes(UTF_8)));
    private static final OutputTensor MAP =
            new OutputTensor("map", TensorType.FP32, List.of(1L, 2L), ByteBuffer.wrap(Requests.floats(0.5f, 2)));
    private static final OutputTensor COUNT =
            new OutputTensor("count", TensorType.UINT8, List.of(1L), ByteBuffer.wrap(new byte[] {(byte) 200}));

    @Test
    void writesEverythingInJsonWhenNothingElseIsAskedFor() {
        var body = write("", MAP, COUNT);

        assertThat(body.jsonLength()).isEmpty();
        assertThat(body.mediaType()).isEqualTo("application/json");
        assertThat(text(body.bytes()))
                .isEqualTo("{'model_name':'tiny','model_version':'7','outputs':["
                        + "{'name':'map','datatype':'FP32','shape':[1,2],'data':[0.5,2.0]},"
                        + "{'name':'count','datatype':'UINT8','shape':[1],'data':[200]}]}");
    }

    @Test
    void givesTheIdBack() {
        assertThat(text(write("'id': 'seven', ", COUNT).bytes())).contains("'id':'seven'");
    }

    @Test
    void writesEverythingAsBytesBehindTheJsonWhenTheRequestAsksForIt() {
        var body = write("'parameters': {'binary_data_output': true}, ", MAP, COUNT);

        var length = body.jsonLength().orElseThrow();
        assertThat(text(Arrays.copyOf(body.bytes(), length)))
                .endsWith("{'name':'map','datatype':'FP32','shape':[1,2],'parameters':{'binary_data_size':8}},"
                        + "{'name':'count','datatype':'UINT8','shape':[1],'parameters':{'binary_data_size':1}}]}");
        assertThat(Arrays.copyOfRange(body.bytes(), length, body.bytes().length))
                .isEqualTo(Requests.joined(Requests.floats(0.5f, 2), new byte[] {(byte) 200}));
        assertThat(body.mediaType()).isEqualTo("application/octet-stream");
    }

    @Test
    void writesOnlyWhatIsAskedForInTheOrderAndTheWayThatIsAskedFor() {
        var body = write(
                "'outputs': [{'name': 'count'}, {'name': 'map', 'parameters': {'binary_data': true}}], ", MAP, COUNT);

        assertThat(text(Arrays.copyOf(body.bytes(), body.jsonLength().orElseThrow())))
                .endsWith("'outputs':[{'name':'count','datatype':'UINT8','shape':[1],'data':[200]},"
                        + "{'name':'map','datatype':'FP32','shape':[1,2],'parameters':{'binary_data_size':8}}]}");
    }

    @Test
    void refusesAnOutputThatThereIsNot() {
        assertThatThrownBy(() -> write("'outputs': [{'name': 'maps'}], ", MAP))
                .hasMessageContaining("no output maps, there are [map], did you mean map?");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 01, true",
        "INT8, ff, -1",
        "UINT16, ffff, 65535",
        "INT16, ffff, -1",
        "UINT32, ffffffff, 4294967295",
        "INT32, ffffffff, -1",
        "INT64, ffffffffffffff7f, 9223372036854775807",
        "UINT64, ffffffffffffffff, 18446744073709551615",
        "FP16, 0038, 0.5",
        "BF16, 003f, 0.5",
        "FP32, cdcccc3d, 0.1",
        "FP64, 9a9999999999b93f, 0.1",
        "BYTES, 0200000068c3, 'h\u00c3'"
    })
    void writesElementsAsTheirDatatypeSays(String datatype, String hexadecimal, String number) {
        var bytes = "BYTES".equals(datatype)
                ? Requests.element(number.getBytes(UTF_8))
                : HexFormat.of().parseHex(hexadecimal);
        var output = new OutputTensor("o", TensorType.valueOf(datatype), List.of(1L), ByteBuffer.wrap(bytes));

        assertThat(text(write("", output).bytes()).replace("['", "[").replace("']", "]"))
                .contains("'data':[" + number + "]");
    }

    @Test
    void refusesToWriteInJsonWhatIsNoNumber() {
        var output =
                new OutputTensor("map", TensorType.FP32, List.of(2L), ByteBuffer.wrap(Requests.floats(1, Float.NaN)));

        assertThatThrownBy(() -> write("", output))
                .hasMessageContainingAll("Element 1 of output map is NaN", "binary_data_output");
        assertThat(write("'parameters': {'binary_data_output': true}, ", output).jsonLength())
                .isPresent();
    }

    @Test
    void writesDetectionsAsTensors() {
        var detections = List.of(
                new Detection(0, 3, "parcel", 0.75f, new Box(0.1f, 0.2f, 0.3f, 0.4f), List.of()),
                new Detection(1, 0, "text", 0.5f, new Box(0, 0, 1, 1), List.of()));

        var body = AnswerWriter.write(request(""), MODEL, DetectionTensors.of(detections));

        assertThat(text(body.bytes()))
                .contains(
                        "{'name':'boxes','datatype':'FP32','shape':[2,4],"
                                + "'data':[0.1,0.2,0.3,0.4,0.0,0.0,1.0,1.0]}",
                        "{'name':'scores','datatype':'FP32','shape':[2],'data':[0.75,0.5]}",
                        "{'name':'class_ids','datatype':'INT32','shape':[2],'data':[3,0]}",
                        "{'name':'labels','datatype':'BYTES','shape':[2],'data':['parcel','text']}");
    }

    @Test
    void writesNoDetectionsAsEmptyTensors() {
        var body = AnswerWriter.write(request(""), MODEL, DetectionTensors.of(List.of()));

        assertThat(text(body.bytes())).contains("{'name':'boxes','datatype':'FP32','shape':[0,4],'data':[]}");
    }

    private static ProtocolBody write(String members, OutputTensor... outputs) {
        return AnswerWriter.write(request(members), MODEL, List.of(outputs));
    }

    private static InferRequest request(String members) {
        return Requests.read(
                "{" + members + "'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]}");
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8).replace('"', '\'');
    }
}

package io.sightline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryRequestTest {
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    @Test
    void takesTensorsInTheOrderOfTheirInputs() {
        var request = Requests.read(
                "{'inputs': [" + tensor("a", "[2]", "FP32", 8) + ", " + tensor("b", "[3]", "BOOL", 3) + "]}",
                Requests.floats(1, 2),
                new byte[] {0, 1, 1});

        var tensors = Requests.tensors(request);
        assertThat(tensors.get(0).bytes().getFloat(4)).isEqualTo(2);
        assertThat(tensors.get(1).bytes()).isEqualTo(java.nio.ByteBuffer.wrap(new byte[] {0, 1, 1}));
    }

    /** A tensor of some megabytes is read once and handed on where it lies. */
    @Test
    void leavesATensorWhereItLiesInTheBody() {
        var header = Requests.bytes("{'inputs': [" + tensor("x", "[2]", "FP32", 8) + "]}");
        var body = Requests.joined(header, Requests.floats(1, 2));

        var request = new RequestReader(Requests.LIMIT).read(body, OptionalLong.of(header.length), Requests.SIGNATURE);

        assertThat(Requests.only(request).bytes().array()).isSameAs(body);
        assertThat(Requests.only(request).bytes().arrayOffset()).isEqualTo(header.length);
    }

    @Test
    void readsBytesAndJsonInOneRequest() {
        var request = Requests.read(
                "{'inputs': [{'name': 'a', 'shape': [1], 'datatype': 'INT32', 'data': [5]}, "
                        + tensor("b", "[1]", "FP32", 4) + "]}",
                Requests.floats(7));

        assertThat(Requests.tensors(request).get(0).bytes().getInt(0)).isEqualTo(5);
        assertThat(Requests.tensors(request).get(1).bytes().getFloat(0)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2] | FP32 | 4 | 4 | binary_data_size of input x is 4; its shape [2] with datatype FP32 asks for 2 times 4",
                "[2] | FP32 | 7 | 7 | binary_data_size of input x is 7",
                "[2] | FP32 | 12 | 12 | binary_data_size of input x is 12",
                "[2] | FP32 | 8 | 7 | there are 7 bytes left",
                "[2] | FP32 | -8 | 8 | is -8",
                "[2] | FP32 | 9223372036854775807 | 8 | is 9223372036854775807",
                "[2] | FP32 | 8 | 9 | 9 bytes behind the JSON; the inputs take 8",
                "[1] | FP16 | 4 | 4 | 1 times 2 bytes",
                "[1] | BOOL | 1 | 1 | datatype BOOL; 0 or 1; was 65",
                "[1] | BYTES | 3 | 3 | Element 0 of input x of datatype BYTES does not end within its 3 bytes",
                "[1] | BYTES | 9 | 9 | does not end within its 9 bytes",
                "[4294967296] | FP32 | 8 | 8 | 4294967296 times 4 bytes",
            })
    void refusesBytesThatAreNotTheTensor(String shape, String datatype, long size, int sent, String reason) {
        assertThatThrownBy(() -> Requests.read(
                        "{'inputs': [" + tensor("x", shape, datatype, size) + "]}",
                        "A".repeat(sent).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContainingAll(reason.split("; "));
    }

    @Test
    void refusesASizeThatIsNoWholeNumber() {
        var text = tensor("x", "[1]", "FP32", 4).replace("': 4", "': '4'");

        assertThatThrownBy(() -> Requests.read("{'inputs': [" + text + "]}", Requests.floats(1)))
                .hasMessageContainingAll("binary_data_size of input x", "whole number", "4");
    }

    @Test
    void refusesDataInBothPlaces() {
        var both = tensor("x", "[1]", "FP32", 4).replace("}}", "}, 'data': [1]}");

        assertThatThrownBy(() -> Requests.read("{'inputs': [" + both + "]}", Requests.floats(1)))
                .hasMessageContaining("input x has both data and the parameter binary_data_size");
    }

    @Test
    void refusesAHeaderThatEndsWithinTheJson() {
        var body = Requests.bytes("{'inputs': [" + tensor("x", "[1]", "FP32", 4) + "]}");

        assertThatThrownBy(() -> new RequestReader(Requests.LIMIT)
                        .read(body, OptionalLong.of(body.length - 5), Requests.SIGNATURE))
                .hasMessageContaining("cannot be read near byte");
    }

    @Test
    void takesAnEncodedPictureFromAnInputOfDatatypeBytes() {
        var element = Requests.element(JPEG);

        var request = Requests.read("{'inputs': [" + tensor("x", "[1, 1]", "BYTES", element.length) + "]}", element);

        assertThat(Requests.picture(request)).isEqualTo(JPEG);
    }

    @Test
    void takesAnEncodedPictureFromJsonAsBase64() {
        var text = Base64.getEncoder().encodeToString(JPEG);

        assertThat(Requests.picture(Requests.input("'shape': [1], 'datatype': 'BYTES', 'data': ['" + text + "']")))
                .isEqualTo(JPEG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'shape': [1], 'datatype': 'BYTES', 'data': ['no_base64'] | data of input x; base64; '_'",
                "'shape': [2], 'datatype': 'BYTES', 'data': ['a', 'b'] | must hold one encoded picture; [2]",
            })
    void refusesBytesThatAreNoPicture(String members, String reason) {
        assertThatThrownBy(() -> Requests.input(members)).hasMessageContainingAll(reason.split("; "));
    }

    @Test
    void refusesAPictureUnderAnotherName() {
        var json = "{'inputs': [{'name': 'y', 'shape': [1], 'datatype': 'BYTES', 'data': ['/9j/']}]}";

        assertThatThrownBy(() -> Requests.read(json)).hasMessageContaining("no input y, the picture's is x");
    }

    @Test
    void refusesAPictureBesideAnotherInput() {
        var json = "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'BYTES', 'data': ['/9j/']},"
                + " {'name': 'z', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]}";

        assertThatThrownBy(() -> Requests.read(json)).hasMessageContainingAll("input x", "only input, there are 2");
    }

    private static String tensor(String name, String shape, String datatype, long size) {
        return "{'name': '" + name + "', 'shape': " + shape + ", 'datatype': '" + datatype
                + "', 'parameters': {'binary_data_size': " + size + "}}";
    }
}

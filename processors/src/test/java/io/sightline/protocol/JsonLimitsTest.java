package io.sightline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON may cost beside the request's own bytes. */
class JsonLimitsTest {
    private static final String MANY =
            IntStream.range(0, 300).mapToObj(i -> "'u" + i + "': 1, ").collect(Collectors.joining());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{MANY 'inputs': [{'name': 'x'}]} | members of the request",
                "{'inputs': [{MANY 'name': 'x'}]} | members of input number 0",
                "{'inputs': [{'name': 'x'}], 'outputs': [{MANY 'name': 'y'}]} | members of output number 0",
            })
    void refusesMembersWithoutNumber(String json, String what) {
        assertThatThrownBy(() -> Requests.read(json.replace("MANY", MANY)))
                .hasMessageContaining("more than 256 " + what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id': 'a', 'id': 'b', 'inputs': []} | id of the request",
                "{'parameters': {}, 'parameters': {}} | parameters of the request",
                "{'inputs': [], 'inputs': []} | inputs of the request",
                "{'outputs': [], 'outputs': []} | outputs of the request",
                "{'inputs': [{'name': 'x', 'name': 'x'}]} | name of input x",
                "{'inputs': [{'name': 'x', 'datatype': 'FP32', 'datatype': 'FP32'}]} | datatype of input x",
                "{'inputs': [{'name': 'x', 'shape': [1], 'shape': [1]}]} | shape of input x",
                "{'inputs': [{'name': 'x', 'parameters': {}, 'parameters': {}}]} | parameters of input x",
                "{'inputs': [{'name': 'x', 'data': [1], 'data': [1]}]} | data of input x",
                "{'outputs': [{'name': 'y', 'name': 'y'}]} | name of output number 0",
                "{'outputs': [{'parameters': {}, 'parameters': {}}]} | parameters of output number 0",
                "{'parameters': {'a': 1, 'a': 1}} | parameter a of the request",
            })
    void refusesASecondMemberOfOneName(String json, String what) {
        assertThatThrownBy(() -> Requests.read(json)).hasMessageContaining(what + " is given more than once");
    }

    /** Their names are not remembered: that took nine times the memory of the request. */
    @ParameterizedTest
    @ValueSource(strings = {"'u': {'a': 1, 'a': 2}, ", "'u': 1, 'u': 2, "})
    void remembersNoUnknownMember(String unknown) {
        var request = Requests.read(
                "{" + unknown + "'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]}");

        assertThat(Requests.only(request).name()).isEqualTo("x");
    }

    /** Two bytes of JSON become eight of a tensor. */
    @Test
    void boundsWhatAllTensorsOfARequestTakeTogether() {
        var count = Requests.LIMIT / Double.BYTES / 4;

        assertThat(Requests.tensors(Requests.read(inputs(4, count)))).hasSize(4);
        assertThatThrownBy(() -> Requests.read(inputs(5, count)))
                .hasMessageContainingAll("input x4", "takes more than the 0 bytes");
    }

    private static String inputs(int number, int count) {
        var data = String.join(",", Collections.nCopies(count, "0"));
        return IntStream.range(0, number)
                .mapToObj(i ->
                        "{'name': 'x" + i + "', 'shape': [" + count + "], 'datatype': 'FP64', 'data': [" + data + "]}")
                .collect(Collectors.joining(",", "{'inputs': [", "]}"));
    }
}

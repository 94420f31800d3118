package io.sightline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose objects are written with all their fields send null for what was not set. */
class NullMembersTest {
    @Test
    void takesNullForAMemberThatIsLeftOut() {
        // When
        var request = Requests.read("{'model_name': null, 'model_version': null, 'id': null, 'parameters': null,"
                + " 'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'parameters': null, 'data': [7]}],"
                + " 'outputs': null}");
        // Then
        assertThat(request.id()).isEmpty();
        assertThat(request.outputs()).isEmpty();
        assertThat(request.parameters().values()).isEmpty();
        assertThat(Requests.only(request).bytes().getFloat(0)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'priority': null", "'sequence_id': null", "'min_confidence': null, 'binary_data_output': null"})
    void takesNullForAParameterThatIsLeftOut(String parameters) {
        // When
        var request =
                Requests.read("{'parameters': {" + parameters + "}, 'outputs': [{'name': 'a', 'parameters': null},"
                        + " {'name': 'b', 'parameters': {'binary_data': null}}],"
                        + " 'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [7],"
                        + " 'parameters': {'binary_data_size': null, 'shared_memory_region': null}}]}");
        // Then
        assertThat(request.parameters().values()).isEmpty();
        assertThat(request.outputs()).allMatch(output -> output.binary().isEmpty());
    }

    @Test
    void takesNullForDataThatFollowAsBytes() {
        // When
        var request = Requests.read(
                "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': null,"
                        + " 'parameters': {'binary_data_size': 4}}]}",
                Requests.floats(7));
        // Then
        assertThat(Requests.only(request).bytes().remaining()).isEqualTo(4);
    }
}

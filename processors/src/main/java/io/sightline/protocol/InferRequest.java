package io.sightline.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request to run a model.
 *
 * @param id given back with the answer
 * @param outputs what the client asked for; empty asks for everything
 * @param binary whether outputs that the client did not name go as bytes behind the JSON
 */
public record InferRequest(
        Optional<String> id,
        InferInputs inputs,
        List<RequestedOutput> outputs,
        boolean binary,
        RequestParameters parameters) {
    public InferRequest {
        outputs = List.copyOf(outputs);
    }

    /** Names of the outputs that were asked for; empty asks for everything. */
    public Set<String> outputNames() {
        return outputs.stream().map(RequestedOutput::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an output goes as bytes behind the JSON. */
    boolean isBinary(String output) {
        return outputs.stream()
                .filter(requested -> requested.name().equals(output))
                .findFirst()
                .flatMap(RequestedOutput::binary)
                .orElse(binary);
    }
}

package io.sightline.inference;

import io.sightline.detection.TensorSignature;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run on tensors that a caller made, checked against what the model takes.
 *
 * @param outputs names of the outputs to be given
 */
record TensorRun(LoadedModel model, List<RequestTensor> inputs, Set<String> outputs) {
    /** @throws PermanentFailure INVALID_PARAMETER with what does not fit and its value */
    TensorRun(LoadedModel model, List<RequestTensor> inputs, Set<String> outputs) {
        this.model = model;
        this.inputs = List.copyOf(inputs);
        var known = names(model.signature().outputs());
        this.outputs = Set.copyOf(outputs.isEmpty() ? known : outputs);
        for (var name : outputs) {
            require(known.contains(name), "output " + Quotation.of(name) + " is not known; the model gives " + known);
        }
        check();
    }

    private void check() {
        var wanted = model.signature().inputs();
        var given = new HashSet<String>();
        for (var input : inputs) {
            require(given.add(input.name()), "input " + Quotation.of(input.name()) + " is given twice");
            var signature = wanted.stream()
                    .filter(known -> known.name().equals(input.name()))
                    .findFirst()
                    .orElseThrow(() -> invalid(
                            "input " + Quotation.of(input.name()) + " is not known; the model takes " + names(wanted)));
            check(input, signature);
        }
        var missing = names(wanted);
        missing.removeAll(given);
        require(missing.isEmpty(), "input " + missing + " is missing; the model takes " + wanted);
    }

    private static void check(RequestTensor input, TensorSignature signature) {
        require(
                input.type() == signature.type(),
                "input " + input.name() + " is " + input.type() + ", the model takes " + signature);
        require(
                input.shape().stream().allMatch(length -> length >= 0) && signature.accepts(input.shape()),
                "input " + input.name() + " has the shape " + input.shape() + ", the model takes " + signature);
        var length = length(input);
        require(
                length == input.bytes().remaining(),
                "input " + input.name() + " has " + input.bytes().remaining() + " bytes, its shape " + input.shape()
                        + " of " + input.type() + " needs " + length);
    }

    private static long length(RequestTensor input) {
        try {
            return input.shape().stream().reduce((long) input.type().bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw invalid("input " + input.name() + " has the shape " + input.shape() + ", which is too large");
        }
    }

    /** Runs; the answer is in memory of its own. */
    TensorAnswer under(Permit permit) {
        var natives = new ArrayList<NativeTensor>();
        for (int i = 0; i < inputs.size(); i++) {
            var input = inputs.get(i);
            var memory = permit.workspace().input(i, input.type(), input.shape());
            Workspace.view(memory).put(input.bytes().duplicate());
            natives.add(new NativeTensor(input.name(), input.type(), input.shape(), memory));
        }
        return new TensorAnswer(model.version(), model.under(permit).runUnpinned(natives, outputs));
    }

    private static Set<String> names(List<TensorSignature> signatures) {
        return signatures.stream().map(TensorSignature::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw invalid(message);
        }
    }

    private static PermanentFailure invalid(String message) {
        return new PermanentFailure(FailureCode.INVALID_PARAMETER, message);
    }
}

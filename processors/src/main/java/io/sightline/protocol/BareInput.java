package io.sightline.protocol;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import io.sightline.inference.RequestTensor;
import io.sightline.picture.UnreadKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads a body without JSON: an encoded picture, or the bytes of the model's only input. */
record BareInput(ModelSignature signature) {
    /** A picture is answered in JSON, a tensor in bytes. */
    InferRequest read(byte[] body) {
        var only = signature.inputs().get(0);
        var isTensor = elements(only)
                .filter(count -> count * only.type().bytes() == body.length)
                .isPresent();
        return PictureInput.isPicture(body) && !isTensor
                ? request(new InferInputs.EncodedPicture(body), false)
                : request(new InferInputs.Tensors(List.of(tensor(only, body))), true);
    }

    private static InferRequest request(InferInputs inputs, boolean binary) {
        return new InferRequest(Optional.empty(), inputs, List.of(), binary, RequestParameters.none("the request"));
    }

    private RequestTensor tensor(TensorSignature only, byte[] body) {
        var open = only.shape().stream().filter(length -> length < 0).count();
        if (signature.inputs().size() > 1 || open > 1 || only.type() == TensorType.BYTES) {
            throw refused(body, "whose shape " + body.length + " bare bytes do not tell; send it with JSON before it");
        }
        var known = only.shape().stream().filter(length -> length > 0).reduce(1L, (a, b) -> a * b);
        var count = body.length / only.type().bytes();
        var rest = open == 0 ? count - known : count % known;
        if (body.length % only.type().bytes() != 0 || rest != 0 || count == 0) {
            throw refused(body, "which they do not fill");
        }
        var shape = only.shape().stream()
                .map(length -> length < 0 ? count / known : length)
                .toList();
        var bytes = ByteBuffer.wrap(body);
        if (only.type() == TensorType.BOOL) {
            BinaryTail.requireTruths("input " + only.name(), bytes);
        }
        return new RequestTensor(only.name(), only.type(), shape, bytes);
    }

    /** How many elements the input has, when the model leaves none of its lengths open. */
    private static Optional<Long> elements(TensorSignature input) {
        return input.shape().stream().anyMatch(length -> length < 0)
                ? Optional.empty()
                : Optional.of(input.shape().stream().reduce(1L, (a, b) -> a * b));
    }

    private RuntimeException refused(byte[] body, String why) {
        var kind = UnreadKind.of(body);
        if (kind.isPresent()) {
            return PictureInput.unread(body, kind.get());
        }
        return Refusal.of("The " + body.length + " bytes are no JPEG, PNG or WebP, so they must be the inputs "
                + signature.inputs() + ", " + why + ".");
    }
}

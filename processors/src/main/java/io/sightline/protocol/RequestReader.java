package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sightline.contract.JsonReason;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorType;
import io.sightline.inference.RequestTensor;
import io.sightline.picture.UnreadKind;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads requests to run a model: JSON, JSON with tensors as bytes behind it, or bare bytes.
 *
 * @param maxBytes most bytes that the tensors of a request may take together, where JSON holds them
 */
public record RequestReader(long maxBytes) {
    /** What to do about a body that is too long and may hold tensors in JSON. */
    public static final String SMALLER = "In JSON a tensor takes several times its bytes: send it as binary data"
            + " (binary_data_size), or as an encoded picture.";

    /**
     * Reads one request.
     *
     * @param body all of it; tensors that came as bytes stay slices of it
     * @param jsonLength value of the header {@code Inference-Header-Content-Length}; 0 when the body is the bare input;
     *     no JSON begins as a picture does, so that a bare picture needs none
     * @param signature what the model takes
     * @throws io.sightline.failure.PermanentFailure INVALID_PARAMETER that names what is wrong and its value;
     *     UNSUPPORTED_MEDIA_TYPE for a bare file of another kind, such as a GIF
     */
    public InferRequest read(byte[] body, OptionalLong jsonLength, ModelSignature signature) {
        if (body.length == 0) {
            throw Refusal.of("The request has no body.");
        }
        if (jsonLength.isPresent() ? jsonLength.getAsLong() == 0 : PictureInput.isPicture(body)) {
            return new BareInput(signature).read(body);
        }
        if (jsonLength.orElse(body.length) < 0 || jsonLength.orElse(body.length) > body.length) {
            throw Refusal.of("The header Inference-Header-Content-Length is " + jsonLength.getAsLong()
                    + ", the body has " + body.length + " bytes.");
        }
        var length = (int) jsonLength.orElse(body.length);
        var parser = new RequestParser(body, length, maxBytes);
        parse(parser, body, length);
        var tail = new BinaryTail(body, length, jsonLength.isPresent());
        parser.inputs().forEach(input -> input.take(tail));
        tail.requireTaken();
        return new InferRequest(
                parser.id(),
                inputs(parser.inputs().stream().map(InputDraft::tensor).toList(), signature),
                parser.outputs(),
                parser.parameters().flag("binary_data_output").orElse(false),
                parser.parameters());
    }

    private static void parse(RequestParser parser, byte[] body, int length) {
        try {
            parser.parse();
        } catch (JsonProcessingException e) {
            requireNoOtherKind(body);
            var location = e.getLocation();
            throw Refusal.of("The JSON of the request, " + length + " bytes, cannot be read"
                    + (location == null ? "" : " near byte " + location.getByteOffset()) + ": "
                    + JsonReason.of(e));
        } catch (CharConversionException e) {
            requireNoOtherKind(body);
            throw Refusal.of("The JSON of the request, " + length + " bytes, is not UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be read", e);
        }
    }

    /** What is no JSON may be a file of a kind that has a name. */
    private static void requireNoOtherKind(byte[] body) {
        UnreadKind.of(body).ifPresent(kind -> {
            throw PictureInput.unread(body, kind);
        });
    }

    private static InferInputs inputs(List<RequestTensor> tensors, ModelSignature signature) {
        var bytes = tensors.stream()
                .filter(tensor -> tensor.type() == TensorType.BYTES)
                .findFirst();
        if (bytes.isEmpty()) {
            return new InferInputs.Tensors(tensors);
        }
        if (tensors.size() > 1) {
            throw Refusal.of("The input " + Refusal.quote(bytes.get().name())
                    + " of datatype BYTES is an encoded picture and must be the only input, there are "
                    + tensors.size() + ".");
        }
        return PictureInput.of(bytes.get(), signature);
    }
}

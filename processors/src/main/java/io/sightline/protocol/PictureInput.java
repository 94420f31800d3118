package io.sightline.protocol;

import io.sightline.detection.ModelSignature;
import io.sightline.failure.FailureCode;
import io.sightline.failure.NearestName;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.RequestTensor;
import java.util.List;

/** Takes encoded pictures from inputs of datatype BYTES. */
final class PictureInput {
    private PictureInput() {}

    /** The picture that stands in for the model's own picture input, and has its name. */
    static InferInputs.EncodedPicture of(RequestTensor tensor, ModelSignature signature) {
        var name = signature.picture().name();
        if (!tensor.name().equals(name)) {
            throw Refusal.of("There is no input " + Refusal.quote(tensor.name()) + ", the picture's is " + name
                    + NearestName.hint(tensor.name(), List.of(name)) + ".");
        }
        if (tensor.shape().stream().anyMatch(length -> length != 1)) {
            throw Refusal.of("The input " + name + " of datatype BYTES must hold one encoded picture, its shape is "
                    + tensor.shape() + ".");
        }
        var element = tensor.bytes().duplicate();
        element.position(Integer.BYTES);
        var bytes = new byte[element.remaining()];
        element.get(bytes);
        return new InferInputs.EncodedPicture(bytes);
    }

    /** Whether bytes begin as a JPEG, PNG or WebP does. */
    static boolean isPicture(byte[] bytes) {
        return startsWith(bytes, 0xff, 0xd8, 0xff)
                || startsWith(bytes, 0x89, 'P', 'N', 'G')
                || startsWith(bytes, 'R', 'I', 'F', 'F');
    }

    /** A body that is a file of another kind. */
    static PermanentFailure unread(byte[] body, String kind) {
        return new PermanentFailure(
                FailureCode.UNSUPPORTED_MEDIA_TYPE,
                "The " + body.length + " bytes are " + kind + ", neither a request in JSON nor a picture that is read;"
                        + " send a JPEG, PNG or WebP.");
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (var i = 0; i < start.length; i++) {
            if (i == bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.sightline.inference;

import io.sightline.detection.InputSpec;
import io.sightline.detection.TensorType;
import io.sightline.picture.PictureDecoder;
import io.sightline.picture.PictureLimits;
import io.sightline.picture.WholePicture;

/** What the engine does with a picture before a run, by its own means, and nothing else: for measuring it alone. */
public final class TensorOfPicture implements AutoCloseable {
    private final PictureDecoder decoder = new PictureDecoder();
    private final Workspace workspace = new Workspace();
    private final InputSpec input;

    /** @param input of a spec that lets JPEG be decoded reduced */
    public TensorOfPicture(InputSpec input) {
        this.input = input;
    }

    /** Checks and decodes the picture and writes it into the tensor of the last one. */
    public void make(byte[] picture) {
        var header = PictureLimits.STANDARD.check(picture);
        try (var decoded = decoder.decodeReduced(picture, header, DetectionRun.wantedBy(input))) {
            WholePicture.require(picture, header, decoded);
            var placement = input.place(decoded.width(), decoded.height());
            var shape = InputTensor.shape(input, placement);
            var memory = workspace.input(0, TensorType.FP32, shape);
            InputTensor.write(decoded, input, placement, new NativeTensor("x", TensorType.FP32, shape, memory));
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}

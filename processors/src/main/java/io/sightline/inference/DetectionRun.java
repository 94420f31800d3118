package io.sightline.inference;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.DetectorSpec;
import io.sightline.detection.InputSpec;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.Placement;
import io.sightline.failure.PermanentFailure;
import io.sightline.picture.DecodedPicture;
import io.sightline.picture.PictureDecoder;
import io.sightline.picture.PictureHeader;
import io.sightline.picture.WantedSize;
import io.sightline.picture.WholePicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One picture through one model, in the memory of one worker. */
record DetectionRun(PictureDecoder decoder, LoadedModel model, Workspace workspace) {
    /** Decodes, runs, interprets; keeps what the options ask for, best first. */
    Inference detect(byte[] picture, PictureHeader header, DetectionOptions options) {
        var start = System.nanoTime();
        var placement = decode(picture, header);
        var decoded = System.nanoTime();
        var outputs = model.run(workspace, placement);
        var inferred = System.nanoTime();
        var spec = model.spec();
        var minConfidence = Math.max(
                spec.threshold(DetectorSpec.SCORE), options.minConfidence().orElse(0));
        var maxDetections = Math.min(
                (int) spec.threshold(DetectorSpec.MAX_DETECTIONS),
                options.maxDetections().orElse(Integer.MAX_VALUE));
        var kept = keep(interpret(outputs, placement), minConfidence, maxDetections, options.region());
        var interpreted = System.nanoTime();
        return new Inference(
                model.version(),
                model.specJson(),
                (float) minConfidence,
                maxDetections,
                placement.pictureWidth(),
                placement.pictureHeight(),
                kept,
                Duration.ofNanos(decoded - start),
                Duration.ofNanos(inferred - decoded),
                Duration.ofNanos(interpreted - inferred));
    }

    /** A family knows the output that it cannot read, not the model. */
    private List<Detection> interpret(List<OutputTensor> outputs, Placement placement) {
        try {
            return model.family().detections(outputs, placement, model.spec());
        } catch (PermanentFailure e) {
            var version = model.version();
            throw new PermanentFailure(
                    e.code(), "model " + version.name() + " version " + version.version() + ": " + e.getMessage(), e);
        }
    }

    private Placement decode(byte[] picture, PictureHeader header) {
        var input = model.spec().input();
        try (var decoded = pixels(picture, header, input)) {
            WholePicture.require(picture, header, decoded);
            var placement = input.place(decoded.width(), decoded.height());
            InputTensor.write(decoded, input, placement, model.input(workspace, placement));
            return placement;
        }
    }

    private DecodedPicture pixels(byte[] picture, PictureHeader header, InputSpec input) {
        if (input.decode() == InputSpec.Decode.FULL) {
            return decoder.decode(picture, header);
        }
        return decoder.decodeReduced(picture, header, wantedBy(input));
    }

    /** The size at which the picture goes into the tensor. */
    static WantedSize wantedBy(InputSpec input) {
        return (width, height) -> {
            var placement = input.place(width, height);
            return new WantedSize.Size(placement.contentWidth(), placement.contentHeight());
        };
    }

    private static List<Detection> keep(
            List<Detection> found, double minConfidence, int maxDetections, Optional<Box> region) {
        var best = found.stream()
                .filter(detection -> detection.score() >= (float) minConfidence)
                .filter(detection ->
                        region.map(box -> hasCentreOf(box, detection.box())).orElse(true))
                .sorted(Comparator.comparing(Detection::score).reversed())
                .limit(maxDetections)
                .toList();
        var numbered = new ArrayList<Detection>(best.size());
        for (var detection : best) {
            numbered.add(detection.numbered(numbered.size()));
        }
        return numbered;
    }

    private static boolean hasCentreOf(Box region, Box box) {
        var x = box.x() + box.width() / 2;
        var y = box.y() + box.height() / 2;
        return x >= region.x()
                && x <= region.x() + region.width()
                && y >= region.y()
                && y <= region.y() + region.height();
    }
}

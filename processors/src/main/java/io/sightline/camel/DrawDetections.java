package io.sightline.camel;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.picture.PictureAnnotator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Body in: the bytes of a picture, with {@link Keys#INFERENCE}. Body out: the picture as JPEG with the boxes of the
 * inference drawn on it.
 */
public final class DrawDetections implements Processor {
    private final PictureAnnotator annotator;

    public DrawDetections(PictureAnnotator annotator) {
        this.annotator = annotator;
    }

    /** @throws io.sightline.failure.PermanentFailure what is wrong with the picture */
    @Override
    public void process(Exchange exchange) {
        var found =
                exchange.getProperty(Keys.INFERENCE, InferenceCompleted.class).getDetections();
        var message = exchange.getMessage();
        message.setBody(annotator.draw(
                message.getBody(byte[].class),
                found.stream().map(DrawDetections::detection).toList()));
        message.setHeader(Exchange.CONTENT_TYPE, "image/jpeg");
    }

    private static Detection detection(io.sightline.inference.v1.Detection found) {
        var box = found.getBox();
        return new Detection(
                found.getOrdinal(),
                found.getClassId(),
                found.getLabel(),
                found.getScore(),
                new Box(box.getX(), box.getY(), box.getWidth(), box.getHeight()),
                points(found.getPolygon()));
    }

    /** The contract has x and y in turn. */
    private static List<Point> points(@Nullable List<Float> polygon) {
        return polygon == null
                ? List.of()
                : IntStream.range(0, polygon.size() / 2)
                        .mapToObj(index -> new Point(polygon.get(2 * index), polygon.get(2 * index + 1)))
                        .toList();
    }
}

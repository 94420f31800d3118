package io.sightline.detection;

import java.util.Optional;

/**
 * How the upright picture lies in the model's input; lengths in pixels.
 *
 * @param pictureWidth width of the upright picture at full size, even when it was decoded smaller
 * @param pictureHeight height of the same
 * @param width width of the input tensor
 * @param height height of the input tensor
 * @param left where the resized picture starts in the tensor; what is left of it is padding
 * @param top where the resized picture starts in the tensor; what is above it is padding
 * @param contentWidth width of the resized picture
 * @param contentHeight height of the resized picture
 * @param scaleX pixels of the tensor for one of the picture, by which positions are undone
 * @param scaleY pixels of the tensor for one of the picture, by which positions are undone
 */
public record Placement(
        int pictureWidth,
        int pictureHeight,
        int width,
        int height,
        int left,
        int top,
        int contentWidth,
        int contentHeight,
        double scaleX,
        double scaleY) {

    /** The picture fills the tensor, whatever its proportions. */
    public static Placement stretched(int pictureWidth, int pictureHeight, int width, int height) {
        return new Placement(
                pictureWidth,
                pictureHeight,
                width,
                height,
                0,
                0,
                width,
                height,
                (double) width / pictureWidth,
                (double) height / pictureHeight);
    }

    /** Across the picture, in shares of its width and clipped to it, for a position in the tensor. */
    public double x(double inputX) {
        return share((inputX - left) / scaleX, pictureWidth);
    }

    /** Down the picture, in shares of its height and clipped to it, for a position in the tensor. */
    public double y(double inputY) {
        return share((inputY - top) / scaleY, pictureHeight);
    }

    /** The box between two corners in pixels of the tensor, clipped to the picture; empty when nothing is left. */
    public Optional<Box> box(double x1, double y1, double x2, double y2) {
        var fromX = x(x1);
        var fromY = y(y1);
        var width = x(x2) - fromX;
        var height = y(y2) - fromY;
        return width > 0 && height > 0
                ? Optional.of(new Box((float) fromX, (float) fromY, (float) width, (float) height))
                : Optional.empty();
    }

    private static double share(double position, int length) {
        return Math.min(Math.max(position, 0), length) / length;
    }
}

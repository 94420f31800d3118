package io.sightline.detection;

/**
 * How the upright picture lies in the model's input; lengths in pixels.
 *
 * @param pictureWidth width of the upright picture at full size, even when it was decoded smaller
 * @param pictureHeight height of the same
 * @param width width of the input tensor
 * @param height height of the input tensor
 */
public record Placement(int pictureWidth, int pictureHeight, int width, int height) {}

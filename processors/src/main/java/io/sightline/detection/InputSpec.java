package io.sightline.detection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Pre-processing as data: from an upright 8-bit picture to a float tensor of {@code (value * scale - mean) / std}.
 *
 * @param width width of the tensor in pixels; 0 lets {@code resize} decide
 * @param height height of the tensor in pixels; 0 lets {@code resize} decide
 * @param side length in pixels that {@code resize} bounds, when it decides
 * @param multiple both sides are rounded (half to even) to a multiple of this, when {@code resize} decides
 * @param mean per channel, in the order of {@code colour}
 * @param std per channel, in the order of {@code colour}
 */
public record InputSpec(
        int width,
        int height,
        int side,
        int multiple,
        Resize resize,
        Layout layout,
        Colour colour,
        double scale,
        List<Double> mean,
        List<Double> std,
        Decode decode) {
    private static final int LONGEST_INPUT = 4000;

    /** How the picture gets the size of the tensor. */
    public enum Resize {
        /** To width and height, whatever the proportions. */
        @JsonProperty("stretch")
        STRETCH,
        /** Shrunk, proportions kept, until the longest side is at most {@code side}. */
        @JsonProperty("longest-side")
        LONGEST_SIDE,
        /** Grown, proportions kept, until the shortest side is at least {@code side}; no side above 4,000. */
        @JsonProperty("shortest-side")
        SHORTEST_SIDE
    }

    /** Order of the dimensions. */
    public enum Layout {
        @JsonProperty("nchw")
        NCHW
    }

    /** Order of the channels. */
    public enum Colour {
        @JsonProperty("bgr")
        BGR,
        @JsonProperty("rgb")
        RGB
    }

    /** Whether a JPEG that is much larger than the tensor may be decoded at a half, a quarter or an eighth. */
    public enum Decode {
        @JsonProperty("full")
        FULL,
        @JsonProperty("reduced")
        REDUCED
    }

    public InputSpec {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        require(
                width >= 0 && height >= 0 && (width == 0) == (height == 0),
                "input.width and input.height are given" + " together, or both are 0, were " + width + " and "
                        + height);
        require(resize != Resize.STRETCH || width > 0, "input.resize stretch needs input.width and input.height");
        require(resize == Resize.STRETCH || side > 0, "input.side must be above 0, was " + side);
        require(multiple > 0, "input.multiple must be above 0, was " + multiple);
        require(Double.isFinite(scale) && scale > 0, "input.scale must be above 0, was " + scale);
        require(
                mean.size() == 3 && mean.stream().allMatch(Double::isFinite),
                "input.mean has three numbers, was " + mean);
        require(
                std.size() == 3 && std.stream().allMatch(value -> Double.isFinite(value) && value > 0),
                "input.std has" + " three numbers above 0, was " + std);
    }

    /** Size of the tensor for an upright picture of this size. */
    public Placement place(int pictureWidth, int pictureHeight) {
        if (width > 0) {
            return new Placement(pictureWidth, pictureHeight, width, height);
        }
        var ratio = ratio(pictureWidth, pictureHeight);
        return new Placement(pictureWidth, pictureHeight, rounded(pictureWidth, ratio), rounded(pictureHeight, ratio));
    }

    private double ratio(int pictureWidth, int pictureHeight) {
        var longest = Math.max(pictureWidth, pictureHeight);
        if (resize == Resize.LONGEST_SIDE) {
            return longest > side ? (double) side / longest : 1.0;
        }
        var shortest = Math.min(pictureWidth, pictureHeight);
        return Math.min(shortest < side ? (double) side / shortest : 1.0, (double) LONGEST_INPUT / longest);
    }

    private int rounded(int length, double ratio) {
        var scaled = (int) (length * ratio);
        return Math.max(multiple, (int) (Math.rint((double) scaled / multiple) * multiple));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

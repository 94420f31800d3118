package io.sightline.detection;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Pre-processing as data: from an upright 8-bit picture to a tensor of {@code (value * scale - mean) / std}, with the
 * element type of the model's input.
 *
 * @param width width of the tensor in pixels; 0 lets {@code resize} decide
 * @param height height of the tensor in pixels; 0 lets {@code resize} decide
 * @param side length in pixels that {@code resize} bounds, when it decides
 * @param multiple both sides are multiples of this, when {@code resize} decides
 * @param padding value of each channel, 0..255, where the picture does not reach
 * @param mean per channel, in the order of {@code colour}
 * @param std per channel, in the order of {@code colour}
 */
public record InputSpec(
        int width,
        int height,
        int side,
        int multiple,
        Resize resize,
        Interpolation interpolation,
        Layout layout,
        Colour colour,
        int padding,
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
        SHORTEST_SIDE,
        /** Each side grown to the next multiple of {@code multiple}; shrunk before that no side is above 4,000. */
        @JsonProperty("multiple")
        MULTIPLE,
        /** Into width and height, proportions kept, padded on both sides alike. */
        @JsonProperty("letterbox")
        LETTERBOX,
        /** Into width and height, proportions kept, padded at the right and at the bottom. */
        @JsonProperty("letterbox-top-left")
        LETTERBOX_TOP_LEFT,
        /** As {@code letterbox}, but with all lengths truncated, as D-FINE does it. */
        @JsonProperty("letterbox-truncated")
        LETTERBOX_TRUNCATED;

        /** Whether width and height of the tensor decide, rather than the picture. */
        boolean needsSize() {
            return this != LONGEST_SIDE && this != SHORTEST_SIDE && this != MULTIPLE;
        }
    }

    /** How pixels between pixels are made. */
    public enum Interpolation {
        /** Between the nearest ones, rounded to whole values: OpenCV on 8-bit pictures. */
        @JsonProperty("linear")
        LINEAR,
        /** Between the nearest ones, not rounded: torchvision on tensors without {@code antialias}. */
        @JsonProperty("linear-unrounded")
        LINEAR_UNROUNDED,
        /** Among all that a shrunk pixel covers: Pillow, and torchvision on pictures. */
        @JsonProperty("antialias")
        ANTIALIAS
    }

    /** Order of the dimensions. */
    public enum Layout {
        @JsonProperty("nchw")
        NCHW,
        @JsonProperty("nhwc")
        NHWC
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

    /** A square that the family fixes, in the layout and colours that most models want. */
    static InputSpec square(
            int side, Resize resize, Interpolation interpolation, int padding, Normalisation normalisation) {
        return new InputSpec(
                side,
                side,
                0,
                32,
                resize,
                interpolation,
                Layout.NCHW,
                Colour.RGB,
                padding,
                normalisation.scale(),
                normalisation.mean(),
                normalisation.std(),
                Decode.FULL);
    }

    /** The picture in its own size, but for sides that are multiples. */
    static InputSpec ofPicture(int multiple, Normalisation normalisation) {
        return new InputSpec(
                0,
                0,
                0,
                multiple,
                Resize.MULTIPLE,
                Interpolation.LINEAR,
                Layout.NCHW,
                Colour.RGB,
                0,
                normalisation.scale(),
                normalisation.mean(),
                normalisation.std(),
                Decode.FULL);
    }

    public InputSpec {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        require(
                width >= 0 && height >= 0 && (width == 0) == (height == 0),
                "input.width and input.height are given together, or both are 0, were " + width + " and " + height);
        require(!resize.needsSize() || width > 0, "input.resize needs input.width and input.height");
        require(
                side > 0 || (resize != Resize.LONGEST_SIDE && resize != Resize.SHORTEST_SIDE),
                "input.side must be above 0, was " + side);
        require(padding >= 0 && padding <= 255, "input.padding must be within 0..255, was " + padding);
        require(multiple > 0, "input.multiple must be above 0, was " + multiple);
        require(Double.isFinite(scale) && scale > 0, "input.scale must be above 0, was " + scale);
        require(
                mean.size() == 3 && mean.stream().allMatch(Double::isFinite),
                "input.mean has three numbers, was " + mean);
        require(
                std.size() == 3 && std.stream().allMatch(value -> Double.isFinite(value) && value > 0),
                "input.std has three numbers above 0, was " + std);
    }

    /** Place of an upright picture of this size in the tensor. */
    public Placement place(int pictureWidth, int pictureHeight) {
        if (width > 0) {
            return switch (resize) {
                case LETTERBOX -> centred(pictureWidth, pictureHeight);
                case LETTERBOX_TOP_LEFT -> topLeft(pictureWidth, pictureHeight);
                case LETTERBOX_TRUNCATED -> truncated(pictureWidth, pictureHeight);
                default -> Placement.stretched(pictureWidth, pictureHeight, width, height);
            };
        }
        if (resize == Resize.MULTIPLE) {
            var longest = Math.max(pictureWidth, pictureHeight);
            return Placement.stretched(
                    pictureWidth,
                    pictureHeight,
                    nextMultiple(pictureWidth, longest),
                    nextMultiple(pictureHeight, longest));
        }
        var ratio = ratio(pictureWidth, pictureHeight);
        return Placement.stretched(
                pictureWidth, pictureHeight, rounded(pictureWidth, ratio), rounded(pictureHeight, ratio));
    }

    /** Roundings of Ultralytics' {@code LetterBox}: half to even, and the odd pixel of padding goes right and down. */
    private Placement centred(int pictureWidth, int pictureHeight) {
        var ratio = Math.min((double) height / pictureHeight, (double) width / pictureWidth);
        var contentWidth = Math.max(1, (int) Math.rint(pictureWidth * ratio));
        var contentHeight = Math.max(1, (int) Math.rint(pictureHeight * ratio));
        var left = (int) Math.rint((width - contentWidth) / 2.0 - 0.1);
        var top = (int) Math.rint((height - contentHeight) / 2.0 - 0.1);
        return new Placement(
                pictureWidth,
                pictureHeight,
                width,
                height,
                left,
                top,
                contentWidth,
                contentHeight,
                (double) contentWidth / pictureWidth,
                (double) contentHeight / pictureHeight);
    }

    /** Roundings of D-FINE's {@code resize_with_aspect_ratio}. */
    private Placement truncated(int pictureWidth, int pictureHeight) {
        var ratio = Math.min((double) width / pictureWidth, (double) height / pictureHeight);
        var contentWidth = Math.max(1, (int) (pictureWidth * ratio));
        var contentHeight = Math.max(1, (int) (pictureHeight * ratio));
        var left = (width - contentWidth) / 2;
        var top = (height - contentHeight) / 2;
        return new Placement(
                pictureWidth, pictureHeight, width, height, left, top, contentWidth, contentHeight, ratio, ratio);
    }

    /** Roundings of InsightFace's {@code SCRFD}: the side that does not fill the tensor is truncated. */
    private Placement topLeft(int pictureWidth, int pictureHeight) {
        var proportion = (double) pictureHeight / pictureWidth;
        var fillsHeight = proportion > (double) height / width;
        var contentWidth = fillsHeight ? Math.max(1, (int) (height / proportion)) : width;
        var contentHeight = fillsHeight ? height : Math.max(1, (int) (width * proportion));
        var ratio = (double) contentHeight / pictureHeight;
        return new Placement(
                pictureWidth, pictureHeight, width, height, 0, 0, contentWidth, contentHeight, ratio, ratio);
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

    private int nextMultiple(int length, int longest) {
        var bounded = longest > LONGEST_INPUT ? (int) ((long) length * LONGEST_INPUT / longest) : length;
        var grown = Math.max(1, (bounded + multiple - 1) / multiple) * multiple;
        return Math.min(grown, Math.max(1, LONGEST_INPUT / multiple) * multiple);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

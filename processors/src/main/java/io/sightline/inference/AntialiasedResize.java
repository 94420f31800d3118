package io.sightline.inference;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pillow's bilinear resize of 8-bit pictures, by which torchvision resizes pictures too: each new pixel is the mean of
 * all old ones that it covers, weighted by a triangle; first across, rounded to whole values, then down. OpenCV has no
 * such interpolation: its linear one skips pixels when it shrinks.
 */
final class AntialiasedResize {
    private static final int CHANNELS = 3;
    /** Weights are whole numbers of this many bits after the point. */
    private static final int PRECISION = 22;
    /** What rounds a sum of weighted pixels. */
    private static final int HALF = 1 << (PRECISION - 1);

    private AntialiasedResize() {}

    /** A new picture of three channels, unless the size is the old one. */
    static Mat of(Mat pixels, int width, int height) {
        return down(across(pixels, width), height);
    }

    private static Mat across(Mat pixels, int width) {
        if (pixels.cols() == width) {
            return pixels;
        }
        var resized = new Mat(pixels.rows(), width, CV_8UC3);
        var side = Side.of(pixels.cols(), width);
        var weights = new int[width * side.taps()];
        for (int x = 0; x < width; x++) {
            side.writeWeights(x, weights, x * side.taps());
        }
        var row = new byte[pixels.cols() * CHANNELS];
        var made = new byte[width * CHANNELS];
        ByteBuffer from = pixels.createBuffer();
        ByteBuffer to = resized.createBuffer();
        for (int y = 0; y < pixels.rows(); y++) {
            from.get(Math.toIntExact(y * pixels.step()), row);
            for (int x = 0; x < width; x++) {
                writeMean(row, side.first(x), side.count(x), weights, x * side.taps(), made, x * CHANNELS);
            }
            to.put(Math.toIntExact(y * resized.step()), made);
        }
        return resized;
    }

    private static void writeMean(byte[] row, int first, int count, int[] weights, int offset, byte[] made, int place) {
        var blue = HALF;
        var green = HALF;
        var red = HALF;
        for (int i = 0, at = first * CHANNELS; i < count; i++, at += CHANNELS) {
            var weight = weights[offset + i];
            blue += (row[at] & 0xff) * weight;
            green += (row[at + 1] & 0xff) * weight;
            red += (row[at + 2] & 0xff) * weight;
        }
        made[place] = (byte) (blue >> PRECISION);
        made[place + 1] = (byte) (green >> PRECISION);
        made[place + 2] = (byte) (red >> PRECISION);
    }

    private static Mat down(Mat pixels, int height) {
        if (pixels.rows() == height) {
            return pixels;
        }
        var resized = new Mat(height, pixels.cols(), CV_8UC3);
        var side = Side.of(pixels.rows(), height);
        var weights = new int[side.taps()];
        var row = new byte[pixels.cols() * CHANNELS];
        var sums = new int[row.length];
        ByteBuffer from = pixels.createBuffer();
        ByteBuffer to = resized.createBuffer();
        for (int y = 0; y < height; y++) {
            side.writeWeights(y, weights, 0);
            Arrays.fill(sums, HALF);
            for (int i = 0; i < side.count(y); i++) {
                from.get(Math.toIntExact((side.first(y) + i) * pixels.step()), row);
                for (int x = 0; x < row.length; x++) {
                    sums[x] += (row[x] & 0xff) * weights[i];
                }
            }
            for (int x = 0; x < row.length; x++) {
                row[x] = (byte) (sums[x] >> PRECISION);
            }
            to.put(Math.toIntExact(y * resized.step()), row);
        }
        return resized;
    }

    /**
     * Which old pixels make a new one, along one side.
     *
     * @param from number of old pixels
     * @param scale old pixels for one new one
     * @param support half of the old pixels that a new one covers
     * @param taps most old pixels that a new one covers
     */
    private record Side(int from, double scale, double support, int taps) {
        static Side of(int from, int to) {
            var scale = (double) from / to;
            var support = Math.max(1, scale);
            return new Side(from, scale, support, (int) Math.ceil(support) * 2 + 1);
        }

        void writeWeights(int index, int[] weights, int offset) {
            var sum = 0.0;
            for (int i = 0; i < count(index); i++) {
                sum += triangle(index, i);
            }
            for (int i = 0; i < count(index); i++) {
                weights[offset + i] = (int) (0.5 + triangle(index, i) * (1 / sum) * (1 << PRECISION));
            }
        }

        private double triangle(int index, int tap) {
            return Math.max(0, 1 - Math.abs((tap + first(index) - centre(index) + 0.5) * (1 / support)));
        }

        private double centre(int index) {
            return (index + 0.5) * scale;
        }

        int first(int index) {
            return Math.max(0, (int) (centre(index) - support + 0.5));
        }

        int count(int index) {
            return Math.min(from, (int) (centre(index) + support + 0.5)) - first(index);
        }
    }
}

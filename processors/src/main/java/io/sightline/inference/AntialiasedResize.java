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

    private AntialiasedResize() {}

    /** A new picture of three channels. */
    static Mat of(Mat pixels, int width, int height) {
        return down(across(pixels, width), height);
    }

    private static Mat across(Mat pixels, int width) {
        if (pixels.cols() == width) {
            return pixels;
        }
        var resized = new Mat(pixels.rows(), width, CV_8UC3);
        var weights = Weights.of(pixels.cols(), width);
        var row = new byte[pixels.cols() * CHANNELS];
        var made = new byte[width * CHANNELS];
        ByteBuffer from = pixels.createBuffer();
        ByteBuffer to = resized.createBuffer();
        for (int y = 0; y < pixels.rows(); y++) {
            from.get(Math.toIntExact(y * pixels.step()), row);
            for (int x = 0; x < width; x++) {
                var first = weights.first(x) * CHANNELS;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    var sum = 1 << (PRECISION - 1);
                    for (int i = 0, at = first + channel; i < weights.count(x); i++, at += CHANNELS) {
                        sum += (row[at] & 0xff) * weights.value(x, i);
                    }
                    made[x * CHANNELS + channel] = (byte) (sum >> PRECISION);
                }
            }
            to.put(Math.toIntExact(y * resized.step()), made);
        }
        return resized;
    }

    private static Mat down(Mat pixels, int height) {
        if (pixels.rows() == height) {
            return pixels;
        }
        var resized = new Mat(height, pixels.cols(), CV_8UC3);
        var weights = Weights.of(pixels.rows(), height);
        var row = new byte[pixels.cols() * CHANNELS];
        var sums = new int[row.length];
        ByteBuffer from = pixels.createBuffer();
        ByteBuffer to = resized.createBuffer();
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << (PRECISION - 1));
            for (int i = 0; i < weights.count(y); i++) {
                from.get(Math.toIntExact((weights.first(y) + i) * pixels.step()), row);
                var weight = weights.value(y, i);
                for (int x = 0; x < row.length; x++) {
                    sums[x] += (row[x] & 0xff) * weight;
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
     * @param taps most old pixels that one new pixel covers
     * @param firsts per new pixel the first old one
     * @param counts per new pixel the number of old ones
     * @param values per new pixel {@code taps} weights
     */
    private record Weights(int taps, int[] firsts, int[] counts, int[] values) {
        static Weights of(int from, int to) {
            var scale = (double) from / to;
            var support = Math.max(1, scale);
            var taps = (int) Math.ceil(support) * 2 + 1;
            var weights = new Weights(taps, new int[to], new int[to], new int[to * taps]);
            for (int i = 0; i < to; i++) {
                weights.fill(i, (i + 0.5) * scale, support, from);
            }
            return weights;
        }

        private void fill(int index, double centre, double support, int from) {
            var first = Math.max(0, (int) (centre - support + 0.5));
            var count = Math.min(from, (int) (centre + support + 0.5)) - first;
            var triangle = new double[count];
            var sum = 0.0;
            for (int i = 0; i < count; i++) {
                triangle[i] = Math.max(0, 1 - Math.abs((i + first - centre + 0.5) * (1 / support)));
                sum += triangle[i];
            }
            for (int i = 0; i < count; i++) {
                values[index * taps + i] = (int) (0.5 + triangle[i] * (1 / sum) * (1 << PRECISION));
            }
            firsts[index] = first;
            counts[index] = count;
        }

        int first(int index) {
            return firsts[index];
        }

        int count(int index) {
            return counts[index];
        }

        int value(int index, int tap) {
            return values[index * taps + tap];
        }
    }
}

package io.sightline.benchmark;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;

/** CPU of this thread per picture, user and system time together. */
final class DecodeCost {
    private DecodeCost() {}

    /** One way to make a tensor of a picture. */
    interface Way {
        void make(byte[] picture) throws IOException;
    }

    /** Milliseconds per picture, after a warm-up, over at least the budget. */
    static double millis(Way way, List<byte[]> pictures, Duration budget) throws IOException {
        for (int i = 0; i < 2; i++) {
            for (var picture : pictures) {
                way.make(picture);
            }
        }
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        var count = 0;
        while (threads.getCurrentThreadCpuTime() - start < budget.toNanos()) {
            for (var picture : pictures) {
                way.make(picture);
                count++;
            }
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e6 / count;
    }

    /** What Java can do by itself: ImageIO decodes, Graphics2D scales bilinearly, a loop fills [3,side,side]. */
    static Way imageIo(int side) {
        var tensor = FloatBuffer.allocate(3 * side * side);
        var pixels = new int[side * side];
        return picture -> {
            var decoded = ImageIO.read(new ByteArrayInputStream(picture));
            var scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            var drawing = scaled.createGraphics();
            drawing.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            drawing.drawImage(decoded, 0, 0, side, side, null);
            drawing.dispose();
            scaled.getRGB(0, 0, side, side, pixels, 0, side);
            for (int i = 0; i < pixels.length; i++) {
                tensor.put(i, ((pixels[i] & 0xff) / 255f - 0.485f) / 0.229f);
                tensor.put(i + pixels.length, ((pixels[i] >> 8 & 0xff) / 255f - 0.456f) / 0.224f);
                tensor.put(i + 2 * pixels.length, ((pixels[i] >> 16 & 0xff) / 255f - 0.406f) / 0.225f);
            }
        };
    }
}

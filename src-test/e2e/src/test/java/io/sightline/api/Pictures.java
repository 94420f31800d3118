package io.sightline.api;

import io.sightline.mutation.ForgedJpeg;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures, good and bad. */
final class Pictures {
    private static final int LONGEST_SEGMENT = 65_000;

    /** A photograph of writing. */
    static final Path WITH_TEXT =
            Path.of("..", "..", "processors", "src", "test", "resources", "pictures", "upright-640x480.jpg");

    private Pictures() {}

    static byte[] withText() {
        try {
            return Files.readAllBytes(WITH_TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A light picture with dark bars, encoded. */
    static byte[] encoded(String format) {
        var picture = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        var drawing = picture.createGraphics();
        drawing.setColor(Color.LIGHT_GRAY);
        drawing.fillRect(0, 0, 320, 240);
        drawing.setColor(Color.BLACK);
        drawing.fillRect(60, 100, 160, 30);
        drawing.dispose();
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture with comments, which make it as long as that. */
    static byte[] ofLength(int length) {
        var picture = encoded("jpeg");
        var bytes = ByteBuffer.allocate(length).put(picture, 0, 2);
        for (var left = length - picture.length; left > 0; ) {
            var segment = left > 2 * LONGEST_SEGMENT ? LONGEST_SEGMENT : left > LONGEST_SEGMENT ? left / 2 : left;
            bytes.putShort((short) 0xfffe).putShort((short) (segment - 2)).put(new byte[segment - 4]);
            left -= segment;
        }
        return bytes.put(picture, 2, picture.length - 2).array();
    }

    static byte[] truncated() {
        var whole = encoded("jpeg");
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** A picture whose data break off where its end marker stands. */
    static byte[] endedEarly() {
        var whole = encoded("jpeg");
        var cut = Arrays.copyOf(whole, whole.length - 40);
        cut[cut.length - 3] = 0;
        cut[cut.length - 2] = -1;
        cut[cut.length - 1] = (byte) 0xd9;
        return cut;
    }

    /** A few kilobytes whose header claims 30,000 x 30,000 pixels. */
    static byte[] claimingTooManyPixels() {
        return ForgedJpeg.ofSide(encoded("jpeg"), 30_000);
    }
}

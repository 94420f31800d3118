package io.sightline.pipeline;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small pictures, each with bytes of its own up to 65,535: dark blocks that spell a number in binary. */
public final class NumberedPicture {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 96;
    private static final int BITS = 16;

    private NumberedPicture() {}

    public static byte[] jpeg(int number) {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var drawing = picture.createGraphics();
        drawing.setColor(Color.LIGHT_GRAY);
        drawing.fillRect(0, 0, WIDTH, HEIGHT);
        drawing.setColor(Color.BLACK);
        for (int bit = 0; bit < BITS; bit++) {
            int height = (number >> bit & 1) == 1 ? 48 : 12;
            drawing.fillRect(4 + bit * 15, 40, 9, height);
        }
        drawing.dispose();
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.sightline.pipeline;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures with one dark square that {@link io.sightline.model.SmallDetector} is sure of, each with another place. */
final class SpottedPicture {
    /** Width and height in pixels. */
    static final int SIDE = 256;

    /** One with the square in the middle. */
    static final int MIDDLE = 80 + 128 * 80;

    private static final int SPOT = 96;
    private static final int PLACES = 128;

    private SpottedPicture() {}

    /** @param number those up to 16,383 are different pictures */
    static byte[] png(int number) {
        var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
        var drawing = picture.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, SIDE, SIDE);
        drawing.setColor(Color.BLACK);
        drawing.fillRect(number % PLACES, number / PLACES % PLACES, SPOT, SPOT);
        drawing.dispose();
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.sightline.routes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small pictures that differ by a number. */
final class Pictures {
    private Pictures() {}

    static byte[] png(int number) {
        var picture = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, number);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package io.sightline.lifecycle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures of coloured noise, the same for the same seed, as PNG (RFC 2083). */
final class NoisePicture {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte BITS = 8;
    private static final byte RGB = 2;

    private NoisePicture() {}

    static byte[] png(int width, int height, long seed) {
        var header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(BITS)
                .put(RGB)
                .array();
        var png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        png.writeBytes(chunk("IHDR", header));
        png.writeBytes(chunk("IDAT", deflated(pixels(width, height, seed))));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    /** Each line begins with the number of its filter, which is none. */
    private static byte[] pixels(int width, int height, long seed) {
        var random = new Random(seed);
        var pixels = new byte[height * (1 + 3 * width)];
        random.nextBytes(pixels);
        for (int line = 0; line < height; line++) {
            pixels[line * (1 + 3 * width)] = 0;
        }
        return pixels;
    }

    private static byte[] deflated(byte[] content) {
        var deflater = new Deflater();
        try {
            deflater.setInput(content);
            deflater.finish();
            var deflated = new ByteArrayOutputStream();
            var buffer = new byte[1 << 13];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] chunk(String type, byte[] content) {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }
}

package io.sightline.picture;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * An upright picture in native memory, 8 bits per channel, blue green red; freed by {@link #close()}.
 *
 * @param pixels perhaps smaller than the picture, when it was decoded reduced
 * @param width width of the upright picture at full size
 * @param height height of the upright picture at full size
 */
public record DecodedPicture(Mat pixels, int width, int height) implements AutoCloseable {
    @Override
    public void close() {
        pixels.close();
    }
}

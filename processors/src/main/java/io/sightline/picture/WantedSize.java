package io.sightline.picture;

/** Which size is enough of an upright picture, given its full size. */
@FunctionalInterface
public interface WantedSize {
    /**
     * The wanted size.
     *
     * @param width width of the upright picture in pixels
     * @param height height of the same
     */
    Size of(int width, int height);

    /** Lengths in pixels. */
    record Size(int width, int height) {}
}

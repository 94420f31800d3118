package io.sightline.picture;

/**
 * What is refused before any work is done on a picture.
 *
 * @param maxBytes longest accepted encoding
 * @param maxPixels largest accepted width times height, by the header
 */
public record PictureLimits(long maxBytes, long maxPixels) {
    /**
     * Checks an encoded picture by its length and its header; decodes nothing.
     *
     * @throws io.sightline.failure.PermanentFailure EMPTY_BODY, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_A_PICTURE,
     *     TRUNCATED_PICTURE or TOO_MANY_PIXELS, with a message that names the limit and the value
     */
    public PictureHeader check(byte[] picture) {
        throw new IllegalStateException();
    }
}

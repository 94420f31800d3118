package io.sightline.picture;

/**
 * What the first bytes of an encoded picture say.
 *
 * @param mediaType {@code image/jpeg}, {@code image/png} or {@code image/webp}, by the bytes themselves
 * @param width width in pixels before the orientation is applied
 * @param height height in pixels before the orientation is applied
 */
public record PictureHeader(String mediaType, int width, int height) {}

package io.sightline.evaluation;

/**
 * One picture of a golden set.
 *
 * @param id number of the picture within its set
 * @param fileName path of the picture within the set's folder, with slashes; it never leads out of it
 * @param width of the upright picture in pixels
 * @param height of the upright picture in pixels
 */
public record GoldenPicture(long id, String fileName, int width, int height) {
    /**
     * Refuses a picture of another size than its boxes were drawn on: every box would be taken for another place.
     *
     * @param actualWidth of the decoded upright picture in pixels
     * @param actualHeight of the decoded upright picture in pixels
     * @throws IllegalArgumentException with both sizes and the way out
     */
    public void requireSize(int actualWidth, int actualHeight) {
        if (actualWidth != width || actualHeight != height) {
            throw new IllegalArgumentException("the picture " + fileName + " (image " + id + ") has " + actualWidth
                    + "x" + actualHeight + " pixels when it is upright, the golden set says " + width + "x" + height
                    + "; correct width, height and the boxes, which count from the top left of the upright picture, or"
                    + " put the right picture there");
        }
    }
}

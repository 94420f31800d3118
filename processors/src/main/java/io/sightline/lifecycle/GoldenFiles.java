package io.sightline.lifecycle;

/**
 * Where the pictures of a golden set lie, and beside them {@value #DOCUMENT}, which says what they show.
 *
 * <p>Every method throws a {@link io.sightline.failure.Failure}: CLAIM_MISSING when there is no such file, and anything
 * else when it is not known.
 */
interface GoldenFiles {
    /** Name of the document. */
    String DOCUMENT = "golden.json";

    /** Changes when the document does, or a picture; the same wherever it is asked for. */
    String mark();

    /**
     * The content of a file.
     *
     * @param most bytes that are read; of a longer file one more than these
     */
    byte[] read(String path, int most);
}

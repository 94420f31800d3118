package io.sightline.camel;

/**
 * Where pictures are uploaded to.
 *
 * @param doneBucket where they go once they are dealt with
 * @param batch most objects at a look
 * @param prefix what the names of those begin with that count
 */
record UploadPlace(String bucket, String doneBucket, int batch, String prefix) {
    /** Reads {@code bucket doneBucket batch prefix}; the prefix may be missing. */
    static UploadPlace parse(String text) {
        var parts = text.split(" ", 4);
        return new UploadPlace(parts[0], parts[1], Integer.parseInt(parts[2]), parts.length < 4 ? "" : parts[3]);
    }
}

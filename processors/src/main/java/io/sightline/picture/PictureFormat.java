package io.sightline.picture;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/** The formats that are read, each recognised by its first bytes. */
sealed interface PictureFormat permits JpegFormat, PngFormat, WebpFormat {
    /** The format of these bytes; refused when it is another one or none. */
    static PictureFormat of(byte[] picture) {
        var bytes = new Bytes(picture);
        if (JpegFormat.starts(bytes)) {
            return new JpegFormat();
        }
        if (PngFormat.starts(bytes)) {
            return new PngFormat();
        }
        if (WebpFormat.starts(bytes)) {
            return new WebpFormat();
        }
        throw UnreadKind.of(picture)
                .map(kind -> new PermanentFailure(
                        FailureCode.UNSUPPORTED_MEDIA_TYPE, "the bytes are " + kind + "; send a JPEG, PNG or WebP"))
                .orElseGet(() -> new PermanentFailure(
                        FailureCode.NOT_A_PICTURE,
                        "the " + picture.length + " bytes are no picture, they start with " + bytes.start()
                                + "; send a JPEG, PNG or WebP"));
    }

    /** What the header says; reads no further. */
    PictureHeader header(byte[] picture);

    /** Refuses a picture whose end is missing, by its structure alone. */
    void requireWhole(byte[] picture, PictureLimits limits);

    /** A picture that ends where more must follow. */
    static PermanentFailure truncated(String format, byte[] picture, String missing) {
        return new PermanentFailure(
                FailureCode.TRUNCATED_PICTURE,
                "the " + format + " ends after " + picture.length + " bytes, " + missing
                        + " is missing; send the whole file");
    }

    /** A picture whose structure makes no sense. */
    static PermanentFailure broken(String format, String reason) {
        return new PermanentFailure(FailureCode.NOT_A_PICTURE, "the " + format + " is broken: " + reason);
    }
}

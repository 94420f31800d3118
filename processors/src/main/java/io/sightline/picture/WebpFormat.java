package io.sightline.picture;

import java.util.Set;

/** WebP (RFC 9649): a RIFF container that names its own length; what follows it is not looked at. */
record WebpFormat() implements PictureFormat {
    private static final String NAME = "WebP";
    private static final int HEADER_END = 30;
    private static final Set<String> PICTURE_CHUNKS = Set.of("VP8 ", "VP8L", "ANMF");

    static boolean starts(Bytes bytes) {
        return bytes.has(0, "RIFF") && (bytes.has(8, "WEBP") || bytes.length() < 12);
    }

    @Override
    public PictureHeader header(byte[] picture) {
        var bytes = new Bytes(picture);
        if (bytes.has(12, "VP8L") && picture.length >= 25) {
            var size = bytes.littleEndian32(21);
            return header((int) (size & 0x3fff) + 1, (int) (size >> 14 & 0x3fff) + 1);
        }
        if (picture.length < HEADER_END) {
            throw PictureFormat.truncated(NAME, picture, "its header");
        }
        if (bytes.has(12, "VP8X")) {
            return header(bytes.littleEndian24(24) + 1, bytes.littleEndian24(27) + 1);
        }
        if (bytes.has(12, "VP8 ") && bytes.has(23, "\u009d\u0001*")) {
            return header(bytes.littleEndian16(26) & 0x3fff, bytes.littleEndian16(28) & 0x3fff);
        }
        throw PictureFormat.broken(NAME, "its first chunk is no picture");
    }

    @Override
    public void requireWhole(byte[] picture, PictureLimits limits) {
        var bytes = new Bytes(picture);
        var end = 8 + bytes.littleEndian32(4);
        if (end > picture.length) {
            throw PictureFormat.truncated(NAME, picture, "the rest of its " + end + " bytes");
        }
        long position = 12;
        var data = false;
        while (position + 8 <= end) {
            var length = bytes.littleEndian32((int) position + 4);
            if (position + 8 + length > end) {
                throw PictureFormat.broken(NAME, "the chunk at byte " + position + " is longer than the file");
            }
            data |= PICTURE_CHUNKS.contains(bytes.name((int) position));
            position += 8 + length + (length & 1);
        }
        if (!data) {
            throw PictureFormat.truncated(NAME, picture, "the chunk with the picture");
        }
    }

    private static PictureHeader header(int width, int height) {
        return new PictureHeader("image/webp", width, height);
    }
}

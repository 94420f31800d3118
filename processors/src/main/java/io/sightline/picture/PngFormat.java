package io.sightline.picture;

import java.util.Arrays;
import java.util.zip.CRC32;

/** PNG (ISO 15948): a chain of chunks, each with a check sum; what follows the end chunk is not looked at. */
record PngFormat() implements PictureFormat {
    private static final String NAME = "PNG";
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12;
    private static final int HEADER_END = 33;

    static boolean starts(Bytes bytes) {
        return bytes.startsLike("\u0089PNG\r\n\u001a\n");
    }

    @Override
    public PictureHeader header(byte[] picture) {
        var bytes = new Bytes(picture);
        if (picture.length < HEADER_END) {
            throw PictureFormat.truncated(NAME, picture, "its header");
        }
        if (!bytes.has(FIRST_CHUNK + 4, "IHDR") || bytes.bigEndian32(FIRST_CHUNK) != 13) {
            throw PictureFormat.broken(NAME, "it does not start with the chunk IHDR");
        }
        var width = bytes.bigEndian32(16);
        var height = bytes.bigEndian32(20);
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw PictureFormat.broken(NAME, "its header names a size of " + width + "x" + height + " pixels");
        }
        return new PictureHeader("image/png", (int) width, (int) height);
    }

    @Override
    public void requireWhole(byte[] picture, PictureLimits limits) {
        var bytes = new Bytes(picture);
        var position = FIRST_CHUNK;
        var data = false;
        while (true) {
            if (position + CHUNK_FRAME > picture.length) {
                throw PictureFormat.truncated(NAME, picture, "the chunk IEND");
            }
            var length = bytes.bigEndian32(position);
            if (length > picture.length - position - CHUNK_FRAME) {
                throw PictureFormat.truncated(NAME, picture, "the chunk IEND");
            }
            requireCheckSum(bytes, position, (int) length);
            if (bytes.has(position + 4, "IEND")) {
                break;
            }
            data |= bytes.has(position + 4, "IDAT");
            position += CHUNK_FRAME + (int) length;
        }
        if (!data) {
            throw PictureFormat.broken(NAME, "it has no chunk IDAT");
        }
    }

    /**
     * The picture without what is no part of it: profiles, texts and further frames only cost time, and libpng writes
     * complaints about them to the console.
     *
     * @param picture a whole PNG
     */
    static byte[] essence(byte[] picture) {
        var bytes = new Bytes(picture);
        if (isEssence(bytes)) {
            return picture;
        }
        var essence = new byte[picture.length];
        var target = FIRST_CHUNK;
        System.arraycopy(picture, 0, essence, 0, FIRST_CHUNK);
        for (int position = FIRST_CHUNK, next; ; position = next) {
            next = position + CHUNK_FRAME + (int) bytes.bigEndian32(position);
            if (isEssential(bytes, position + 4)) {
                System.arraycopy(picture, position, essence, target, next - position);
                target += next - position;
            }
            if (bytes.has(position + 4, "IEND")) {
                return Arrays.copyOf(essence, target);
            }
        }
    }

    /** Most pictures are, and need no copy. */
    private static boolean isEssence(Bytes bytes) {
        var position = FIRST_CHUNK;
        while (isEssential(bytes, position + 4)) {
            var isEnd = bytes.has(position + 4, "IEND");
            position += CHUNK_FRAME + (int) bytes.bigEndian32(position);
            if (isEnd) {
                return position == bytes.length();
            }
        }
        return false;
    }

    /** Critical chunks start with a capital letter; of the others transparency and orientation change the pixels. */
    private static boolean isEssential(Bytes bytes, int position) {
        return Character.isUpperCase(bytes.at(position)) || bytes.has(position, "tRNS") || bytes.has(position, "eXIf");
    }

    private static void requireCheckSum(Bytes bytes, int position, int length) {
        var crc = new CRC32();
        crc.update(bytes.content(), position + 4, length + 4);
        if (crc.getValue() != bytes.bigEndian32(position + 8 + length)) {
            throw PictureFormat.broken(NAME, "the chunk at byte " + position + " does not have its check sum");
        }
    }
}

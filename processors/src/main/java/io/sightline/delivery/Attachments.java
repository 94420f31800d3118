package io.sightline.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Key and headers of a record as far as they travel along with its dead letter.
 *
 * @param key the key, unless it is too long
 * @param headers the headers that still fit
 * @param leftOut what did not fit
 */
record Attachments(byte @Nullable [] key, Map<String, ByteBuffer> headers, List<String> leftOut) {
    /** What a frame is made of besides its picture: these come first, whatever else there is. */
    private static final List<String> NEEDED = List.of(RecordSource.HEADER, "captured-at", "sequence");

    /**
     * Most bytes of such a header that are kept: more than the longest valid value of any of them, so that what was cut
     * is refused again. Without its header a picture would be stored under the name that its key holds.
     */
    private static final int LONGEST_NEEDED = 1024;

    static Attachments of(ConsumedRecord record, int longest) {
        int left = longest;
        var leftOut = new ArrayList<String>();
        var headers = new LinkedHashMap<String, ByteBuffer>();
        for (var name : NEEDED) {
            byte[] value = record.headers().get(name);
            if (value != null) {
                var kept = beginning(value);
                if (kept.length < value.length) {
                    leftOut.add("what follows the first " + kept.length + " of the " + value.length
                            + " bytes of the header " + name);
                }
                headers.put(name, ByteBuffer.wrap(kept));
                left -= name.length() + kept.length;
            }
        }
        var key = record.key();
        if (key != null && key.length > left) {
            leftOut.add("the key of " + key.length + " bytes");
            key = null;
        }
        left -= key == null ? 0 : key.length;
        var others = new TreeMap<>(record.headers());
        NEEDED.forEach(others::remove);
        for (var header : others.entrySet()) {
            int length = header.getKey().getBytes(StandardCharsets.UTF_8).length + header.getValue().length;
            if (length > left) {
                leftOut.add("a header of " + length + " bytes");
            } else {
                headers.put(header.getKey(), ByteBuffer.wrap(header.getValue()));
                left -= length;
            }
        }
        return new Attachments(key, headers, leftOut);
    }

    /** Whole characters of UTF-8, if it is that. */
    private static byte[] beginning(byte[] value) {
        if (value.length <= LONGEST_NEEDED) {
            return value;
        }
        int end = LONGEST_NEEDED;
        while (end > LONGEST_NEEDED - 3 && (value[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(value, end);
    }

    /** What to add to the letter's message; empty when everything fitted. */
    String note() {
        return leftOut.isEmpty() ? "" : " (left out of this letter: " + String.join(", ", leftOut) + ")";
    }
}

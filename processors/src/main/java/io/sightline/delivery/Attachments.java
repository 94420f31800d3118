package io.sightline.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Key and headers of a record as far as they travel along with its dead letter.
 *
 * @param key the key, unless it is too long
 * @param headers the headers that still fit, in the order of their names
 * @param leftOut what did not fit
 */
record Attachments(byte @Nullable [] key, Map<String, ByteBuffer> headers, List<String> leftOut) {
    static Attachments of(ConsumedRecord record, int longest) {
        int left = longest;
        var leftOut = new ArrayList<String>();
        var key = record.key();
        if (key != null && key.length > left) {
            leftOut.add("the key of " + key.length + " bytes");
            key = null;
        }
        left -= key == null ? 0 : key.length;
        var headers = new LinkedHashMap<String, ByteBuffer>();
        for (var header : new TreeMap<>(record.headers()).entrySet()) {
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

    /** What to add to the letter's message; empty when everything fitted. */
    String note() {
        return leftOut.isEmpty() ? "" : " (left out of this letter: " + String.join(", ", leftOut) + ")";
    }
}

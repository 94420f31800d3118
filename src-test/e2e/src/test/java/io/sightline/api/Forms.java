package io.sightline.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of the type multipart/form-data. */
final class Forms {
    private Forms() {}

    /** A form that holds the same file a number of times, under different names. */
    static byte[] with(String boundary, byte[] file, int times) {
        return with(boundary, file, times, "parcel.jpg");
    }

    /** The same under a file name of choice. */
    static byte[] with(String boundary, byte[] file, int times, String fileName) {
        var body = new ByteArrayOutputStream();
        for (var i = 0; i < times; i++) {
            var name = i == 0 ? "picture" : "picture" + i;
            write(
                    body,
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                            + fileName + "\"\r\nContent-Type: image/jpeg\r\n\r\n");
            body.writeBytes(file);
            write(body, "\r\n");
        }
        write(body, "--" + boundary + "--\r\n");
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}

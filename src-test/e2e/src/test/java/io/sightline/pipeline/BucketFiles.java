package io.sightline.pipeline;

import java.nio.ByteBuffer;

/** Pictures of a bucket, and Pipes that read it. */
final class BucketFiles {
    private BucketFiles() {}

    /** The first is almost as long as a frame may be: comments stand behind the start of the picture. */
    static byte[] picture(int number) {
        var picture = NumberedPicture.jpeg(number);
        if (number > 0) {
            return picture;
        }
        var comments = 159;
        var length = 65_535;
        var longer =
                ByteBuffer.allocate(picture.length + comments * (length + 2)).put(picture, 0, 2);
        for (int comment = 0; comment < comments; comment++) {
            longer.put((byte) 0xff).put((byte) 0xfe).putShort((short) length).put(new byte[length - 2]);
        }
        return longer.put(picture, 2, picture.length - 2).array();
    }

    static String pipe(String bucket, String sink) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: %1$s }
                spec:
                  source:
                    ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: s3-frames-source }
                    properties: { bucket: %1$s, doneBucket: %1$s-done, source: camera-1, period: 200 }
                  sink: { uri: 'direct:%2$s' }
                """.formatted(bucket, sink);
    }
}

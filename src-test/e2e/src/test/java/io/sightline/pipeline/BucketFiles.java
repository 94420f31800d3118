package io.sightline.pipeline;

import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Pictures of buckets, and Pipes that read them. */
final class BucketFiles {
    private final MinioClient store;

    BucketFiles(MinioClient store) {
        this.store = store;
    }

    void make(String bucket) throws Exception {
        store.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    }

    void put(String bucket, String name, byte[] picture) throws Exception {
        store.putObject(PutObjectArgs.builder().bucket(bucket).object(name).stream(
                        new ByteArrayInputStream(picture), picture.length, -1)
                .contentType("image/jpeg")
                .build());
    }

    /** Names of what is in a bucket, in their order. */
    Stream<String> objects(String bucket) {
        var listed = store.listObjects(
                ListObjectsArgs.builder().bucket(bucket).recursive(true).build());
        return StreamSupport.stream(listed.spliterator(), false).map(result -> {
            try {
                return result.get().objectName();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

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

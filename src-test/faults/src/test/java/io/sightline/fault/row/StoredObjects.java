package io.sightline.fault.row;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.sightline.claim.Sha256;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What lies in a run's bucket. */
final class StoredObjects {
    private final MinioClient store;
    private final String bucket;

    StoredObjects(Map<String, String> settings) {
        this.store = MinioClient.builder()
                .endpoint(setting(settings, "camel.component.minio.endpoint"))
                .credentials(
                        setting(settings, "camel.component.minio.access-key"),
                        setting(settings, "camel.component.minio.secret-key"))
                .build();
        this.bucket = setting(settings, "sightline.s3.bucket");
    }

    /** Keys of pictures. */
    List<String> keys() throws Exception {
        var keys = new ArrayList<String>();
        var objects = store.listObjects(ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix("sha256/")
                .recursive(true)
                .build());
        for (var object : objects) {
            keys.add(object.get().objectName());
        }
        return keys;
    }

    /** Removes a picture, as an operator's mistake would. */
    void remove(String sha256) throws Exception {
        store.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key(sha256)).build());
    }

    /** Puts a picture back where it was, as an operator does. */
    void put(byte[] picture) throws Exception {
        store.putObject(PutObjectArgs.builder()
                .bucket(bucket)
                .object(key(Sha256.of(picture).hex()))
                .stream(new ByteArrayInputStream(picture), picture.length, -1)
                .build());
    }

    private static String key(String sha256) {
        return "sha256/" + sha256.substring(0, 2) + "/" + sha256.substring(2, 4) + "/" + sha256;
    }

    private static String setting(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}

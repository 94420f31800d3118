package io.sightline.lifecycle;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.sightline.failure.FailureClassifier;

/**
 * A golden set in the object store.
 *
 * @param prefix what the keys of its files begin with, with a slash at its end, or empty
 */
record GoldenBucket(MinioClient client, String bucket, String prefix, FailureClassifier classifier)
        implements GoldenFiles {
    @Override
    public String mark() {
        try {
            var found = client.statObject(StatObjectArgs.builder()
                    .bucket(bucket)
                    .object(prefix + DOCUMENT)
                    .build());
            return found.size() + " " + found.etag() + " " + found.lastModified();
        } catch (Exception e) {
            throw classifier.classify(e);
        }
    }

    @Override
    public byte[] read(String path, int most) {
        var request =
                GetObjectArgs.builder().bucket(bucket).object(prefix + path).build();
        try (var content = client.getObject(request)) {
            return content.readNBytes(most + 1);
        } catch (Exception e) {
            throw classifier.classify(e);
        }
    }
}

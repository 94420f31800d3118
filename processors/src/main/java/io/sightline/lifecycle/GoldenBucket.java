package io.sightline.lifecycle;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.sightline.claim.Sha256;
import io.sightline.evaluation.GoldenSet;
import io.sightline.failure.FailureClassifier;
import java.nio.charset.StandardCharsets;

/**
 * A golden set in the object store.
 *
 * @param prefix what the keys of its files begin with, with a slash at its end, or empty
 */
record GoldenBucket(MinioClient client, String bucket, String prefix, FailureClassifier classifier)
        implements GoldenFiles {
    /** A set and as much again of other things: who points at a whole bucket does not have all of it listed. */
    private static final int MOST_OBJECTS = 2 * GoldenSet.MAX_PICTURES;

    @Override
    public String mark() {
        var request = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        var facts = new StringBuilder();
        var objects = 0;
        try {
            for (var result : client.listObjects(request)) {
                var item = result.get();
                facts.append(item.objectName()).append(' ').append(item.etag()).append('\n');
                if (++objects == MOST_OBJECTS) {
                    break;
                }
            }
            return Sha256.of(facts.toString().getBytes(StandardCharsets.UTF_8)).hex();
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

package io.sightline.lifecycle;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files under a prefix of a bucket, read with this service's own key. They are read in pieces of some megabytes, a
 * request each, since a request has a time to end in and a model may be long.
 */
final class BucketFiles implements VersionFiles {
    private static final long PIECE = 16L << 20;
    private static final int MOST_FILES = 10_000;

    private final MinioClient client;
    private final String bucket;
    private final String prefix;
    private final FailureClassifier classifier;
    private final Map<String, Long> lengths = new TreeMap<>();

    /** @param prefix what the keys begin with, without a slash at its end; empty for the whole bucket */
    BucketFiles(MinioClient client, String bucket, String prefix, FailureClassifier classifier) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() ? "" : prefix + "/";
        this.classifier = classifier;
    }

    @Override
    public Optional<Map<String, Long>> list() {
        var request = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        try {
            for (var result : client.listObjects(request)) {
                var item = result.get();
                var path = item.objectName().substring(prefix.length());
                // Some clients make an empty object for a folder.
                if (!path.isEmpty() && !path.endsWith("/")) {
                    lengths.put(path, item.size());
                }
                if (lengths.size() > MOST_FILES) {
                    throw new PermanentFailure(
                            FailureCode.MODEL_UNUSABLE,
                            "there are more than " + MOST_FILES + " files under s3://" + bucket + "/" + prefix
                                    + "; log the model without what it does not need");
                }
            }
        } catch (Exception e) {
            throw classifier.classify(e);
        }
        if (lengths.isEmpty()) {
            throw new PermanentFailure(FailureCode.NOT_FOUND, "there are no files under s3://" + bucket + "/" + prefix);
        }
        return Optional.of(Map.copyOf(lengths));
    }

    @Override
    public boolean download(String path, Path target, long most) {
        var length = lengths.get(path);
        if (length == null) {
            throw new PermanentFailure(FailureCode.NOT_FOUND, "there is no file s3://" + bucket + "/" + prefix + path);
        }
        if (length > most) {
            return false;
        }
        try (var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (long done = 0; done < length; done += PIECE) {
                copy(path, done, Math.min(PIECE, length - done), out);
            }
            return true;
        } catch (Exception e) {
            throw classifier.classify(e);
        }
    }

    private void copy(String path, long offset, long wanted, OutputStream out) throws Exception {
        var request = GetObjectArgs.builder()
                .bucket(bucket)
                .object(prefix + path)
                .offset(offset)
                .length(wanted)
                .build();
        try (var piece = client.getObject(request)) {
            var copied = piece.transferTo(out);
            if (copied != wanted) {
                throw new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        "s3://" + bucket + "/" + prefix + path + " gave " + copied + " bytes from " + offset
                                + " on, and " + wanted + " were asked for; it is read again");
            }
        } catch (IOException e) {
            throw classifier.classify(e);
        }
    }
}

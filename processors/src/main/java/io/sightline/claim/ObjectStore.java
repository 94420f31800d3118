package io.sightline.claim;

import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one bucket, for upkeep; the pipeline itself goes through the routes store-claim and fetch-image.
 *
 * <p>Every method throws a {@link Failure}: CLAIM_MISSING when the object is not there, and anything else when it is
 * not known what the store did.
 */
public final class ObjectStore {
    private final MinioClient client;
    private final String bucket;
    private final FailureClassifier classifier;

    public ObjectStore(MinioClient client, String bucket, FailureClassifier classifier) {
        this.client = client;
        this.bucket = bucket;
        this.classifier = classifier;
    }

    /** What is done with a page of a listing. */
    public interface Visitor {
        void visit(List<StoredObject> page) throws SQLException;
    }

    private interface Request<T> {
        T send() throws Exception;
    }

    /**
     * Shows all objects whose keys begin with the prefix, in the order of their keys and never more than a page at
     * once.
     */
    public void visit(String prefix, int pageSize, Visitor visitor) throws SQLException {
        var listing = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .maxKeys(pageSize)
                .build();
        var results = client.listObjects(listing).iterator();
        while (ask(results::hasNext)) {
            var page = new ArrayList<StoredObject>(pageSize);
            while (page.size() < pageSize && ask(results::hasNext)) {
                var item = ask(() -> results.next().get());
                page.add(new StoredObject(
                        item.objectName(), item.size(), item.lastModified().toInstant()));
            }
            visitor.visit(List.copyOf(page));
        }
    }

    /** The object, if it is there. */
    public Optional<StoredObject> find(String key) {
        try {
            var found = ask(() -> client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build()));
            return Optional.of(
                    new StoredObject(key, found.size(), found.lastModified().toInstant()));
        } catch (Failure failure) {
            if (failure.code() == FailureCode.CLAIM_MISSING) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Reads the whole object, and keeps nothing of it but length and hash. */
    public StoredContent content(String key) {
        return ask(() -> StoredContent.read(client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())));
    }

    /** Copies inside the store; what was at the other key is replaced. */
    public void copy(String from, String to) {
        ask(() -> client.copyObject(CopyObjectArgs.builder()
                .bucket(bucket)
                .object(to)
                .source(CopySource.builder().bucket(bucket).object(from).build())
                .build()));
    }

    /** Removes the object; one that is not there is no failure. */
    public void remove(String key) {
        ask(() -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return key;
        });
    }

    private <T> T ask(Request<T> request) {
        try {
            return request.send();
        } catch (Exception e) {
            throw classifier.classify(e);
        }
    }
}

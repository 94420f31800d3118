package io.sightline.runtime;

import io.minio.BucketExistsArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends start-up when the object store refuses us or lacks the bucket: found later, it would look like an outage. */
final class BucketCheck implements SmartInitializingSingleton {
    private final MinioClient store;
    private final String endpoint;
    private final String bucket;

    BucketCheck(MinioClient store, String endpoint, String bucket) {
        this.store = store;
        this.endpoint = endpoint;
        this.bucket = bucket;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!exists()) {
            throw new StartupException(
                    "the S3 object storage at " + endpoint + " has no bucket " + bucket,
                    "Make the bucket, or look at sightline.s3.bucket.",
                    null);
        }
    }

    private boolean exists() {
        try {
            return store.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
        } catch (ErrorResponseException e) {
            // The client's own message holds the whole request: the code alone says what is wrong.
            throw refused("refuses: " + e.errorResponse().code());
        } catch (MinioException | IOException | GeneralSecurityException e) {
            throw refused("does not answer: " + e.getMessage());
        }
    }

    private StartupException refused(String how) {
        return new StartupException(
                "the S3 object storage at " + endpoint + " " + how,
                "Look at camel.component.minio.endpoint, .access-key, .secret-key and .region, and for https at sightline.s3.ssl-bundle.",
                null);
    }
}

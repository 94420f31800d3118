package io.sightline.runtime;

import io.minio.BucketExistsArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Ends start-up when the object store refuses us, we do not believe it, or it lacks the bucket: found later, it would
 * look like an outage. One that is away ends it too, unless the process can do without.
 */
final class BucketCheck implements SmartInitializingSingleton {
    private final MinioClient store;
    private final String endpoint;
    private final String bucket;
    private final boolean mayBeAway;

    BucketCheck(MinioClient store, String endpoint, String bucket, boolean mayBeAway) {
        this.store = store;
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.mayBeAway = mayBeAway;
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
            if (mayBeAway && e instanceof IOException && !(e instanceof SSLException)) {
                return true;
            }
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

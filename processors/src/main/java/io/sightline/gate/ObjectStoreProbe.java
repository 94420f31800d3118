package io.sightline.gate;

import io.minio.BucketExistsArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Asks the object store for the bucket. */
public record ObjectStoreProbe(MinioClient store, String bucket) implements Probe {
    @Override
    public void check() throws MinioException, IOException, GeneralSecurityException {
        if (!store.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "there is no bucket " + bucket, null, Dependency.S3);
        }
    }
}

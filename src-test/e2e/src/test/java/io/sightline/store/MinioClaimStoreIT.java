package io.sightline.store;

import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A MinIO server that runs already: {@code mvn verify -Pminio -Dminio.endpoint=... }. */
@Tag("minio")
class MinioClaimStoreIT extends ClaimStoreContract {
    private static final String BUCKET = "sightline-contract";

    MinioClaimStoreIT() {
        super(address());
    }

    @BeforeAll
    static void makeBucket() throws Exception {
        var client = address().client();
        if (!client.bucketExists(BucketExistsArgs.builder().bucket(BUCKET).build())) {
            client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        }
    }

    static StoreAddress address() {
        return new StoreAddress(
                System.getProperty("minio.endpoint"),
                System.getProperty("minio.access-key"),
                System.getProperty("minio.secret-key"),
                BUCKET);
    }
}

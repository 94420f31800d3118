package io.sightline.store;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A MinIO server that runs already: {@code mvn verify -Pminio -Dminio.endpoint=... }. */
@Tag("minio")
class MinioArtifactStoreIT extends ArtifactStoreContract {
    MinioArtifactStoreIT() {
        super(MinioClaimStoreIT.address());
    }

    @BeforeAll
    static void makeBucket() throws Exception {
        MinioClaimStoreIT.makeBucket();
    }
}

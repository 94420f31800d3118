package io.sightline.store;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store of the development servers. */
@ExtendWith(TestStack.class)
class S3ProxyArtifactStoreIT extends ArtifactStoreContract {
    S3ProxyArtifactStoreIT(DevStack stack) {
        super(StoreAddress.of(stack.settings()));
    }
}

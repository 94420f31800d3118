package io.sightline.pipeline;

import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.sightline.store.StoreAddress;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A copy of a bucket's pictures. Objects never change, so that to put it back is to forget the others. */
final class BucketCopy {
    private final StoreAddress store;
    private Set<String> kept = Set.of();

    BucketCopy(Map<String, String> settings) {
        this.store = StoreAddress.of(settings);
    }

    void take() {
        kept = pictures();
    }

    void restore() throws Exception {
        try (MinioClient client = store.client()) {
            for (var name : pictures()) {
                if (!kept.contains(name)) {
                    client.removeObject(RemoveObjectArgs.builder()
                            .bucket(store.bucket())
                            .object(name)
                            .build());
                }
            }
        }
    }

    Set<String> pictures() {
        return new BucketFiles(store.client())
                .objects(store.bucket())
                .filter(name -> name.startsWith("sha256/"))
                .collect(Collectors.toSet());
    }
}

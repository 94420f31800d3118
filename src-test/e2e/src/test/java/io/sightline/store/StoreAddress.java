package io.sightline.store;

import io.minio.MinioClient;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** Where an object store is, and what opens it. */
public record StoreAddress(String endpoint, String accessKey, String secretKey, String bucket) {
    /** The store that a runtime with these settings uses. */
    public static StoreAddress of(Map<String, String> settings) {
        return new StoreAddress(
                String.valueOf(settings.get("camel.component.minio.endpoint")),
                String.valueOf(settings.get("camel.component.minio.access-key")),
                String.valueOf(settings.get("camel.component.minio.secret-key")),
                String.valueOf(settings.get("sightline.s3.bucket")));
    }

    public MinioClient client(Interceptor... network) {
        var http = new OkHttpClient.Builder();
        for (var fault : network) {
            http.addInterceptor(fault);
        }
        return MinioClient.builder()
                .endpoint(endpoint)
                .credentials(accessKey, secretKey)
                .httpClient(http.build())
                .build();
    }
}

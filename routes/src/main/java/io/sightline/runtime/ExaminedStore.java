package io.sightline.runtime;

import io.minio.MinioClient;
import io.sightline.doctor.Finding;
import io.sightline.doctor.StoreQuestions;
import io.sightline.doctor.Subject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.apache.camel.component.minio.springboot.MinioComponentConfiguration;

/** What is looked at of the object store. */
final class ExaminedStore {
    private static final String WAY_OUT = "Look at camel.component.minio.* and sightline.s3.*.";

    /** S3 believes a signature for a quarter of an hour. */
    private static final Duration SIGNATURES = Duration.ofMinutes(10);

    private final ExaminedRuntime runtime;
    private final MinioComponentConfiguration settings;
    private final StorageProperties storage;
    private final Once<MinioClient> store;
    private final Once<OkHttpClient> http;

    ExaminedStore(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.settings = runtime.settings("camel.component.minio", MinioComponentConfiguration.class);
        this.storage = runtime.settings(StorageProperties.class);
        var clients = new ClientConfiguration();
        this.http = new Once<>(() -> clients.objectStoreHttp(storage, settings, runtime.tls()));
        this.store = new Once<>(() -> clients.minioClient(settings, http.get()));
    }

    Subject subject() {
        var questions = new StoreQuestions(store, http, storage.bucket());
        return new Subject(
                ExaminedChecks.check("s3", WAY_OUT, this::bucket),
                List.of(
                        ExaminedChecks.check("s3.if-none-match", WAY_OUT, questions::ifNoneMatch),
                        ExaminedChecks.check("s3.lifecycle", WAY_OUT, questions::lifecycle)));
    }

    /** For itself: a clock that is wrong is why the store refuses all else. */
    Subject clock() {
        var web = runtime.web(
                "sightline.s3.ssl-bundle",
                storage.sslBundle(),
                "camel.component.minio.endpoint",
                settings.getEndpoint());
        return Subject.of(ExaminedChecks.check(
                "clock.s3",
                WAY_OUT,
                () -> web.clock(
                        "clock.s3", URI.create(settings.getEndpoint()), SIGNATURES, "the store refuses signatures")));
    }

    private Finding bucket() {
        new BucketCheck(store.get(), settings.getEndpoint(), storage.bucket(), false).afterSingletonsInstantiated();
        return Finding.ok("s3", "bucket " + storage.bucket() + " at " + settings.getEndpoint());
    }
}

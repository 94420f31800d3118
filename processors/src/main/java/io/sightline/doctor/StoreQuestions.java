package io.sightline.doctor;

import io.minio.GetBucketLifecycleArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.http.Method;
import io.minio.messages.Item;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** What is asked of the object store, which keeps what it has. */
public final class StoreQuestions {
    private static final int LARGEST = 1 << 20;
    private static final int LOOKED_AT = 200;

    private final Supplier<MinioClient> store;
    private final Supplier<OkHttpClient> http;
    private final String bucket;

    public StoreQuestions(Supplier<MinioClient> store, Supplier<OkHttpClient> http, String bucket) {
        this.store = store;
        this.http = http;
        this.bucket = bucket;
    }

    /**
     * Whether the store honours {@code If-None-Match: *}. The smallest of some pictures is put once more under its own
     * key: a store that honours it refuses. In one that ignores it the same bytes replace themselves, which is one
     * version more in a bucket with versioning. A sweep may have moved the picture meanwhile, for which its copy is
     * looked for.
     */
    public Finding ifNoneMatch() throws MinioException, IOException, GeneralSecurityException {
        var known = smallest();
        if (known.isEmpty()) {
            return BucketRules.untold();
        }
        try {
            return putAgain(known.get());
        } catch (ErrorResponseException e) {
            if (isAbsence(e)) {
                return BucketRules.swept();
            }
            throw e;
        }
    }

    private Finding putAgain(String key) throws MinioException, IOException, GeneralSecurityException {
        byte[] bytes;
        try (var object = store.get()
                .getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            bytes = object.readNBytes(LARGEST + 1);
        }
        if (!ClaimKey.of(Sha256.of(bytes)).equals(key)) {
            return BucketRules.untold();
        }
        var type = store.get()
                .statObject(StatObjectArgs.builder().bucket(bucket).object(key).build())
                .contentType();
        var address = store.get()
                .getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(Method.PUT)
                        .bucket(bucket)
                        .object(key)
                        .build());
        var request = new Request.Builder()
                .url(address)
                .header("If-None-Match", "*")
                .put(RequestBody.create(bytes, type == null ? null : MediaType.parse(type)))
                .build();
        try (var answer = http.get().newCall(request).execute()) {
            return BucketRules.ofConditionalPut(
                    answer.code(), BucketRules.isSuccess(answer.code()) && exists(ClaimKey.reclaimed(key)));
        }
    }

    private boolean exists(String key) throws MinioException, IOException, GeneralSecurityException {
        try {
            store.get()
                    .statObject(
                            StatObjectArgs.builder().bucket(bucket).object(key).build());
            return true;
        } catch (ErrorResponseException e) {
            if (isAbsence(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isAbsence(ErrorResponseException failure) {
        return failure.errorResponse().code().equals("NoSuchKey");
    }

    /** Whether rules of the bucket remove what rows name. */
    public Finding lifecycle() throws MinioException, IOException, GeneralSecurityException {
        try {
            var rules = store.get()
                    .getBucketLifecycle(
                            GetBucketLifecycleArgs.builder().bucket(bucket).build());
            return BucketRules.ofLifecycle(rules == null ? List.of() : rules.rules());
        } catch (ErrorResponseException e) {
            return Finding.skipped(
                    BucketRules.LIFECYCLE,
                    "the store does not tell: " + e.errorResponse().code());
        }
    }

    private Optional<String> smallest() throws MinioException, IOException, GeneralSecurityException {
        var listing = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(ClaimKey.STORED)
                .recursive(true)
                .maxKeys(LOOKED_AT)
                .build();
        var objects = store.get().listObjects(listing).iterator();
        Optional<Item> found = Optional.empty();
        for (int i = 0; i < LOOKED_AT && objects.hasNext(); i++) {
            var object = objects.next().get();
            if (object.size() <= LARGEST
                    && found.filter(known -> known.size() <= object.size()).isEmpty()) {
                found = Optional.of(object);
            }
        }
        return found.map(Item::objectName);
    }
}

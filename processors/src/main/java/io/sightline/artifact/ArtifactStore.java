package io.sightline.artifact;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model versions in the bucket, each file under {@code models/<sha256 of the version>/<path>}.
 *
 * <p>Files are read in pieces of some megabytes, a request each: neither does a long one run into the time that a
 * request may take, nor is a whole model ever in memory. Every method throws a {@link Failure}.
 */
public final class ArtifactStore implements ArtifactSource {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);
    private static final long PIECE = 16L << 20;
    private static final int BUFFER = 1 << 16;

    private final MinioClient client;
    private final String bucket;
    private final FailureClassifier classifier;

    public ArtifactStore(MinioClient client, String bucket, FailureClassifier classifier) {
        this.client = client;
        this.bucket = bucket;
        this.classifier = classifier;
    }

    /**
     * Stores the files of a folder, unless they are there and whole.
     *
     * @param artifact what the folder holds
     * @return where they lie
     * @throws PermanentFailure CLAIM_CORRUPT when the folder holds something else
     */
    public List<ClaimRef> put(Artifact artifact, Path folder) {
        requireSame(artifact, folder);
        for (var file : artifact.files()) {
            put(artifact.key(file), file, folder.resolve(file.path()));
        }
        return artifact.claims(bucket);
    }

    @Override
    public void fetch(Artifact artifact, Path into, BooleanSupplier wanted) {
        for (var file : artifact.files()) {
            var target = into.resolve(file.path());
            try {
                Files.createDirectories(target.getParent());
            } catch (IOException e) {
                throw LocalDisk.failure(target, e);
            }
            try (var out = new LocalDisk(target)) {
                read(artifact.key(file), file, out, wanted);
            }
        }
    }

    private static void requireSame(Artifact artifact, Path folder) {
        try {
            if (!Artifact.of(folder).equals(artifact)) {
                throw new PermanentFailure(
                        FailureCode.CLAIM_CORRUPT,
                        "the folder " + folder + " no longer holds artifact " + artifact.sha256());
            }
        } catch (IOException e) {
            throw LocalDisk.failure(folder, e);
        }
    }

    private void put(String key, ArtifactFile file, Path source) {
        try {
            upload(key, source, Map.of("If-None-Match", "*"));
        } catch (Exception e) {
            if (!isAboutTheCondition(e)) {
                throw classifier.classify(e);
            }
            putUnlessWhole(key, file, source);
        }
    }

    /** It is there, or the store knows no conditions. */
    private static boolean isAboutTheCondition(Exception e) {
        return e instanceof ErrorResponseException refused
                && List.of("PreconditionFailed", "NotImplemented")
                        .contains(refused.errorResponse().code());
    }

    private void putUnlessWhole(String key, ArtifactFile file, Path source) {
        try {
            read(key, file, OutputStream.nullOutputStream(), () -> true);
        } catch (PermanentFailure other) {
            LOG.atInfo()
                    .addKeyValue("object", bucket + "/" + key)
                    .addKeyValue("cause", other.getMessage())
                    .log("a model's file is put in its place");
            try {
                upload(key, source, Map.of());
            } catch (Exception e) {
                throw classifier.classify(e);
            }
        }
    }

    private void upload(String key, Path source, Map<String, String> conditions) throws Exception {
        client.uploadObject(UploadObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .contentType("application/octet-stream")
                .extraHeaders(conditions)
                .filename(source.toString())
                .build());
    }

    /** @throws PermanentFailure CLAIM_MISSING, or CLAIM_CORRUPT when length or SHA-256 differ */
    private void read(String key, ArtifactFile file, OutputStream out, BooleanSupplier wanted) {
        var digest = Sha256.newDigest();
        long done = 0;
        do {
            var left = file.size() - done;
            // One byte more than is left tells that an object is too long.
            var length = left > PIECE ? PIECE : left + 1;
            try (var piece = open(key, file, done, length)) {
                var buffer = new byte[BUFFER];
                long read = 0;
                for (int n = next(piece, buffer); n >= 0 && read <= left; n = next(piece, buffer)) {
                    requireWanted(key, wanted);
                    digest.update(buffer, 0, n);
                    out.write(buffer, 0, n);
                    read += n;
                }
                if (read < Math.min(left, PIECE) || read > left) {
                    throw corrupt(key, "has " + (read > left ? "more" : "less") + " than " + file.size() + " bytes");
                }
                done += read;
            } catch (IOException e) {
                throw classifier.classify(e);
            }
        } while (done < file.size());
        var hash = Sha256.ofDigest(digest.digest());
        if (!hash.equals(file.sha256())) {
            throw corrupt(key, "has SHA-256 " + hash + " instead of " + file.sha256());
        }
    }

    private InputStream open(String key, ArtifactFile file, long offset, long length) {
        var request = GetObjectArgs.builder().bucket(bucket).object(key);
        // An empty object has no range.
        if (file.size() > PIECE) {
            request.offset(offset).length(length);
        }
        try {
            return client.getObject(request.build());
        } catch (Exception e) {
            if (e instanceof ErrorResponseException refused
                    && refused.errorResponse().code().equals("InvalidRange")) {
                throw corrupt(key, "has less than " + file.size() + " bytes");
            }
            var failure = classifier.classify(e);
            // Not every store names what it has not.
            throw failure.code() == FailureCode.CLAIM_MISSING
                    ? new PermanentFailure(
                            FailureCode.CLAIM_MISSING,
                            "object " + bucket + "/" + key + " is not in the store; put it back",
                            e)
                    : failure;
        }
    }

    private int next(InputStream piece, byte[] buffer) {
        try {
            return piece.read(buffer);
        } catch (IOException e) {
            throw classifier.classify(e);
        }
    }

    private static void requireWanted(String key, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "object " + key + " was read no further: it is not wanted");
        }
    }

    private PermanentFailure corrupt(String key, String what) {
        return new PermanentFailure(
                FailureCode.CLAIM_CORRUPT,
                "object " + bucket + "/" + key + " " + what + "; put the original file back");
    }
}

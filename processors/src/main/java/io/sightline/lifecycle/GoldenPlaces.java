package io.sightline.lifecycle;

import io.minio.MinioClient;
import io.sightline.failure.FailureClassifier;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds golden sets by where they are said to be: {@code s3://bucket/prefix} or a folder. */
public final class GoldenPlaces {
    private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)(?:/(.*?))?/*");

    private final MinioClient client;
    private final FailureClassifier classifier;
    private final FolderHashes hashes = new FolderHashes();

    /** @param client of the store, with this service's own key */
    public GoldenPlaces(MinioClient client, FailureClassifier classifier) {
        this.client = client;
        this.classifier = classifier;
    }

    GoldenFiles at(String place) {
        var store = S3.matcher(place);
        if (!store.matches()) {
            return new GoldenFolder(Path.of(place), hashes);
        }
        var prefix = store.group(2) == null || store.group(2).isEmpty() ? "" : store.group(2) + "/";
        return new GoldenBucket(client, store.group(1), prefix, classifier);
    }
}

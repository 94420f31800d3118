package io.sightline.mlflow;

import java.util.regex.Pattern;

/** Where the files of a version are, by who has to be asked for them. */
public sealed interface ArtifactUri {
    /**
     * In a store that is read without MLflow.
     *
     * @param prefix what the keys of its objects begin with, without a slash at either end; empty for a whole bucket
     */
    record S3(String bucket, String prefix) implements ArtifactUri {}

    /**
     * Behind the artifact proxy of MLflow.
     *
     * @param path of the folder, without a slash at either end
     */
    record Proxied(String path) implements ArtifactUri {}

    /**
     * Where MLflow alone can read, one file after the other.
     *
     * @param uri what it says
     */
    record Other(String uri) implements ArtifactUri {}

    /**
     * Reads what MLflow says. A proxy under a name of its own is an {@link Other}: no other host than that of MLflow is
     * asked.
     */
    static ArtifactUri parse(String uri) {
        var store = Parts.S3.matcher(uri);
        if (store.matches()) {
            return new S3(store.group(1), Parts.bare(store.group(2)));
        }
        var proxy = Parts.PROXY.matcher(uri);
        return proxy.matches() ? new Proxied(Parts.bare(proxy.group(1))) : new Other(uri);
    }

    /** The forms that are told apart. */
    final class Parts {
        private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)(/[^?#]*)?");
        private static final Pattern PROXY = Pattern.compile("mlflow-artifacts:(?://)?(/[^/?#][^?#]*)");

        private Parts() {}

        private static String bare(String path) {
            return path == null ? "" : path.replaceAll("^/+|/+$", "");
        }
    }
}

package io.sightline.mlflow;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
     * Reads what MLflow says. A proxy of another host is an {@link Other}: no other host than that of MLflow is asked.
     *
     * @param mlflow address of MLflow
     */
    static ArtifactUri parse(String uri, URI mlflow) {
        var store = Parts.S3.matcher(uri);
        if (store.matches()) {
            return new S3(store.group(1), Parts.bare(store.group(2)));
        }
        var proxy = Parts.PROXY.matcher(uri);
        return proxy.matches() && Parts.isAt(mlflow, proxy.group("host"), proxy.group("port"))
                ? new Proxied(Parts.bare(proxy.group("path")))
                : new Other(uri);
    }

    /** The forms that are told apart. */
    final class Parts {
        private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)(/[^?#]*)?");
        private static final Pattern PROXY = Pattern.compile(
                "mlflow-artifacts:(?://(?:(?<host>[^/?#@:]+)(?::(?<port>[0-9]{1,5}))?)?)?(?<path>/[^/?#][^?#]*)");

        private Parts() {}

        /** Without a host that of MLflow is meant; without a port that of its scheme. */
        private static boolean isAt(URI mlflow, @Nullable String host, @Nullable String port) {
            if (host == null) {
                return true;
            }
            var usual = "https".equalsIgnoreCase(mlflow.getScheme()) ? 443 : 80;
            var own = mlflow.getPort() < 0 ? usual : mlflow.getPort();
            return host.equalsIgnoreCase(mlflow.getHost()) && own == (port == null ? usual : Integer.parseInt(port));
        }

        private static String bare(String path) {
            return path == null ? "" : path.replaceAll("^/+|/+$", "");
        }
    }
}

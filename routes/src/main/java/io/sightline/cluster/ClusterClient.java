package io.sightline.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;

/** The client of the API server that the service account or KUBECONFIG names. */
public final class ClusterClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 10_000;

    private ClusterClient() {}

    /** Makes it; no server is asked. */
    public static KubernetesClient build() {
        return build(Config.autoConfigure(null));
    }

    static KubernetesClient build(Config config) {
        if (config.getNamespace() == null) {
            config.setNamespace("default");
        }
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        // Whoever asks has pauses of his own.
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new NoRedirects())
                .build();
    }

    /** fabric8 follows each redirect, and the token of the service account would go along: seen on 7.4.0. */
    private static final class NoRedirects extends JdkHttpClientFactory {
        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.followRedirects(HttpClient.Redirect.NEVER);
        }
    }
}

package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.TransientFailure;
import io.sightline.mlflow.MlflowClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class MlflowConfigurationTest {
    private static final String URL = "sightline.mlflow.url";

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

    @Test
    void makesAClientWhereModelsArePromotedAndAnMlflowIsNamed() {
        assertThat(hasClient(Map.of(URL, "http://mlflow.test", "sightline.stages", "promote")))
                .isTrue();
        assertThat(hasClient(Map.of(URL, "http://mlflow.test", "sightline.stages", "detect,api")))
                .isFalse();
        assertThat(hasClient(Map.of("sightline.stages", "promote"))).isFalse();
    }

    /** It answers no JSON, so that it is told from one that is not believed by what the failure says. */
    @Test
    void believesAnMlflowOfTheBundlesAuthorityAndNoOther() throws IOException {
        try (var mlflow = new HttpsHost();
                var stranger = new HttpsHost()) {
            bundles.registerBundle("servers", mlflow.bundle());

            assertThatThrownBy(() -> ask(mlflow)).isInstanceOf(TransientFailure.class);
            assertThatThrownBy(() -> ask(mlflow)).hasMessageNotContaining("ssl-bundle");
            assertThatThrownBy(() -> ask(stranger))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("sightline.mlflow.ssl-bundle names whom to believe");
        }
    }

    private void ask(HttpsHost host) {
        var settings = Map.of(
                URL,
                host.address().toString(),
                "sightline.mlflow.ssl-bundle",
                "servers",
                "sightline.stages",
                "promote");
        try (var context = context(settings)) {
            context.getBean(MlflowClient.class).model("parcels");
        }
    }

    private boolean hasClient(Map<String, String> settings) {
        try (var context = context(settings)) {
            return !context.getBeansOfType(MlflowClient.class).isEmpty();
        }
    }

    private AnnotationConfigApplicationContext context(Map<String, String> settings) {
        var environment = new MockEnvironment();
        settings.forEach(environment::setProperty);
        var context = new AnnotationConfigApplicationContext();
        context.setEnvironment(environment);
        context.registerBean(ClientTls.class, () -> new ClientTls(bundles));
        context.register(Properties.class, MlflowConfiguration.class);
        context.refresh();
        return context;
    }

    @EnableConfigurationProperties(MlflowProperties.class)
    static final class Properties {}
}

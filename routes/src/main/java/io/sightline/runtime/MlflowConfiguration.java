package io.sightline.runtime;

import io.sightline.mlflow.MlflowClient;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** MLflow's client, where an MLflow is named. No process waits for it at start-up: models serve without it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PROMOTE)
class MlflowConfiguration {
    @Bean
    @ConditionalOnProperty("sightline.mlflow.url")
    MlflowClient mlflowClient(MlflowProperties mlflow, ClientTls tls) {
        var url = Objects.requireNonNull(mlflow.url());
        return tls.of("sightline.mlflow.ssl-bundle", mlflow.sslBundle(), "sightline.mlflow.url", url.toString())
                .map(bundle -> new MlflowClient(url, mlflow.login(), mlflow.timeout(), bundle))
                .orElseGet(() -> new MlflowClient(url, mlflow.login(), mlflow.timeout()));
    }
}

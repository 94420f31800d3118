package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.CommandModel;
import io.sightline.camel.CompareVersions;
import io.sightline.camel.ModelEventQueries;
import io.sightline.camel.ModelQueries;
import io.sightline.camel.ReceiveWebhook;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.inference.InferenceEngine;
import io.sightline.lifecycle.CommandRequests;
import io.sightline.lifecycle.KnownModels;
import io.sightline.mlflow.WebhookSignature;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes name that answer about models and take commands on them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
class ModelConfiguration {
    private final InferenceEngine engine;
    private final KnownModels models;
    private final CommandRequests commands;

    ModelConfiguration(DataSource database, Gates gates, InferenceEngine engine) {
        var gated = new GatedDatabase(database, gates);
        this.engine = engine;
        this.models = new KnownModels(gated, engine::names);
        this.commands = new CommandRequests(gated);
    }

    @Bean
    CommandModel commandModel() {
        return new CommandModel(models, commands);
    }

    @Bean
    ReceiveWebhook receiveWebhook(MlflowProperties mlflow, Clock clock, MeterRegistry meters) {
        return new ReceiveWebhook(mlflow.secret().map(secret -> new WebhookSignature(secret, clock)), commands, meters);
    }

    @Bean
    ModelEventQueries modelEventQueries() {
        return new ModelEventQueries(models);
    }

    @Bean
    CompareVersions comparisons(Clock clock) {
        return new CompareVersions(models, clock);
    }

    @Bean
    ModelQueries modelQueries() {
        return new ModelQueries(engine);
    }
}

package io.sightline.runtime;

import io.sightline.camel.CommandModel;
import io.sightline.camel.ListModels;
import io.sightline.camel.ReadModel;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.inference.InferenceEngine;
import io.sightline.lifecycle.CommandRequests;
import io.sightline.lifecycle.KnownModels;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes name that answer about models and take commands on them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
class ModelConfiguration {
    private final GatedDatabase database;
    private final InferenceEngine engine;

    ModelConfiguration(DataSource database, Gates gates, InferenceEngine engine) {
        this.database = new GatedDatabase(database, gates);
        this.engine = engine;
    }

    @Bean
    KnownModels knownModels() {
        return new KnownModels(database, engine::names);
    }

    @Bean
    CommandModel commandModel(KnownModels knownModels) {
        return new CommandModel(knownModels, new CommandRequests(database));
    }

    @Bean
    ListModels listModels() {
        return new ListModels(engine);
    }

    @Bean
    ReadModel readModel() {
        return new ReadModel(engine);
    }
}

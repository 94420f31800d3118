package io.sightline.runtime;

import io.minio.MinioClient;
import io.sightline.failure.FailureClassifier;
import io.sightline.lifecycle.DirectorySource;
import io.sightline.lifecycle.Discovery;
import io.sightline.lifecycle.ManagedModel;
import io.sightline.lifecycle.MlflowDiscovery;
import io.sightline.lifecycle.MlflowSource;
import io.sightline.lifecycle.ModelSettings;
import io.sightline.lifecycle.ModelSource;
import io.sightline.lifecycle.ModelStates;
import io.sightline.lifecycle.PollNotes;
import io.sightline.lifecycle.Roster;
import io.sightline.mlflow.MlflowClient;
import io.sightline.runtime.SightlineProperties.Model;
import io.sightline.runtime.SightlineProperties.Origin;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the versions of each model come from. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PROMOTE)
class SourceConfiguration {
    private final SightlineProperties sightline;
    private final Optional<MlflowClient> mlflow;
    private final MinioClient store;
    private final FailureClassifier classifier;
    private final long mostBytes;

    SourceConfiguration(
            SightlineProperties sightline,
            ObjectProvider<MlflowClient> mlflow,
            MinioClient store,
            FailureClassifier classifier,
            ArtifactProperties artifacts) {
        this.sightline = sightline;
        this.mlflow = Optional.ofNullable(mlflow.getIfAvailable());
        this.store = store;
        this.classifier = classifier;
        this.mostBytes = artifacts.cacheLimit().toBytes();
    }

    @Bean
    Roster roster(MlflowProperties properties, ModelStates states, StorageProperties storage, PollNotes notes) {
        var configured = new TreeMap<String, ManagedModel>();
        sightline.models().forEach((name, model) -> configured.put(name, managed(name, model)));
        var discovery = mlflow.filter(client -> properties.discover()).map(this::discovery);
        return new Roster(configured, discovery, states, storage.bucket(), notes);
    }

    private Discovery discovery(MlflowClient client) {
        var registered = sightline.models().entrySet().stream()
                .filter(entry -> entry.getValue().from() == Origin.MLFLOW)
                .map(entry -> registeredName(entry.getKey(), entry.getValue()))
                .collect(Collectors.toSet());
        return new MlflowDiscovery(client, registered, name -> managed(name, Model.discovered()));
    }

    private ManagedModel managed(String name, Model model) {
        var settings = new ModelSettings(
                name, model.shadowShare(), model.allowSignatureChange(), Optional.ofNullable(model.golden()));
        return new ManagedModel(settings, source(name, model));
    }

    private ModelSource source(String name, Model model) {
        if (model.from() == Origin.DIRECTORY) {
            return new DirectorySource(FollowerConfiguration.directory(name, model), mostBytes);
        }
        var client = mlflow.orElseThrow(() -> new StartupException(
                "sightline.models." + name + " is to come from MLflow, and sightline.mlflow.url is missing",
                "Set sightline.mlflow.url to the address of MLflow, such as http://mlflow:5000, or sightline.models."
                        + name
                        + ".path to the model's folder, with <version>/model.onnx inside of it, or take sightline.models."
                        + name + " away.",
                null));
        var names = new MlflowSource.Names(name, registeredName(name, model), model.alias(), model.challenger());
        return new MlflowSource(client, store, classifier, names, mostBytes);
    }

    private static String registeredName(String name, Model model) {
        return model.registeredName() == null ? name : model.registeredName();
    }
}

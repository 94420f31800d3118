package io.sightline.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minio.MinioClient;
import io.sightline.camel.GatedClients;
import io.sightline.camel.RequireOpenGates;
import io.sightline.camel.WatchOutages;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.BrokerProbe;
import io.sightline.gate.DatabaseProbe;
import io.sightline.gate.Dependents;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.gate.GroupPauses;
import io.sightline.gate.ObjectStoreProbe;
import io.sightline.gate.Watched;
import io.sightline.inference.InferenceEngine;
import io.sightline.registry.ConfluentRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Before which servers consumers wait instead of failing. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration {
    @Bean
    Dependents dependents() {
        return new Dependents(Map.of(
                "sightline-ingest",
                Set.of(Dependency.KAFKA, Dependency.S3, Dependency.REGISTRY),
                "sightline-detect",
                Set.of(Dependency.KAFKA, Dependency.S3, Dependency.POSTGRESQL, Dependency.REGISTRY, Dependency.MODEL),
                "sightline-sink-claims",
                Set.of(Dependency.KAFKA, Dependency.POSTGRESQL, Dependency.REGISTRY),
                "sightline-sink-inferences",
                Set.of(Dependency.KAFKA, Dependency.POSTGRESQL, Dependency.REGISTRY),
                "sightline-sink-dead-letters",
                Set.of(Dependency.KAFKA, Dependency.POSTGRESQL, Dependency.REGISTRY, Dependency.S3),
                "sightline-redrive",
                Set.of(Dependency.KAFKA, Dependency.POSTGRESQL, Dependency.REGISTRY)));
    }

    @Bean
    ProbeThreads probeThreads() {
        return new ProbeThreads(Dependency.values().length);
    }

    @Bean
    static WatchDatabase watchDatabase() {
        return new WatchDatabase();
    }

    /** The client of Kafka and the models are there later than the gates before them. */
    @Bean
    Gates gates(
            DataSource database,
            MinioClient store,
            StorageProperties storage,
            ConfluentRegistry registry,
            DetectionProperties detection,
            ObjectProvider<Admin> kafka,
            ObjectProvider<InferenceEngine> engine,
            Environment environment,
            Clock clock,
            ProbeThreads threads,
            WatchDatabase watch) {
        var gates = new Gates(
                List.of(
                        new Watched(
                                Dependency.POSTGRESQL,
                                Servers.describe(environment, Dependency.POSTGRESQL),
                                new DatabaseProbe(database)),
                        new Watched(
                                Dependency.S3,
                                Servers.describe(environment, Dependency.S3),
                                new ObjectStoreProbe(store, storage.bucket())),
                        new Watched(
                                Dependency.REGISTRY,
                                Servers.describe(environment, Dependency.REGISTRY),
                                registry::check),
                        new Watched(
                                Dependency.KAFKA,
                                Servers.describe(environment, Dependency.KAFKA),
                                new BrokerProbe(kafka::getObject)),
                        new Watched(
                                Dependency.MODEL,
                                Dependency.MODEL.title(),
                                () -> engine.getObject().requireModels(),
                                Optional.of(detection.loadTimeout()))),
                clock,
                threads);
        watch.reports().goTo(gates);
        return gates;
    }

    @Bean
    DatabaseIdentity databaseIdentity(DataSource database, FailureClassifier classifier) {
        return new DatabaseIdentity(database, classifier);
    }

    @Bean
    GroupPauses groupPauses(Clock clock) {
        return new GroupPauses(clock);
    }

    @Bean
    GatedClients gate(Gates gates, Dependents dependents, DatabaseIdentity database, GroupPauses pauses) {
        return new GatedClients(gates, dependents, database, pauses);
    }

    @Bean
    ComponentCustomizer gatedSql(DataSource database, Gates gates) {
        return ComponentCustomizer.forType(
                SqlComponent.class, sql -> sql.setDataSource(new GatedDatabase(database, gates)));
    }

    @Bean
    WatchOutages watchOutages(Gates gates, FailureClassifier classifier) {
        return new WatchOutages(gates, classifier);
    }

    @Bean
    RequireOpenGates requireOpenGates(Gates gates, Dependents dependents) {
        return new RequireOpenGates(gates, dependents);
    }

    @Bean
    MeterBinder gateMetrics(Gates gates) {
        return registry -> {
            for (var gate : gates.states()) {
                var dependency = gate.dependency();
                Gauge.builder("sightline.gate.open", gates, all -> all.isOpen(dependency) ? 1 : 0)
                        .tag("dependency", dependency.label())
                        .register(registry);
                FunctionCounter.builder("sightline.gate.closings", gates, all -> all.closings(dependency))
                        .tag("dependency", dependency.label())
                        .register(registry);
            }
        };
    }

    @Bean
    HealthIndicator gatesHealthIndicator(Gates gates, Clock clock) {
        return new GatesHealth(gates, clock);
    }
}

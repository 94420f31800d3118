package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.minio.MinioClient;
import io.sightline.artifact.ArtifactCache;
import io.sightline.artifact.ArtifactStore;
import io.sightline.camel.FollowModels;
import io.sightline.camel.ReportFollower;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.Gates;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.lifecycle.FollowerMeters;
import io.sightline.lifecycle.FollowerTable;
import io.sightline.lifecycle.FollowerTools;
import io.sightline.lifecycle.ModelFollower;
import io.sightline.lifecycle.ModelLoader;
import io.sightline.lifecycle.ModelTopic;
import io.sightline.lifecycle.ShadowShares;
import io.sightline.lifecycle.TopicLog;
import io.sightline.registry.WireFormat;
import io.sightline.runtime.SightlineProperties.Origin;
import io.sightline.runtime.SightlineProperties.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What lets a process serve the versions of models that were announced. */
@Configuration(proxyBeanMethods = false)
class FollowerConfiguration {
    /** How long start-up waits for what the topic says, before it begins with what served last. */
    private static final Duration TOPIC_IS_AWAITED = Duration.ofSeconds(3);

    /** And where nothing has: there is nothing to begin with. */
    private static final Duration TOPIC_IS_NEEDED = Duration.ofSeconds(15);

    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API, Stage.PROMOTE})
    ModelTopic modelTopic(
            Admin kafkaAdmin, CamelContext camel, Topics topics, WireFormat format, MeterRegistry meters) {
        return new ModelTopic(new TopicLog(kafkaAdmin, topics.models()), () -> consumer(camel), format, meters);
    }

    /** Settings are those of all clients of Kafka; what belongs to groups is left out. */
    private static Consumer<byte[], byte[]> consumer(CamelContext camel) {
        var kafka = camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
        var settings = kafka.createConsumerProperties();
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        settings.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.getBrokers());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API, Stage.PROMOTE})
    ArtifactStore artifactStore(MinioClient client, StorageProperties storage, FailureClassifier classifier) {
        return new ArtifactStore(client, storage.bucket(), classifier);
    }

    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API, Stage.PROMOTE})
    ArtifactCache artifactCache(ArtifactProperties artifacts, ArtifactStore store, Clock clock) {
        return new ArtifactCache(artifacts.cache(), artifacts.cacheLimit().toBytes(), store, clock);
    }

    @Bean
    ShadowShares shadowShares() {
        return new ShadowShares();
    }

    /** Before any route begins, whatever can serve does. */
    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API})
    ModelFollower modelFollower(
            SightlineProperties sightline,
            InferenceEngine engine,
            ModelTopic topic,
            ArtifactCache cache,
            ShadowShares shares,
            FailureClassifier classifier,
            StorageProperties storage,
            MeterRegistry meters,
            Clock clock,
            Environment environment) {
        var remembered = RememberedModels.of(environment);
        var tools = new FollowerTools(
                new ModelLoader(engine, cache, directories(sightline)),
                remembered,
                shares,
                new FollowerMeters(meters),
                classifier,
                storage.bucket(),
                clock,
                System::nanoTime);
        var follower = new ModelFollower(
                tools, sightline.models().keySet(), Executors.newCachedThreadPool(new NamedThreads("models")));
        var isComplete = topic.readToEnd(remembered.isEmpty() ? TOPIC_IS_NEEDED : TOPIC_IS_AWAITED);
        follower.start(topic.announcements(), isComplete);
        return follower;
    }

    static Map<String, ModelDirectory> directories(SightlineProperties sightline) {
        var directories = new TreeMap<String, ModelDirectory>();
        sightline.models().forEach((name, model) -> {
            if (model.from() == Origin.DIRECTORY) {
                directories.put(name, directory(name, model));
            }
        });
        return directories;
    }

    static ModelDirectory directory(String name, SightlineProperties.Model model) {
        var path = model.path();
        if (path == null) {
            throw new StartupException(
                    "sightline.models." + name + ".path is missing",
                    "Set it to the model's folder, with <version>/model.onnx inside of it, or take sightline.models."
                            + name + " away.",
                    null);
        }
        return new ModelDirectory(name, path, model.alias());
    }

    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API})
    FollowModels followModels(ModelTopic topic, ModelFollower follower) {
        return new FollowModels(topic, follower);
    }

    @Bean
    @ConditionalOnStage({Stage.DETECT, Stage.API})
    ReportFollower reportFollower(ModelFollower follower, DataSource database, Gates gates) {
        return new ReportFollower(follower, new FollowerTable(database, ProcessName.unique()), gates);
    }

    /** In every process, because readiness names it. */
    @Bean
    HealthIndicator modelsHealthIndicator(ObjectProvider<ModelFollower> follower) {
        return new ModelsHealth(follower::getIfAvailable);
    }
}

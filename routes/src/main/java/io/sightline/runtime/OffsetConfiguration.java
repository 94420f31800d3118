package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.OffsetRepository;
import io.sightline.delivery.BrokerLog;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.delivery.Positions;
import io.sightline.delivery.StoppedPartitions;
import io.sightline.delivery.TopicIds;
import io.sightline.failure.FailureClassifier;
import io.sightline.runtime.SightlineProperties.Topics;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the sink's consumer groups stand in their topics. */
@Configuration(proxyBeanMethods = false)
class OffsetConfiguration {
    private final DataSource database;
    private final BrokerLog log;
    private final FailureClassifier classifier;
    private final DatabaseIdentity identity;
    private final StoppedPartitions stopped = new StoppedPartitions();

    OffsetConfiguration(
            DataSource database,
            Admin kafkaAdmin,
            TopicIds topicIds,
            FailureClassifier classifier,
            DatabaseIdentity identity) {
        this.database = database;
        this.log = new BrokerLog(kafkaAdmin, topicIds);
        this.classifier = classifier;
        this.identity = identity;
    }

    @Bean
    StoppedPartitions stoppedPartitions(MeterRegistry meters) {
        meters.gauge("sightline.sink.stopped", stopped, all -> all.all().size());
        return stopped;
    }

    @Bean
    Positions claimsPositions() {
        return positions("sightline-sink-claims");
    }

    @Bean
    Positions inferencesPositions() {
        return positions("sightline-sink-inferences");
    }

    @Bean
    Positions deadLettersPositions() {
        return positions("sightline-sink-dead-letters");
    }

    @Bean
    OffsetRepository claimsOffsets(Positions claimsPositions, CamelContext camel) {
        return new OffsetRepository(claimsPositions::resume, camel);
    }

    @Bean
    OffsetRepository inferencesOffsets(Positions inferencesPositions, CamelContext camel) {
        return new OffsetRepository(inferencesPositions::resume, camel);
    }

    @Bean
    OffsetRepository deadLettersOffsets(Positions deadLettersPositions, CamelContext camel) {
        return new OffsetRepository(deadLettersPositions::resume, camel);
    }

    @Bean
    @ConditionalOnStage(Stage.SINK)
    @DependsOnDatabaseInitialization
    OffsetCheck offsetCheck(
            Positions claimsPositions, Positions inferencesPositions, Positions deadLettersPositions, Topics topics) {
        return new OffsetCheck(Map.of(
                topics.claims(), claimsPositions,
                topics.inferences(), inferencesPositions,
                topics.deadLetters(), deadLettersPositions));
    }

    @Bean
    @ConditionalOnStage(Stage.SINK)
    SinkHealth sinkHealthIndicator() {
        return new SinkHealth(stopped);
    }

    private Positions positions(String group) {
        return new Positions(database, identity, group, log, stopped, classifier);
    }
}

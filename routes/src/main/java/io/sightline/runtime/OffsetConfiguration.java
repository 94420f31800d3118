package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.audit.AuditTopics;
import io.sightline.audit.Broker;
import io.sightline.audit.FramesAccounts;
import io.sightline.camel.BatchToMessages;
import io.sightline.camel.OffsetRepository;
import io.sightline.delivery.BrokerLog;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.delivery.FormerClaims;
import io.sightline.delivery.GroupPositions;
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

/** Where consumer groups stand in their topics: those of the sink by PostgreSQL, the others by Kafka. */
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
        meters.gauge("sightline.positions.stopped", stopped, all -> all.all().size());
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
    GroupPositions ingestPositions(Broker auditedBroker, AuditTopics auditTopics) {
        var former = new FramesAccounts(database, auditedBroker, auditTopics, classifier);
        return new GroupPositions("sightline-ingest", log, stopped, former);
    }

    @Bean
    GroupPositions detectPositions() {
        return new GroupPositions("sightline-detect", log, stopped, new FormerClaims(database, classifier));
    }

    @Bean
    OffsetRepository ingestOffsets(GroupPositions ingestPositions, CamelContext camel) {
        return new OffsetRepository(ingestPositions::resume, camel);
    }

    @Bean
    OffsetRepository detectOffsets(GroupPositions detectPositions, CamelContext camel) {
        return new OffsetRepository(detectPositions::resume, camel);
    }

    /** Frames are named by the topic that they come from. */
    @Bean
    BatchToMessages framesToMessages(GroupPositions ingestPositions) {
        return new BatchToMessages(ingestPositions::topicId);
    }

    /** Of the topic that detect has begun with, or of none. */
    @Bean
    BatchToMessages claimsToMessages(GroupPositions detectPositions) {
        return new BatchToMessages(detectPositions::topicId);
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
    OffsetCheck sinkOffsetCheck(
            Positions claimsPositions, Positions inferencesPositions, Positions deadLettersPositions, Topics topics) {
        return new OffsetCheck(
                Stage.SINK,
                Map.of(
                        topics.claims(), claimsPositions::stops,
                        topics.inferences(), inferencesPositions::stops,
                        topics.deadLetters(), deadLettersPositions::stops));
    }

    @Bean
    @ConditionalOnStage(Stage.INGEST)
    @DependsOnDatabaseInitialization
    OffsetCheck ingestOffsetCheck(GroupPositions ingestPositions, Topics topics) {
        return new OffsetCheck(Stage.INGEST, Map.of(topics.frames(), ingestPositions::stops));
    }

    @Bean
    @ConditionalOnStage(Stage.DETECT)
    @DependsOnDatabaseInitialization
    OffsetCheck detectOffsetCheck(GroupPositions detectPositions, Topics topics) {
        return new OffsetCheck(Stage.DETECT, Map.of(topics.claims(), detectPositions::stops));
    }

    @Bean
    @ConditionalOnStage({Stage.INGEST, Stage.DETECT, Stage.SINK})
    PositionsHealth positionsHealthIndicator() {
        return new PositionsHealth(stopped);
    }

    private Positions positions(String group) {
        return new Positions(database, identity, group, log, stopped, classifier);
    }
}

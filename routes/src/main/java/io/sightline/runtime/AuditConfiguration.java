package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.audit.Audit;
import io.sightline.audit.AuditMeters;
import io.sightline.audit.AuditTopics;
import io.sightline.audit.Broker;
import io.sightline.audit.KafkaBroker;
import io.sightline.camel.AuditQueries;
import io.sightline.camel.RunUpkeep;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.runtime.SightlineProperties.Topics;
import io.sightline.upkeep.CounterAudit;
import io.sightline.upkeep.LetterCount;
import io.sightline.upkeep.OrphanCount;
import io.sightline.upkeep.RowUpkeep;
import io.sightline.upkeep.Turn;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of the audit name. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    AuditTopics auditTopics(Topics topics) {
        return new AuditTopics(topics.frames(), topics.claims(), topics.inferences(), topics.deadLetters());
    }

    @Bean
    Broker auditedBroker(Admin kafkaAdmin) {
        return new KafkaBroker(kafkaAdmin);
    }

    @Bean
    Audit audit(DataSource database, Gates gates, Broker auditedBroker, AuditTopics auditTopics, Clock clock) {
        return new Audit(new GatedDatabase(database, gates), auditedBroker, auditTopics, clock);
    }

    @Bean
    @ConditionalOnStage(Stage.SINK)
    RunUpkeep auditCounters(Audit audit, MeterRegistry meters) {
        return new RunUpkeep(new CounterAudit(audit, new AuditMeters(meters)), meters);
    }

    /** By the clock of the counters: it reads as little as they do. */
    @Bean
    @ConditionalOnStage(Stage.SINK)
    RunUpkeep countLetters(DataSource database, MeterRegistry meters) {
        return new RunUpkeep(new LetterCount(database, meters), meters);
    }

    /** By the same clock, since any process may have swept. */
    @Bean
    @ConditionalOnStage(Stage.SINK)
    RunUpkeep countOrphans(DataSource database, MeterRegistry meters) {
        return new RunUpkeep(new OrphanCount(database, meters), meters);
    }

    @Bean
    RunUpkeep auditRows(Turn turn, Audit audit, AuditProperties properties, Clock clock, MeterRegistry meters) {
        return new RunUpkeep(new RowUpkeep(turn, audit, properties.period(), properties.days(), clock), meters);
    }

    @Bean
    AuditQueries auditQueries(Audit audit, AuditProperties properties, Clock clock) {
        return new AuditQueries(audit, properties.days(), properties.timeout(), clock);
    }
}

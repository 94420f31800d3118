package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.RedriveLetters;
import io.sightline.camel.RedriveQueries;
import io.sightline.camel.RestoreRecord;
import io.sightline.delivery.RedriveQueue;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.Dependents;
import io.sightline.gate.Gates;
import io.sightline.runtime.SightlineProperties.Topics;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What dead letters need on their way back. */
@Configuration(proxyBeanMethods = false)
class RedriveConfiguration {
    private final RedriveProperties properties;
    private final Set<String> topics;

    /** Never the topic of pictures: there a record would be a new frame. */
    RedriveConfiguration(RedriveProperties properties, Topics topics) {
        this.properties = properties;
        this.topics = Set.copyOf(List.of(topics.claims(), topics.inferences(), topics.deadLetters()));
    }

    @Bean
    @ConditionalOnStage(Stage.API)
    RedriveQueries redriveQueries() {
        return new RedriveQueries(properties.perSecond(), properties.limit(), topics);
    }

    @Bean
    @ConditionalOnStage(Stage.SINK)
    RedriveLetters redriveLetters(
            DataSource database,
            Gates gates,
            Dependents dependents,
            FailureClassifier classifier,
            MeterRegistry meters) {
        var queue = new RedriveQueue(database);
        return new RedriveLetters(queue::sendNext, topics, gates, dependents, classifier, meters);
    }

    @Bean
    RestoreRecord restoreRecord() {
        return new RestoreRecord();
    }
}

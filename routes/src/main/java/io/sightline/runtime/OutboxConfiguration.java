package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.DivertLetter;
import io.sightline.camel.RelayAnnouncements;
import io.sightline.camel.RelayOutbox;
import io.sightline.delivery.LetterBox;
import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxState;
import io.sightline.failure.FailureClassifier;
import io.sightline.runtime.SightlineProperties.Topics;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps dead letters that their topic does not take, and sends them and what else waits in the outbox. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
    @Bean
    DivertLetter divertLetter(DataSource database, Topics topics) {
        return new DivertLetter(new LetterBox(database)::keep, topics.deadLetters());
    }

    @Bean
    @ConditionalOnStage({Stage.SINK, Stage.PROMOTE})
    RelayOutbox relayOutbox(DataSource database, MeterRegistry meters, FailureClassifier classifier) {
        return new RelayOutbox(new Outbox(database), new OutboxState(meters), classifier);
    }

    @Bean
    @ConditionalOnStage(Stage.PROMOTE)
    RelayAnnouncements relayAnnouncements(DataSource database, Topics topics, FailureClassifier classifier) {
        return new RelayAnnouncements(new Outbox(database), topics.models(), classifier);
    }
}

package io.sightline.runtime;

import io.sightline.gate.CrowdedGroups;
import io.sightline.gate.CrowdedGroups.Reading;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What finds processes that are too many to read anything. */
@Configuration(proxyBeanMethods = false)
class GroupsConfiguration {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** One partition is enough for it, and other groups of its stage say how many processes are. */
    private static final String LETTERS = "sightline-sink-dead-letters";

    @Bean
    CrowdedGroups crowdedGroups(Admin kafkaAdmin, CamelContext camel) {
        return new CrowdedGroups(kafkaAdmin, () -> readings(camel));
    }

    /** Never down: those that read go on, and no restart makes partitions. */
    @Bean
    HealthIndicator groupsHealthIndicator(CrowdedGroups crowdedGroups) {
        return () -> Health.up().withDetails(crowdedGroups.found()).build();
    }

    @Bean
    ApplicationListener<ApplicationStartedEvent> groupsWatch(CrowdedGroups crowdedGroups, ProbeThreads threads) {
        // Of a lambda Spring does not know which events it takes.
        return new ApplicationListener<>() {
            @Override
            public void onApplicationEvent(ApplicationStartedEvent started) {
                again();
            }

            private void again() {
                threads.after(PERIOD, () -> {
                    try {
                        crowdedGroups.look();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        // Whatever has failed: nobody else would look again.
                        again();
                    }
                });
            }
        };
    }

    private static List<Reading> readings(CamelContext camel) {
        return camel.getRoutes().stream()
                .map(Route::getEndpoint)
                .filter(KafkaEndpoint.class::isInstance)
                .map(endpoint -> ((KafkaEndpoint) endpoint).getConfiguration())
                .filter(kafka -> kafka.getGroupId() != null && !kafka.isTopicIsPattern())
                .filter(kafka -> !kafka.getGroupId().equals(LETTERS))
                .map(kafka -> Reading.of(kafka.getGroupId(), kafka.getTopic(), kafka.getConsumersCount()))
                .toList();
    }
}

package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.audit.Audit;
import io.sightline.audit.AuditTopics;
import io.sightline.audit.Broker;
import io.sightline.audit.BrokerState;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import io.sightline.security.SourceRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class AuditQueriesTest {
    private AuditQueries queries;

    @BeforeEach
    void open(TestDatabase database) {
        var topics = new AuditTopics("frames", "claims", "inferences", "dead-letters");
        var audit = new Audit(database.dataSource(), new NoTopics(), topics, Clock.systemUTC());
        queries = new AuditQueries(audit, 7, Duration.ofSeconds(5), Clock.systemUTC());
    }

    @Test
    void isForThoseWhoMaySeeEverySource() {
        var exchange = exchange(SourceRule.only(Set.of("camera-1")));

        assertThatThrownBy(() -> queries.answer(exchange))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN))
                .hasMessageContaining("sightline_sources");
    }

    @Test
    void aTimeIsOnlyForRowsThatAreCounted() {
        var exchange = exchange(SourceRule.EVERY);
        exchange.getMessage().setHeader("since", Instant.parse("2026-01-01T00:00:00Z"));

        assertThatThrownBy(() -> queries.answer(exchange)).hasMessageContaining("deep=true");
    }

    private static Exchange exchange(SourceRule sources) {
        var exchange = Exchanges.withBody(null);
        CurrentCaller.set(exchange, new Caller("someone", "client", Set.of("operations"), Set.of(), sources));
        return exchange;
    }

    private static final class NoTopics implements Broker {
        @Override
        public BrokerState read(AuditTopics topics) {
            return new BrokerState(Map.of(), Map.of(), Map.of());
        }

        @Override
        public Map<TopicPartition, Long> ends(BrokerState state) {
            return Map.of();
        }
    }
}

package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.audit.Audit;
import io.sightline.audit.AuditTopics;
import io.sightline.audit.Broker;
import io.sightline.audit.BrokerState;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class RowUpkeepTest {
    private static final Clock NOON = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    @Test
    void aCountThatTakesTooLongNamesTheProperty(TestDatabase database) {
        database.change("alter table frame rename to slow_frame");
        database.change("create view frame as select slow_frame.* from pg_sleep(5) left join slow_frame on true");
        var topics = new AuditTopics("frames", "claims", "inferences", "dead-letters");
        var audit = new Audit(database.dataSource(), new NoTopics(), topics, NOON);
        var turn = new Turn(database.dataSource());
        var work = new RowUpkeep(turn, audit, Duration.ofHours(24), 7, NOON, Duration.ofMillis(200));

        assertThatThrownBy(work::run).hasMessageContaining("Lower sightline.audit.days");
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

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
import java.sql.SQLException;
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
    private TestDatabase database;
    private AuditQueries queries;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        var topics = new AuditTopics("frames", "claims", "inferences", "dead-letters");
        var audit = new Audit(database.dataSource(), new NoTopics(), topics, Clock.systemUTC());
        queries = new AuditQueries(audit, 7, Duration.ofMillis(1_200), Clock.systemUTC());
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

    /** Nobody would ever let the table go. */
    @Test
    void aCountEndsWithItsTimeAndAsksNoMore() throws SQLException {
        var exchange = exchange(SourceRule.EVERY);
        exchange.getMessage().setHeader("deep", true);
        try (var holder = database.dataSource().getConnection()) {
            holder.setAutoCommit(false);
            try (var statement = holder.createStatement()) {
                statement.execute("lock table frame in access exclusive mode");
            }

            assertThatThrownBy(() -> queries.answer(exchange))
                    .isInstanceOfSatisfying(
                            PermanentFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                    .hasMessageContaining("cannot be counted within 1.2 s");

            assertThat(database.number("select count(*) from pg_locks join pg_database on oid = database"
                            + " where not granted and datname = current_database()"))
                    .as("questions that still wait")
                    .isZero();
        }
        queries.answer(exchange);
        assertThat(exchange.getMessage().getBody(String.class)).contains("\"clean\":true");
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

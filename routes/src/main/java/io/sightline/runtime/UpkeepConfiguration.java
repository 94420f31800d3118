package io.sightline.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minio.MinioClient;
import io.sightline.camel.RunUpkeep;
import io.sightline.claim.ObjectStore;
import io.sightline.delivery.MonthPartitions;
import io.sightline.failure.FailureClassifier;
import io.sightline.upkeep.ClaimScrub;
import io.sightline.upkeep.ClaimSweep;
import io.sightline.upkeep.DefaultPartitions;
import io.sightline.upkeep.PartitionUpkeep;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.Turn;
import java.time.Clock;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes name that run by the clock. */
@Configuration(proxyBeanMethods = false)
class UpkeepConfiguration {
    @Bean
    Turn turn(DataSource database) {
        return new Turn(database);
    }

    @Bean
    ObjectStore objectStore(MinioClient client, StorageProperties storage, FailureClassifier classifier) {
        return new ObjectStore(client, storage.bucket(), classifier);
    }

    @Bean
    RunUpkeep sweepClaims(Turn turn, ObjectStore store, ClaimProperties claims, Clock clock, MeterRegistry meters) {
        return new RunUpkeep(new ClaimSweep(turn, store, claims.rules(), clock), meters);
    }

    @Bean
    RunUpkeep scrubClaims(DataSource database, ObjectStore store, ClaimProperties claims, MeterRegistry meters) {
        return new RunUpkeep(new ClaimScrub(database, store, claims.scrubSample(), new Random()), meters);
    }

    @Bean
    DefaultPartitions defaultPartitions(DataSource database) {
        return new DefaultPartitions(database);
    }

    @Bean
    MeterBinder defaultPartitionRows(DefaultPartitions partitions) {
        return meters -> DefaultPartitions.TABLES.forEach(
                table -> Gauge.builder("sightline.partitions.default.rows", partitions, all -> all.rows(table))
                        .tag("table", table)
                        .register(meters));
    }

    @Bean
    RunUpkeep keepPartitions(
            MonthPartitions partitions,
            DefaultPartitions defaults,
            PartitionProperties properties,
            Clock clock,
            MeterRegistry meters) {
        return new RunUpkeep(new PartitionUpkeep(partitions, defaults, properties.monthsAhead(), clock), meters);
    }

    @Bean
    RunUpkeep applyRetention(Turn turn, RetentionProperties retention, Clock clock, MeterRegistry meters) {
        return new RunUpkeep(new Retention(turn, retention.rules(), clock), meters);
    }
}

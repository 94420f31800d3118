package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes that all believe the partitions to be theirs, on a table that no key protects. */
@ExtendWith(PostgresServer.class)
class RandomInterleavingTest {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRecordIsOneRowWhoeverStoresIt(long seed, TestDatabase database) {
        database.change("create table number (partition integer, value bigint)");

        CompletableFuture.allOf(IntStream.range(0, 3)
                        .mapToObj(process ->
                                CompletableFuture.runAsync(() -> work(database, new Random(seed * 10 + process))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(database.number("select count(*) from number")).isEqualTo(PARTITIONS * RECORDS);
        assertThat(database.number("select count(*) from (select distinct partition, value from number) as once"))
                .isEqualTo(PARTITIONS * RECORDS);
        assertThat(database.text("select concat_ws(' ', next_offset, stored, skipped) from sink_offset"))
                .isEqualTo(String.join(",", java.util.Collections.nCopies(PARTITIONS, RECORDS + " " + RECORDS + " 0")));
    }

    private static void work(TestDatabase database, Random random) {
        var classifier = new FailureClassifier();
        var positions = new Positions(
                database.dataSource(),
                new DatabaseIdentity(database.dataSource(), classifier),
                "numbers",
                new StillLog(),
                new StoppedPartitions(),
                classifier);
        var sink = new Sink<>(
                database.dataSource(),
                positions,
                new NumberTable(),
                classifier,
                new SinkMeters(new SimpleMeterRegistry(), "number"));
        var next = new long[PARTITIONS];
        while (LongStream.of(next).anyMatch(offset -> offset < RECORDS)) {
            var batch = new ArrayList<Entry<Number>>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                next[partition] = add(batch, partition, next[partition], random);
                // Now and then a rebalance: reading begins at the position again, while the buffer holds what it held.
                if (random.nextInt(4) == 0) {
                    next[partition] = add(batch, partition, positions.resume(partition(partition)), random);
                }
            }
            try {
                sink.store(batch, (row, refusal) -> {
                    throw refusal;
                });
            } catch (TransientFailure failure) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    next[partition] = positions.resume(partition(partition));
                }
            }
        }
    }

    /** Adds records, some of them twice; answers where to read on. */
    private static long add(List<Entry<Number>> batch, int partition, long from, Random random) {
        long to = Math.min(RECORDS, from + random.nextInt(12));
        for (long offset = from; offset < to; offset++) {
            for (int copies = random.nextInt(5) == 0 ? 2 : 1; copies > 0; copies--) {
                batch.add(
                        new Entry.Row<>(SinkBench.record(partition(partition), offset), new Number(partition, offset)));
            }
        }
        return to;
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("numbers", number);
    }

    private record Number(int partition, long value) {}

    /** Stores whatever it is given, as often as it is given. */
    private static final class NumberTable implements Table<Number> {
        @Override
        public List<Number> insert(Connection connection, List<Number> rows) throws SQLException {
            new Columns<>(rows)
                    .column("integer", Number::partition)
                    .column("bigint", Number::value)
                    .execute(connection, "insert into number select * from unnest(?, ?)");
            return rows;
        }

        @Override
        public String madeBy() {
            return "";
        }
    }
}

package io.sightline.fault.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topic of dead letters is not there for a while. */
final class AbsentLetterTopic implements Row {
    private static final int PARTITIONS = 4;

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String title() {
        return "dead-letter topic unavailable";
    }

    @Override
    public void run(Bench bench) throws Exception {
        // Otherwise the producer would look for the topic for a minute before a letter goes to the outbox.
        bench.settings().put("camel.component.kafka.max-block-ms", "3000");
        bench.settings().put("sightline.outbox.period", "1s");
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", setting(bench, "camel.component.kafka.brokers")))) {
            admin.deleteTopics(List.of(topic(bench))).all().get();
            bench.start("0").awaitReady();
            var poison = bench.random().nextInt(2, 8);
            for (int i = 0; i < poison; i++) {
                bench.sender().frames(bench.random().nextInt(1, 30));
                bench.sender().frame("camera-1", ("no picture " + i).getBytes(UTF_8), Kind.POISON);
            }
            bench.sender().frames(10);
            bench.sender().flush();
            bench.awaitRows("outbox", poison);
            admin.createTopics(List.of(new NewTopic(topic(bench), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            await().atMost(Duration.ofMinutes(1)).until(() -> bench.rows("outbox") == 0);
            // Whoever reads the topic gets each; one of them perhaps twice.
            assertThat(letters(admin, topic(bench))).isGreaterThanOrEqualTo(poison);
        }
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.database().queryForList("select distinct reason from dead_letter", String.class))
                .containsExactly("NOT_A_PICTURE");
    }

    private static long letters(Admin admin, String topic) throws Exception {
        long letters = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var wanted = new TopicPartition(topic, partition);
            letters += admin.listOffsets(Map.of(wanted, OffsetSpec.latest()))
                    .partitionResult(wanted)
                    .get()
                    .offset();
        }
        return letters;
    }

    private static String topic(Bench bench) {
        return setting(bench, "sightline.topics.dead-letters");
    }

    private static String setting(Bench bench, String name) {
        return Objects.requireNonNull(bench.settings().get(name), name);
    }
}

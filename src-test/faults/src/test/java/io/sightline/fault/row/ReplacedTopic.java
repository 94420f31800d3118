package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topic of claims is deleted and made anew while no process runs; whoever starts next must not guess. */
final class ReplacedTopic implements Row {
    private static final Pattern WAY_ON = Pattern.compile("run: (delete from sink_offset where .*?); then restart");
    private static final int PARTITIONS = 4;

    @Override
    public int number() {
        return 20;
    }

    @Override
    public String title() {
        return "topic recreated";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var topic = Objects.requireNonNull(bench.settings().get("sightline.topics.claims"));
        bench.sender().frames(bench.random().nextInt(20, 100));
        var former = bench.start("former");
        bench.awaitRows("frame", 1);
        bench.awaitFates();
        former.kill();
        var before = bench.database().queryForList("select * from sink_offset where topic = ?", topic);
        makeAnew(topic, Objects.requireNonNull(bench.settings().get("camel.component.kafka.brokers")));
        // Each start names what it finds; as many partitions, as many decisions of the operator.
        for (int decision = 1; decision <= PARTITIONS; decision++) {
            var refusing = bench.start("refusing-" + decision);
            assertThat(refusing.awaitExit()).isNotZero();
            assertThat(refusing.output()).contains(topic + " was deleted and made anew");
            if (decision == 1) {
                assertThat(bench.database().queryForList("select * from sink_offset where topic = ?", topic))
                        .isEqualTo(before);
            }
            if (followsTheWayOn(refusing, bench)) {
                break;
            }
        }
        bench.sender().frames(bench.random().nextInt(20, 100));
        bench.start("successor").awaitReady();
    }

    /** Whether nothing is left to be decided. */
    private static boolean followsTheWayOn(RuntimeProcess refusing, Bench bench) {
        Set<String> ways = WAY_ON.matcher(refusing.output().replaceAll("\\s+", " "))
                .results()
                .map((MatchResult way) -> way.group(1))
                .collect(Collectors.toSet());
        assertThat(ways).as("the safe way on").isNotEmpty();
        ways.forEach(bench.database()::update);
        return bench.database()
                .queryForList(
                        "select partition from sink_offset where topic = ?",
                        bench.settings().get("sightline.topics.claims"))
                .isEmpty();
    }

    private static void makeAnew(String topic, String brokers) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
            admin.deleteTopics(List.of(topic)).all().get();
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)
                            .configs(Map.of("max.message.bytes", "11534336"))))
                    .all()
                    .get();
        }
    }
}

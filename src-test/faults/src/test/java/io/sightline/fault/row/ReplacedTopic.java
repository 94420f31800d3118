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

/**
 * The topic of claims, and then that of frames, is deleted and made anew while no process runs; whoever starts next
 * must not guess.
 */
final class ReplacedTopic implements Row {
    private static final Pattern WAY_ON = Pattern.compile("run: (delete from (?:sink_offset|audit_start) where .*?);");
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
        bench.sender().frames(bench.random().nextInt(20, 100));
        var worker = bench.start("0");
        bench.awaitRows("frame", 1);
        // The sink's positions contradict the new topic of claims. Of the frames topic Kafka forgets with it how far
        // ingest had read it: nothing contradicts the new one but its id.
        worker = replace(bench, worker, "claims", "sink_offset");
        worker = replace(bench, worker, "frames", "audit_start");
        worker.awaitReady();
    }

    /** Answers the process that reads the new topic. */
    private static RuntimeProcess replace(Bench bench, RuntimeProcess worker, String kind, String account)
            throws Exception {
        var topic = Objects.requireNonNull(bench.settings().get("sightline.topics." + kind));
        bench.awaitFates();
        worker.kill();
        var before = account(bench, account, topic);
        makeAnew(topic, Objects.requireNonNull(bench.settings().get("camel.component.kafka.brokers")));
        bench.sender().forget(kind);
        // Each start names what it finds; at most as many decisions of the operator as there are partitions.
        for (int decision = 1; decision <= PARTITIONS; decision++) {
            var refusing = bench.start("refusing-" + kind + "-" + decision);
            assertThat(refusing.awaitExit()).isNotZero();
            assertThat(refusing.output()).contains(topic + " was deleted and made anew");
            if (decision == 1) {
                assertThat(account(bench, account, topic)).isNotEmpty().isEqualTo(before);
            }
            followTheWayOn(refusing, bench);
            if (account(bench, account, topic).isEmpty()) {
                break;
            }
        }
        bench.sender().frames(bench.random().nextInt(20, 100));
        return bench.start("after-" + kind);
    }

    /** What the database has of the topic while no process runs. */
    private static List<Map<String, Object>> account(Bench bench, String table, String topic) {
        return bench.database().queryForList("select * from " + table + " where topic = ? order by partition", topic);
    }

    private static void followTheWayOn(RuntimeProcess refusing, Bench bench) {
        Set<String> ways = WAY_ON.matcher(refusing.output().replaceAll("\\s+", " "))
                .results()
                .map((MatchResult way) -> way.group(1))
                .collect(Collectors.toSet());
        assertThat(ways).as("the safe way on").isNotEmpty();
        ways.forEach(bench.database()::update);
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

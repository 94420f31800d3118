package io.sightline.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records that consumer groups of the runtime have not said to be done with. */
final class Lag {
    private static final Map<String, String> TOPIC_OF_GROUP = Map.of(
            "sightline-ingest", "frames",
            "sightline-detect", "claims",
            "sightline-sink-claims", "claims",
            "sightline-sink-inferences", "inferences",
            "sightline-sink-dead-letters", "dead-letters");

    private final Map<String, String> settings;

    Lag(Map<String, String> settings) {
        this.settings = settings;
    }

    long records() throws ExecutionException, InterruptedException {
        long lag = 0;
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", setting("camel.component.kafka.brokers")))) {
            for (var group : TOPIC_OF_GROUP.entrySet()) {
                lag += records(admin, group.getKey(), setting("sightline.topics." + group.getValue()));
            }
        }
        return lag;
    }

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    private static long records(Admin admin, String group, String topic)
            throws ExecutionException, InterruptedException {
        var partitions = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions();
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(
                partition -> wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (var end : admin.listOffsets(wanted).all().get().entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            lag += end.getValue().offset() - (done == null ? 0 : done.offset());
        }
        return lag;
    }
}

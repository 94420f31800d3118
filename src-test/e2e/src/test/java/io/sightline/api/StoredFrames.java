package io.sightline.api;

import static org.awaitility.Awaitility.await;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the servers hold of frames that were handed in. */
final class StoredFrames {
    private final Api api;

    StoredFrames(Api api) {
        this.api = api;
    }

    /** The record of the source in the topic of claims; waits for it. */
    ConsumerRecord<byte[], byte[]> claimOf(String source) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                api.property("camel.component.kafka.brokers"),
                "group.id",
                source,
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            consumer.subscribe(List.of(api.property("sightline.topics.claims")));
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (source.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        found.add(record);
                    }
                }
                return !found.isEmpty();
            });
            return found.get(0);
        }
    }

    /** Names of all topics. */
    Set<String> topics() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", api.property("camel.component.kafka.brokers")))) {
            return admin.listTopics().names().get();
        }
    }

    /** Keys of all objects of the bucket. */
    List<String> objects() throws Exception {
        var keys = new ArrayList<String>();
        for (var object : api.bean(MinioClient.class)
                .listObjects(ListObjectsArgs.builder()
                        .bucket(api.property("sightline.s3.bucket"))
                        .recursive(true)
                        .build())) {
            keys.add(object.get().objectName());
        }
        return keys;
    }
}

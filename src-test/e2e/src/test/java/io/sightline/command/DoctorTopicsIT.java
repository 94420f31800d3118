package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code java -jar sightline.jar doctor}, and topics that are not what the promises need. */
@Tag("slow")
@ExtendWith(TestStack.class)
class DoctorTopicsIT {
    private final Map<String, String> settings;

    DoctorTopicsIT(DevStack stack) {
        this.settings = stack.isolate("doctor-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @Test
    void findsTopicsThatBreakPromises() throws Exception {
        // Given
        try (var admin = Admin.create(client())) {
            var narrow = topic("claims") + "-narrow";
            admin.createTopics(List.of(new NewTopic(narrow, 1, (short) 1)))
                    .all()
                    .get();
            settings.put("sightline.topics.claims", narrow);
            set(admin, "frames", "max.message.bytes", "1000000");
            set(admin, "claims", "retention.ms", "60000");
            set(admin, "inferences", "cleanup.policy", "compact");
            set(admin, "models", "cleanup.policy", "delete");
            admin.deleteTopics(List.of(topic("dead-letters"))).all().get();
        }
        send(topic("claims"), Instant.now().plus(Duration.ofMinutes(10)));
        // When
        var doctor = Doctor.ask(settings, "--sightline.stages=ingest,detect,sink");
        // Then
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.found("kafka")).startsWith("ok: cluster ").contains("brokers 1, version 4.1");
        assertThat(doctor.found("kafka.topic.frames")).startsWith("fail: ").contains("bytes does not fit");
        assertThat(doctor.found("kafka.topic.claims"))
                .startsWith("fail: ")
                .contains("2 consumers of sightline-detect share 1 partition, ", "records are gone after 60 s");
        assertThat(doctor.found("kafka.topic.inferences")).startsWith("fail: ").contains("compaction removes records");
        assertThat(doctor.found("kafka.topic.models")).startsWith("fail: ").contains("forgets the state of models");
        assertThat(doctor.found("kafka.topic.dead-letters")).startsWith("fail: there is no topic ");
        assertThat(doctor.found("clock.kafka")).startsWith("warn: ").contains("s ahead");
    }

    private String topic(String role) {
        return String.valueOf(settings.get("sightline.topics." + role));
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", String.valueOf(settings.get("camel.component.kafka.brokers")));
    }

    private void set(Admin admin, String role, String setting, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(role));
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    private void send(String topic, Instant time) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, null, time.toEpochMilli(), null, new byte[] {1}))
                    .get();
        }
    }
}

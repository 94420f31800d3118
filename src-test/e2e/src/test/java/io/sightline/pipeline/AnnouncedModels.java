package io.sightline.pipeline;

import io.sightline.model.v1.ModelState;
import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.WireFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topic of models of a runtime says, read from its beginning. */
final class AnnouncedModels implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireFormat format;
    private final TopicPartition partition;
    private final List<Announced> all = new ArrayList<>();

    /**
     * A record.
     *
     * @param state empty for one that retires the model
     */
    record Announced(String name, Optional<ModelState> state) {
        String version() {
            return state.map(ModelState::getServing)
                    .map(serving -> serving.getVersion())
                    .orElse("-");
        }
    }

    /** @param settings settings of the runtime */
    AnnouncedModels(Map<String, String> settings) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        String.valueOf(settings.get("camel.component.kafka.brokers"))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var registry = URI.create(String.valueOf(settings.get("sightline.registry.url")));
        format = new WireFormat(new ConfluentRegistry(registry, Duration.ofSeconds(10)));
        partition = new TopicPartition(String.valueOf(settings.get("sightline.topics.models")), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** All that there is now. */
    List<Announced> all() {
        var end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                var name = new String(record.key(), StandardCharsets.UTF_8);
                all.add(new Announced(
                        name, Optional.ofNullable(record.value()).map(value -> format.read(value, ModelState.class))));
            }
        }
        return List.copyOf(all);
    }

    /** The last one of a model. */
    Optional<Announced> last(String name) {
        return all().stream().filter(announced -> announced.name().equals(name)).reduce((former, latter) -> latter);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactFile;
import io.sightline.claim.Sha256;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.model.v1.ModelState;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.class)
@SuppressWarnings("NullAway.Init")
class ModelTopicIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Artifact FILES =
            new Artifact(List.of(new ArtifactFile("model.onnx", Sha256.of(new byte[] {1}), 1)));

    private final Map<String, String> settings;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String topic;
    private final List<Admin> clients = new ArrayList<>();
    private Admin admin;
    private Announcer announcer;

    ModelTopicIT(DevStack stack) {
        this.settings = stack.settings();
    }

    @BeforeEach
    void makeTopic() throws Exception {
        topic = "model-topic." + UUID.randomUUID();
        admin = admin(settings);
        createTopic(PARTITIONS);
        announcer = new Announcer(settings, topic);
    }

    @AfterEach
    void close() {
        announcer.close();
        clients.forEach(Admin::close);
    }

    @Test
    void readsAllPartitionsFromTheBeginningAndThenWhatIsNew() {
        announcer.sendTo(0, state("zero", 1));
        announcer.sendTo(2, state("two", 1));
        try (var models = topic(settings)) {
            assertThat(models.readToEnd(PATIENCE)).isTrue();
            assertThat(models.announcements()).containsOnlyKeys("zero", "two");
            // When
            announcer.sendTo(1, state("one", 1));
            announcer.sendTo(0, state("zero", 2));
            // Then
            await().until(() -> {
                models.refresh(Duration.ofMillis(200));
                return models.announcements().containsKey("one") && sequence(models, "zero") == 2;
            });
            announcer.sendTo(0, state("zero", 1));
            assertThat(models.readToEnd(PATIENCE)).isTrue();
            assertThat(sequence(models, "zero"))
                    .as("an older one has no effect")
                    .isEqualTo(2);
            assertThat(models.last("zero").map(Announcement::sequence)).hasValue(1L);
        }
    }

    @Test
    void knowsAtOnceThatNothingIsThere() {
        try (var models = topic(settings)) {
            assertThat(models.readToEnd(PATIENCE)).isTrue();
            assertThat(models.announcements()).isEmpty();
            assertThat(models.last("zero")).isEmpty();
        }
    }

    @Test
    void readsOnBehindWhatIsNoAnnouncementAndCountsItOnce() {
        announcer.send("zero", new byte[] {0, 0, 0});
        announcer.send("zero", new byte[] {0, 0, 0, 0, 1, 2, 3});
        announcer.send("other", announcer.encoded(state("zero", 1)));
        announcer.send("line\nbreak", announcer.encoded(state("line\nbreak", 1)));
        announcer.sendTo(0, state("zero", 1));
        announcer.sendTo(1, state("zero", 2));
        try (var models = topic(settings)) {
            models.readToEnd(PATIENCE);
            models.refresh(Duration.ofMillis(100));

            assertThat(models.announcements()).containsOnlyKeys("zero");
            assertThat(meters.get("sightline.model.announcements.unreadable")
                            .counter()
                            .count())
                    .isEqualTo(4);
        }
    }

    /** Compaction may leave nothing but the garbage: whoever leads has to see it, and to announce the model again. */
    @Test
    void knowsOfNoLastRecordBehindGarbage() {
        announcer.send("zero", announcer.encoded(state("zero", 1)));
        announcer.send("zero", new byte[] {1, 2, 3});
        try (var models = topic(settings)) {
            models.readToEnd(PATIENCE);

            assertThat(models.last("zero")).isEmpty();
            assertThat(sequence(models, "zero")).isOne();
        }
    }

    /** Half of it is the end of a model without its new beginning. */
    @Test
    void countsNothingBeforeAllIsRead() {
        announcer.send("zero", null);
        announcer.send("zero", announcer.encoded(state("zero", 1)));
        var own = new HashMap<>(settings);
        try (var proxy = FaultProxy.before(own, "sightline.registry.url");
                var models = topic(own)) {
            proxy.begin(new Fault.Refuse());
            assertThat(models.readToEnd(Duration.ofSeconds(5))).isFalse();
            models.refresh(Duration.ofMillis(100));
            assertThat(models.announcements()).isEmpty();
            assertThat(models.isKnown()).isFalse();
            proxy.heal();

            await().until(() -> {
                models.refresh(Duration.ofMillis(200));
                return models.isKnown();
            });
            assertThat(sequence(models, "zero")).isOne();
        }
    }

    @Test
    void takesATombstoneForTheEndOfAModel() {
        announcer.sendTo(0, state("zero", 1));
        try (var models = topic(settings)) {
            models.readToEnd(PATIENCE);
            announcer.send("zero", null);

            assertThat(models.readToEnd(PATIENCE)).isTrue();

            assertThat(models.announcements().values()).singleElement().matches(Announcement::isRetired);
        }
    }

    /** The decisions of the former topic's leaders do not count against those of the new one's. */
    @Test
    void beginsAnewWithATopicThatWasMadeAnew() throws Exception {
        announcer.sendTo(0, state("zero", 9));
        try (var models = topic(settings)) {
            models.readToEnd(PATIENCE);
            admin.deleteTopics(List.of(topic)).all().get();
            await().ignoreExceptions().until(() -> {
                createTopic(1);
                return true;
            });
            announcer.sendTo(0, state("zero", 1));

            await().until(() -> models.readToEnd(PATIENCE) && sequence(models, "zero") == 1);
        }
    }

    @Test
    void goesOnWhenKafkaWasAway() {
        announcer.sendTo(0, state("zero", 1));
        var own = new HashMap<>(settings);
        try (var proxy = FaultProxy.before(own, "camel.component.kafka.brokers");
                var models = topic(own)) {
            proxy.begin(new Fault.Refuse());
            assertThat(models.readToEnd(Duration.ofSeconds(1))).isFalse();
            models.refresh(Duration.ofMillis(100));
            proxy.heal();

            await().until(() -> models.readToEnd(PATIENCE));
            assertThat(models.announcements()).containsOnlyKeys("zero");
        }
    }

    /** A schema that is not known yet is no reason to pass a record over. */
    @Test
    void waitsForARegistryThatIsAway() {
        announcer.sendTo(0, state("zero", 1));
        announcer.sendTo(1, state("one", 1));
        var own = new HashMap<>(settings);
        try (var proxy = FaultProxy.before(own, "sightline.registry.url");
                var models = topic(own)) {
            proxy.begin(new Fault.Refuse());
            assertThat(models.readToEnd(Duration.ofSeconds(5))).isFalse();
            models.refresh(Duration.ofMillis(100));
            assertThat(models.announcements()).isEmpty();
            proxy.heal();

            await().until(() -> {
                models.refresh(Duration.ofMillis(200));
                return models.announcements().size() == 2;
            });
            assertThat(meters.get("sightline.model.announcements.unreadable")
                            .counter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        try (var models = topic(settings)) {
            await().until(() -> !models.readToEnd(Duration.ofSeconds(1)) && models.isKnown());
            await().ignoreExceptions().until(() -> {
                createTopic(1);
                return true;
            });
            announcer.sendTo(0, state("zero", 1));

            await().until(() -> {
                models.refresh(Duration.ofMillis(100));
                return models.announcements().containsKey("zero");
            });
        }
    }

    private static long sequence(ModelTopic models, String name) {
        return Optional.ofNullable(models.announcements().get(name))
                .map(Announcement::sequence)
                .orElse(0L);
    }

    private ModelState state(String name, long sequence) {
        return announcer.state(name, "1", FILES, sequence);
    }

    private void createTopic(int partitions) throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();
    }

    private ModelTopic topic(Map<String, String> own) {
        return new ModelTopic(
                new TopicLog(admin(own), topic),
                () -> new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                String.valueOf(own.get("camel.component.kafka.brokers")),
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new WireFormat(new ConfluentRegistry(
                        URI.create(String.valueOf(own.get("sightline.registry.url"))), Duration.ofSeconds(10))),
                meters);
    }

    private Admin admin(Map<String, String> own) {
        var client = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, String.valueOf(own.get("camel.component.kafka.brokers"))));
        clients.add(client);
        return client;
    }
}

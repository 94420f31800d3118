package io.sightline.devstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One Kafka node that is broker and controller. Topics take their partitions, then {@code name=value} settings. */
final class Broker implements Server {
    private static final String CLUSTER = "U2lnaHRsaW5lRGV2U3RhYw";
    private static final int LARGEST_RECORD_BYTES = 12 * 1024 * 1024;

    private final Path data;
    private final Listeners listeners;
    private @Nullable KafkaRaftServer server;

    Broker(Path data, Listeners listeners) {
        this.data = data;
        this.listeners = listeners;
    }

    @Override
    public void start() throws IOException {
        var settings = settings();
        format(settings);
        var started = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        started.startup();
        server = started;
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
    }

    @Override
    public void create(String name, String... settings) throws Exception {
        Map<String, String> topicSettings = new HashMap<>();
        for (var setting : List.of(settings).subList(1, settings.length)) {
            var parts = setting.split("=", 2);
            topicSettings.put(parts[0], parts[1]);
        }
        var topic = new NewTopic(name, Optional.of(Integer.valueOf(settings[0])), Optional.of((short) 1));
        try (var admin = Admin.create(listeners.administrator())) {
            admin.createTopics(List.of(topic.configs(topicSettings))).all().get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw failure;
            }
        }
    }

    private void format(Properties settings) throws IOException {
        Files.createDirectories(data);
        var file = data.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        String[] command = {"format", "--ignore-formatted", "--cluster-id", CLUSTER, "--config", file.toString()};
        var status = StorageTool.execute(command, System.err);
        if (status != 0) {
            throw new IOException("Kafka could not format " + data + ", status " + status);
        }
    }

    private Properties settings() {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.putAll(listeners.node());
        settings.put("log.dirs", data.resolve("log").toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("message.max.bytes", Integer.toString(LARGEST_RECORD_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_RECORD_BYTES));
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        return settings;
    }
}

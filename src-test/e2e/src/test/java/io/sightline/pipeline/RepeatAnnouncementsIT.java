package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.camel.RepeatModels;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.lifecycle.Announcer;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The work of the route repeat-announcements: the topic of models says something else than was decided last. */
@Tag("slow")
@ExtendWith(TestStack.class)
class RepeatAnnouncementsIT {
    private static final String MODEL = "spots";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void whatTheTopicHasLostIsToldAgainAsTheSameDecision(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var settings = stack.isolate("repeat");
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.putAll(Map.of(
                "sightline.stages",
                "promote",
                "sightline.models." + MODEL + ".path",
                SmallDetector.in(folder.resolve(MODEL)).toString(),
                "sightline.detection.model",
                MODEL,
                "sightline.outbox.period",
                "500ms"));
        var topic = String.valueOf(settings.get("sightline.topics.models"));
        try (var announced = new AnnouncedModels(settings);
                var announcer = new Announcer(settings);
                var admin = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        String.valueOf(settings.get("camel.component.kafka.brokers"))));
                var runtime = LocalRuntime.run(settings)) {
            await().atMost(PATIENCE).until(() -> numbers(announced).equals(List.of("1/1")));
            assertThat(repeats(runtime)).as("nothing is lost").isFalse();
            // When a leader that stood still sends what it had decided on an end of the model
            announcer.retire(MODEL);
            // Then
            await().atMost(PATIENCE)
                    .until(() -> repeats(runtime) || numbers(announced).size() == 3);
            await().atMost(PATIENCE).until(() -> numbers(announced).equals(List.of("1/1", "-", "1/1")));
            assertThat(repeats(runtime)).as("once").isFalse();
            // When the topic is made anew
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(PATIENCE).until(() -> !names(admin).contains(topic));
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            // Then
            try (var anew = new AnnouncedModels(settings)) {
                await().atMost(PATIENCE)
                        .until(() -> repeats(runtime) || !numbers(anew).isEmpty());
                await().atMost(PATIENCE).until(() -> numbers(anew).equals(List.of("1/1")));
            }
            assertThat(new Database(settings).number("select count(*) from model_event where step = 'serving'"))
                    .isOne();
        }
    }

    /** As the route does every 30 seconds; what is to be sent is left to the next period of the outbox. */
    private static boolean repeats(ConfigurableApplicationContext runtime) {
        var exchange = new DefaultExchange(runtime.getBean(CamelContext.class));
        runtime.getBean(RepeatModels.class).process(exchange);
        return exchange.getMessage().getBody(Boolean.class);
    }

    private static Set<String> names(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }

    /** Of all that was announced term and number of the decision, and of an end of the model a dash. */
    private static List<String> numbers(AnnouncedModels announced) {
        return announced.all().stream()
                .map(each -> each.state()
                        .map(state -> state.getEpoch() + "/" + state.getSequence())
                        .orElse("-"))
                .toList();
    }
}

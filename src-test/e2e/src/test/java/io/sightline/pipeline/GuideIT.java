package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.demo.ParcelScene;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import io.sightline.live.FolderRuntime;
import io.sightline.live.LiveFolder;
import io.sightline.mlflow.WebhookDelivery;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's guide: each file, as it stands there, in the folder of a packaged runtime. Of its commands the
 * statements, topics and addresses count.
 */
@ExtendWith(FolderRuntime.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuideIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String STATEMENT = "psql .* -c \"(.+)\"";
    private static final ParcelScene SCENE = new ParcelScene(1);

    private final JsonMapper json = new JsonMapper();
    private final Map<String, GuideExample> examples = new HashMap<>();
    private final Map<String, OwnTopic> topics = new HashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final WebhookReceiver receiver = new WebhookReceiver(this::answer);
    private final List<Path> files = new ArrayList<>();
    private final LiveFolder live;
    private final Database database;
    private final Path inbox;

    /**
     * Two pictures with text and one without are there, as after the demo; then the commands of the guide are followed.
     */
    GuideIT(LiveFolder live, @TempDir Path place) throws Exception {
        this.live = live;
        database = new Database(live.settings());
        inbox = Files.createDirectory(place.resolve("inbox"));
        try (var writer = new TopicWriter(live.settings())) {
            writer.frame("camera-1", SCENE.draw(1, 0).jpeg());
            writer.frame("camera-1", SCENE.draw(1, 1).jpeg());
            writer.frame("camera-2", blank());
            writer.flush();
        }
        await().atMost(PATIENCE).until(() -> database.count("frame") == 3);
        for (var example : GuideExample.all()) {
            examples.put(example.heading(), example);
            for (var topic : GuideExample.told(example.before(), "--create --topic (\\S+)")) {
                topics.put(topic, new OwnTopic(live.settings(), topic));
            }
            GuideExample.told(example.before(), STATEMENT).forEach(database::execute);
            put(example.file(), here(example.content()));
        }
    }

    @AfterAll
    void tidyUp() throws IOException {
        for (var file : files) {
            Files.delete(file);
        }
        receiver.close();
        topics.values().forEach(OwnTopic::close);
    }

    @Test
    void hasFiveExamplesOfAtMostTenLinesAndShowsThatEachWorks() throws IOException {
        var all = GuideExample.all();

        assertThat(all)
                .extracting(GuideExample::heading)
                .containsExactly("A source", "A sink", "An enrichment", "A Kamelet", "A Pipe");
        assertThat(all).allSatisfy(example -> {
            assertThat(example.file()).matches("[a-z-]+\\.(camel|kamelet|pipe)\\.yaml");
            assertThat(example.yaml()).hasSize(1);
            assertThat(example.content().lines()).hasSizeLessThanOrEqualTo(10);
            assertThat(example.after()).hasSize(1);
        });
    }

    @Test
    void validateHasNothingToSay() {
        var all = examples.values().stream()
                .map(example -> new SourceFile(example.file(), example.content().getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(new Validator(Surroundings.of(getClass().getClassLoader())).validate(all))
                .isEmpty();
    }

    @Test
    void aPictureOfTheFolderBecomesAFrameAndIsMoved() throws Exception {
        // Given
        var example = whenLive("A source");
        // When
        Files.write(inbox.resolve("photo.jpg"), SCENE.draw(1, 2).jpeg());
        // Then
        var target = GuideExample.told(example.after(), "http://localhost:8080([^\" ]+)")
                .get(0);
        await().atMost(PATIENCE)
                .until(() -> live.call("GET", target).path("frames").size() == 1);
        await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("done").resolve("photo.jpg")));
        assertThat(inbox.resolve("photo.jpg")).doesNotExist();
    }

    @Test
    void eachDetectionBecomesOneRowHoweverOftenItsRecordComes() throws Exception {
        // Given
        var example = whenLive("A sink");
        awaitRows(example);
        // When
        put(example.file(), example.content().replace("group: sightings", "group: sightings-again"));
        // Then
        awaitCommitted("sightings-again");
        awaitRows(example);
    }

    @Test
    void anInferenceGetsTheLineOfItsSource() throws Exception {
        var example = whenLive("An enrichment");
        var topic = topic(GuideExample.told(example.after(), "--topic (\\S+)").get(0));

        await().atMost(PATIENCE).until(() -> topic.size() >= 3);

        assertThat(topic.texts()).map(this::read).allSatisfy(inference -> {
            assertThat(inference.path("detections").isArray()).isTrue();
            assertThat(inference.path("line").asText())
                    .isEqualTo(inference.path("sourceId").asText().equals("camera-1") ? "7" : "null");
        });
    }

    @Test
    void aStepOfOnesOwnLetsPassWhatHasTheLabel() throws Exception {
        // Given
        var example = whenLive("A Kamelet");
        var target = GuideExample.told(example.after(), "http://localhost:8080(\\S+)")
                .get(0);
        assertThat(live.call("GET", target).path("files").toString()).contains(example.file());
        // When
        put("passes.pipe.yaml", labelled("passes", "spot"));
        put("stays.pipe.yaml", labelled("stays", "a spot"));
        // Then
        await().atMost(PATIENCE).until(() -> exchanges("passes") > 2 && exchanges("stays") > 2);
        var output = live.runtime().output();
        assertThat(output.contains("by passes {\"label\":\"spot\"}")).isTrue();
        assertThat(output.contains("by stays {\"label\":\"a spot\"}")).isFalse();
    }

    @Test
    void whatHoldsTextIsPostedAndWhatIsRefusedIsADeadLetter() throws Exception {
        // Given
        var example = whenLive("A Pipe");
        var port = GuideExample.told(example.after(), "\"localhost\", (\\d+)").get(0);
        assertThat(example.content()).contains("http://localhost:" + port + "/");
        // When
        awaitCommitted("post-text");
        // Then
        var withText =
                database.rows("select distinct frame_id::text as id from detection where label = 'text'").stream()
                        .map(row -> row.get("id"))
                        .collect(Collectors.toSet());
        assertThat(withText).hasSizeBetween(2, database.count("inference") - 1);
        var posted = receiver.taken.stream().map(this::frame).collect(Collectors.toSet());
        assertThat(posted).hasSize(withText.size() - 1);
        posted.addAll(refused);
        assertThat(posted).isEqualTo(withText);
        assertThat(topic("refused-text").size()).isPositive();
    }

    /** The first frame that is posted is refused, each time. */
    private int answer(WebhookDelivery delivery) {
        var frame = frame(delivery);
        if (refused.isEmpty()) {
            refused.add(frame);
        }
        return refused.contains(frame) ? 400 : 204;
    }

    /** Waits until the runtime has judged and begun the file. */
    private GuideExample whenLive(String heading) throws Exception {
        var example = Objects.requireNonNull(examples.get(heading), heading);
        await().atMost(PATIENCE).until(() -> !live.file(example.file()).isNull());
        var file = live.file(example.file());
        assertThat(file.path("state").asText()).as(file.toString()).isEqualTo("live");
        return example;
    }

    private void awaitRows(GuideExample example) {
        var statement = GuideExample.told(example.after(), STATEMENT).get(0);
        var detected = statement.replace("from sighting", "from detection");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.rows(statement))
                        .isNotEmpty()
                        .containsExactlyInAnyOrderElementsOf(database.rows(detected)));
    }

    /** Waits until a group has done all that there is. */
    private void awaitCommitted(String group) {
        var inferences = String.valueOf(live.settings().get("sightline.topics.inferences"));
        await().atMost(PATIENCE)
                .until(() -> database.count("inference") == database.count("frame")
                        && topic("refused-text").committed(group, inferences)
                                == topic("refused-text").end(inferences));
    }

    private long exchanges(String pipe) throws Exception {
        for (var told : live.call("GET", "/v1/pipes").path("pipes")) {
            if (told.path("name").asText().equals(pipe)) {
                return told.path("exchanges").path("total").asLong();
            }
        }
        return 0;
    }

    private static String labelled(String name, String label) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: %1$s }
                spec:
                  source:
                    ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source }
                    properties: { message: 'by %1$s {"label":"%2$s"}', period: 200 }
                  steps:
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: has-label-action }
                      properties: { label: spot }
                  sink: { ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink } }
                """.formatted(name, label);
    }

    private void put(String name, String content) throws IOException {
        var file = Files.writeString(live.path().resolve(name), content);
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    /** With the places of this machine. */
    private String here(String content) {
        return content.replace("file:inbox", "file:" + inbox).replaceAll("http://localhost:\\d+/hook", receiver.url());
    }

    private OwnTopic topic(String name) {
        return Objects.requireNonNull(topics.get(name), name);
    }

    private String frame(WebhookDelivery delivery) {
        return read(new String(delivery.body(), StandardCharsets.UTF_8))
                .path("frameId")
                .asText();
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] blank() throws IOException {
        try (var bytes = new ByteArrayOutputStream()) {
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return bytes.toByteArray();
        }
    }
}

package io.sightline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.camel.AddSource;
import io.sightline.camel.DrawDetections;
import io.sightline.camel.FrameJson;
import io.sightline.camel.InferenceJson;
import io.sightline.camel.JsonBody;
import io.sightline.camel.NameContent;
import io.sightline.camel.OneOrMany;
import io.sightline.camel.PipeFailures;
import io.sightline.camel.ReadClaim;
import io.sightline.camel.ReadModelState;
import io.sightline.camel.RecordByRecord;
import io.sightline.camel.RecordToJson;
import io.sightline.camel.WritePipeLetter;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.gate.GroupPauses;
import io.sightline.inference.v1.BoundingBox;
import io.sightline.inference.v1.Detection;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Parameters;
import io.sightline.inference.v1.Purpose;
import io.sightline.inference.v1.Timings;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.SourceFile;
import io.sightline.integration.SourceFiles;
import io.sightline.model.v1.ModelRef;
import io.sightline.picture.PictureAnnotator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Kamelets of the catalogue, run by Pipes; topics, object store and database are the test's. */
abstract class KameletTestSupport extends PipelineTestSupport {
    private static final Path EXAMPLES = Path.of("..", "kamelets", "pipes");

    final ReadTopics read = new ReadTopics(topics);
    final byte[] picture = Pictures.png(1);

    @Override
    List<String> routes() {
        return List.of("enrich-source", "fetch-image", "restore-claim");
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var camel = super.createCamelContext();
        camel.removeComponent("kafka");
        camel.addComponent("kafka", read);
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        return camel;
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        var letters = new DeadLetterFactory(naming, Clock.systemUTC(), "1.2.3");
        var topicIds = new OneIdBroker().topicIds();
        registry.bind("recordByRecord", new RecordByRecord(new GroupPauses(Clock.systemUTC()), Clock.systemUTC()));
        registry.bind("pipeFailures", new PipeFailures(classifier));
        registry.bind("oneOrMany", new OneOrMany(true));
        registry.bind("oneOrManyContents", new OneOrMany(false));
        registry.bind("recordToJson", new RecordToJson());
        registry.bind("readClaim", new ReadClaim());
        registry.bind("nameContent", new NameContent(naming));
        registry.bind("addSource", new AddSource());
        registry.bind("inferenceJson", new InferenceJson());
        registry.bind("frameJson", new FrameJson());
        Processor objects = exchange -> exchange.getMessage().setBody(inference());
        registry.bind("detectObjects", objects);
        Processor lengths = exchange -> {
            var message = exchange.getMessage();
            JsonBody.set(message, Map.of("length", message.getBody(byte[].class).length));
        };
        registry.bind("detectPicture", lengths);
        registry.bind("drawDetections", new DrawDetections(new PictureAnnotator()));
        registry.bind("readModelState", new ReadModelState(format));
        registry.bind(
                "writePipeLetter",
                new WritePipeLetter(letters, classifier, (topic, last) -> topicIds.of(topic), Clock.systemUTC()));
    }

    /** Runs an example; where it logs, the topic takes what it would log. */
    void run(String pipe, String out) throws Exception {
        for (var file : SourceFiles.find(List.of(EXAMPLES.resolve(pipe + ".pipe.yaml")))) {
            run(file, out);
        }
    }

    /** Runs a Pipe of a test. */
    void runPipe(String spec) throws Exception {
        var pipe = "apiVersion: camel.apache.org/v1\nkind: Pipe\nmetadata: { name: mine }\nspec:\n"
                + spec.stripIndent().indent(2);
        run(new SourceFile("mine.pipe.yaml", pipe.getBytes(StandardCharsets.UTF_8)), "");
    }

    private void run(SourceFile file, String out) throws Exception {
        for (var route : PipeTranslator.translate(file)) {
            route.properties().forEach(context.getPropertiesComponent()::addInitialProperty);
            var text = route.text()
                    .replaceAll("uri: kamelet:log-sink/\\S+\\s+parameters:\\s+loggerName: \\S+", "uri: kafka:" + out);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(route.name() + ".camel.yaml", text));
        }
    }

    Exchange deliverTo(String topic, TopicBatch batch) throws Exception {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(batch.records());
        return read.handOver(topic, exchange);
    }

    /** What a topic was sent, as JSON. */
    List<JsonNode> bodies(String topic) {
        return topics.sentTo(topic).stream()
                .map(message -> json(message.getBody(String.class)))
                .toList();
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record of the claims topic, for the picture. */
    byte[] claim() {
        return Records.value(format, Records.frame(naming.claim(picture, "image/png")));
    }

    /** What was found on the picture. */
    InferenceCompleted inference() {
        var found = Detection.newBuilder()
                .setOrdinal(0)
                .setClassId(0)
                .setLabel("text")
                .setScore(0.75f)
                .setBox(new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f))
                .build();
        var claim = naming.claim(picture, "image/png");
        return InferenceCompleted.newBuilder()
                .setEventId(Records.FRAME)
                .setPurpose(Purpose.SERVING)
                .setFrameId(Records.FRAME)
                .setClaim(claim)
                .setSourceId("camera-1")
                .setCapturedAt(TopicBatch.TIMESTAMP)
                .setCompletedAt(TopicBatch.TIMESTAMP)
                .setModel(ModelRef.newBuilder()
                        .setName("parcels")
                        .setVersion("7")
                        .setSha256(claim.getSha256())
                        .build())
                .setParameters(Parameters.newBuilder()
                        .setDetector("{}")
                        .setMinConfidence(0.5f)
                        .setMaxDetections(100)
                        .build())
                .setDetections(List.of(found))
                .setTimings(new Timings(1L, 2L, 3L, 4L))
                .setRuntimeVersion("1.2.3")
                .build();
    }
}

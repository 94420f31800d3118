package io.sightline.routes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.camel.AnnounceFrame;
import io.sightline.camel.BatchToMessages;
import io.sightline.camel.ClaimRequests;
import io.sightline.camel.CommitPerPartition;
import io.sightline.camel.CountAttempt;
import io.sightline.camel.DescribeFrame;
import io.sightline.camel.DivertLetter;
import io.sightline.camel.FailurePolicy;
import io.sightline.camel.KafkaHeaders;
import io.sightline.camel.KeepOrder;
import io.sightline.camel.ReadDeadLetter;
import io.sightline.camel.ReadFrame;
import io.sightline.camel.ReadInference;
import io.sightline.camel.RefuseRow;
import io.sightline.camel.RepairClaim;
import io.sightline.camel.RequireOpenGates;
import io.sightline.camel.RestoreRecord;
import io.sightline.camel.ShadowRuns;
import io.sightline.camel.Sources;
import io.sightline.camel.StampSchema;
import io.sightline.camel.VerifyClaim;
import io.sightline.camel.WatchOutages;
import io.sightline.camel.WriteDeadLetter;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.RecentClaims;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.InferenceEventFactory;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.FrameIntake;
import io.sightline.gate.Dependents;
import io.sightline.gate.Gates;
import io.sightline.gate.Watched;
import io.sightline.lifecycle.ShadowShares;
import io.sightline.picture.PictureLimits;
import io.sightline.registry.WireFormat;
import io.sightline.source.SourceCache;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;

/**
 * Routes of the pipeline with their real adapters. Kafka, object store and database are mock endpoints; a consumer of a
 * topic begins with {@code direct:<route id>} instead.
 */
abstract class PipelineTestSupport extends CamelTestSupport {
    final MemoryStore store = new MemoryStore();
    final Topics topics = new Topics();
    final KeptLetters outbox = new KeptLetters();
    Processor database = exchange -> exchange.getMessage().setBody(List.of());
    final WireFormat format = new WireFormat(new NumberedSchemas());
    final ClaimNaming naming = new ClaimNaming("sightline");
    final FailureClassifier classifier = new FailureClassifier();
    /** What the gates would ask their servers later. */
    final List<Runnable> probes = new CopyOnWriteArrayList<>();
    /** None of the servers ever answers a probe; a model is waited for no longer than until the first one. */
    final Gates gates = new Gates(
            List.of(
                    new Watched(Dependency.S3, PipelineTestSupport::refuse),
                    new Watched(Dependency.POSTGRESQL, PipelineTestSupport::refuse),
                    new Watched(Dependency.MODEL, "model", PipelineTestSupport::refuse, Optional.of(Duration.ZERO))),
            Clock.systemUTC(),
            (delay, probe) -> probes.add(probe));

    final Dependents dependents = new Dependents(Map.of(
            "sightline-redrive", Set.of(Dependency.POSTGRESQL),
            "sightline-ingest", Set.of(Dependency.S3),
            "sightline-detect", Set.of(Dependency.S3, Dependency.POSTGRESQL, Dependency.MODEL)));
    final ShadowShares shadowShares = new ShadowShares();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final InferenceEventFactory inferences = new InferenceEventFactory(Clock.systemUTC(), "1.2.3");
    /** Nothing runs in the shadow of anything. */
    ShadowRuns.Challenger challenger = (picture, options) -> Optional.empty();

    private final ShadowRuns shadowRuns =
            new ShadowRuns(shadowShares, (picture, options) -> challenger.detect(picture, options), inferences, meters);
    final ExecutorService shadowThreads = Executors.newSingleThreadExecutor();
    final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** Names of the files under test, without their ending. */
    abstract List<String> routes();

    @Override
    public void configureContext(CamelContextConfiguration camel) {
        super.configureContext(camel);
        var properties = new Properties();
        properties.putAll(Map.of(
                "sightline.stages", "ingest,detect,sink,api",
                "sightline.topics.frames", "frames",
                "sightline.topics.claims", "claims",
                "sightline.topics.inferences", "inferences",
                "sightline.topics.models", "models",
                "sightline.topics.dead-letters", "letters",
                "sightline.redrive.period", "1000",
                "sightline.s3.bucket", "sightline"));
        camel.withUseOverridePropertiesWithPropertiesComponent(properties);
        Stream.of(
                        "ingest-frames",
                        "detect-frames",
                        "sink-claims",
                        "sink-inferences",
                        "sink-dead-letters",
                        "redrive-letters")
                .filter(routes()::contains)
                .forEach(route -> camel.replaceRouteFromWith(route, "direct:" + route));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var camel = super.createCamelContext();
        camel.getManagementStrategy().addEventNotifier(new WatchOutages(gates, classifier));
        camel.addComponent("kafka", new StandIn(topics));
        camel.addComponent("minio", new StandIn(store));
        camel.addComponent("sql", new StandIn((statement, exchange) -> database.process(exchange)));
        return camel;
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws Exception {
        var loader = PluginHelper.getRoutesLoader(context());
        var files = PluginHelper.getResourceLoader(context());
        return Stream.concat(
                        Stream.of(
                                "failure-policy",
                                "dead-letter",
                                "publish-letters",
                                "encode-record",
                                "store-claim",
                                "repair-claim",
                                "store-original"),
                        routes().stream())
                .flatMap(name -> {
                    try {
                        return loader
                                .findRoutesBuilders(files.resolveResource("classpath:camel/" + name + ".camel.yaml"))
                                .stream();
                    } catch (Exception e) {
                        throw new IllegalStateException("cannot load route " + name, e);
                    }
                })
                .toArray(RoutesBuilder[]::new);
    }

    private static BatchToMessages batchToMessages() {
        var topicIds = new OneIdBroker().topicIds();
        return new BatchToMessages((topic, last) -> topicIds.of(topic));
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        var clock = Clock.fixed(TopicBatch.TIMESTAMP.plusSeconds(1), ZoneOffset.UTC);
        var letters = new DeadLetterFactory(naming, clock, "1.2.3");
        var limits = new PictureLimits(1 << 20, 1_000_000, 64);
        Map<String, Object> beans = Map.ofEntries(
                Map.entry("ingestThreads", threads),
                Map.entry("detectThreads", threads),
                Map.entry("batchToMessages", batchToMessages()),
                Map.entry("framesToMessages", batchToMessages()),
                Map.entry("claimsToMessages", batchToMessages()),
                Map.entry("keepOrder", new KeepOrder()),
                Map.entry("commitPerPartition", new CommitPerPartition()),
                Map.entry("countAttempt", new CountAttempt()),
                Map.entry("kafkaHeaders", new KafkaHeaders()),
                Map.entry("failurePolicy", new FailurePolicy(classifier, gates)),
                Map.entry("requireOpenGates", new RequireOpenGates(gates, dependents)),
                Map.entry("writeDeadLetter", new WriteDeadLetter(letters, classifier, new SimpleMeterRegistry())),
                Map.entry("divertLetter", new DivertLetter(outbox::keep, "letters")),
                Map.entry("stampSchema", new StampSchema(format)),
                Map.entry("claimRequests", new ClaimRequests(naming)),
                Map.entry("verifyClaim", new VerifyClaim(new SimpleMeterRegistry())),
                Map.entry(
                        "repairClaim",
                        new RepairClaim(
                                new RecentClaims(100, Duration.ofMinutes(1), clock), new SimpleMeterRegistry())),
                Map.entry("describeFrame", new DescribeFrame(new FrameIntake(limits, naming), clock)),
                Map.entry("announceFrame", new AnnounceFrame()),
                Map.entry("readFrame", new ReadFrame(format)),
                Map.entry("readInference", new ReadInference(format)),
                Map.entry("readDeadLetter", new ReadDeadLetter(format, letters)),
                Map.entry("refuseRow", new RefuseRow()),
                Map.entry("restoreRecord", new RestoreRecord()),
                Map.entry("shadowThreads", shadowThreads),
                Map.entry("shadowRuns", shadowRuns),
                Map.entry("sources", new Sources(new SourceCache(Duration.ofMinutes(1)))));
        beans.forEach(registry::bind);
    }

    private static void refuse() throws IOException {
        throw new IOException("connection refused");
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
        shadowThreads.shutdownNow();
    }

    /** Delivers a batch to a route that reads a topic; answers how it ended. */
    Exchange deliver(String route, TopicBatch batch) {
        return template.send(
                "direct:" + route, exchange -> exchange.getMessage().setBody(batch.records()));
    }

    TopicBatch batch() {
        return new TopicBatch(context);
    }

    List<DeadLetter> deadLetters() {
        return topics.sentTo("letters").stream()
                .map(message -> format.read(message.getBody(byte[].class), DeadLetter.class))
                .toList();
    }
}

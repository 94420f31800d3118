package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.AnnounceFrame;
import io.sightline.camel.BatchToMessages;
import io.sightline.camel.CommitPerPartition;
import io.sightline.camel.ContainErrors;
import io.sightline.camel.CountAttempt;
import io.sightline.camel.DescribeFrame;
import io.sightline.camel.FailurePolicy;
import io.sightline.camel.HttpHeaderFilter;
import io.sightline.camel.KafkaHeaders;
import io.sightline.camel.KeepOrder;
import io.sightline.camel.ReadFrame;
import io.sightline.camel.ReadInference;
import io.sightline.camel.Sources;
import io.sightline.camel.StampSchema;
import io.sightline.camel.WriteDeadLetter;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.TopicIds;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.FrameIntake;
import io.sightline.gate.Gates;
import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.WireFormat;
import io.sightline.source.SourceCache;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of ingest and detect name, and what all stages share. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RuntimeVersion runtimeVersion() {
        return RuntimeVersion.ofThisBuild();
    }

    @Bean
    FailureClassifier failureClassifier() {
        return new FailureClassifier();
    }

    @Bean
    ContainErrors containErrors() {
        return new ContainErrors();
    }

    @Bean
    FailurePolicy failurePolicy(FailureClassifier classifier, Gates gates) {
        return new FailurePolicy(classifier, gates);
    }

    @Bean
    CountAttempt countAttempt() {
        return new CountAttempt();
    }

    @Bean
    ClaimNaming claimNaming(StorageProperties storage) {
        return new ClaimNaming(storage.bucket());
    }

    @Bean
    ConfluentRegistry schemaRegistry(RegistryProperties registry, ClientTls tls) {
        return tls.of(
                        "sightline.registry.ssl-bundle",
                        registry.sslBundle(),
                        "sightline.registry.url",
                        registry.url().toString())
                .map(bundle -> new ConfluentRegistry(registry.url(), registry.timeout(), bundle))
                .orElseGet(() -> new ConfluentRegistry(registry.url(), registry.timeout()));
    }

    @Bean
    WireFormat wireFormat(ConfluentRegistry registry) {
        return new WireFormat(registry);
    }

    @Bean
    KafkaHeaders kafkaHeaders() {
        return new KafkaHeaders();
    }

    /** The HTTP component names it in every process, whether it serves anything or not. */
    @Bean
    HttpHeaderFilter httpHeaders() {
        return new HttpHeaderFilter();
    }

    @Bean
    BatchToMessages batchToMessages(TopicIds topicIds) {
        return new BatchToMessages((topic, last) -> topicIds.of(topic));
    }

    @Bean
    KeepOrder keepOrder() {
        return new KeepOrder();
    }

    @Bean
    CommitPerPartition commitPerPartition() {
        return new CommitPerPartition();
    }

    @Bean
    StampSchema stampSchema(WireFormat format) {
        return new StampSchema(format);
    }

    @Bean
    DescribeFrame describeFrame(IngestProperties ingest, ClaimNaming naming, Clock clock) {
        var limits = ingest.limits(ingest.maxBytes().toBytes());
        return new DescribeFrame(new FrameIntake(limits, naming), clock);
    }

    @Bean
    AnnounceFrame announceFrame() {
        return new AnnounceFrame();
    }

    @Bean
    ReadFrame readFrame(WireFormat format) {
        return new ReadFrame(format);
    }

    @Bean
    ReadInference readInference(WireFormat format) {
        return new ReadInference(format);
    }

    @Bean
    Sources sources(DetectionProperties detection) {
        return new Sources(new SourceCache(detection.sourceLifetime()));
    }

    @Bean
    DeadLetterFactory deadLetterFactory(ClaimNaming naming, Clock clock, RuntimeVersion version) {
        return new DeadLetterFactory(naming, clock, version.text());
    }

    @Bean
    WriteDeadLetter writeDeadLetter(DeadLetterFactory letters, FailureClassifier classifier, MeterRegistry meters) {
        return new WriteDeadLetter(letters, classifier, meters);
    }

    @Bean(autowireCandidate = false)
    Integer ingestRecords(IngestProperties ingest) {
        return ingest.maxPollRecords();
    }

    @Bean(autowireCandidate = false)
    Integer ingestFetchBytes(IngestProperties ingest) {
        return ingest.fetchMaxBytes();
    }

    @Bean(autowireCandidate = false)
    Integer ingestPartitionBytes(IngestProperties ingest) {
        return ingest.maxPartitionFetchBytes();
    }

    // Not for autowiring: the only Executor that others may find is the one of the HTTP server.
    @Bean(autowireCandidate = false, destroyMethod = "shutdown")
    ExecutorService ingestThreads(IngestProperties ingest) {
        return Executors.newFixedThreadPool(ingest.threads(), new NamedThreads("ingest"));
    }

    /** One more than can run a model, so that a picture is there when a permit comes free. */
    @Bean(autowireCandidate = false, destroyMethod = "shutdown")
    ExecutorService detectThreads(DetectionProperties detection) {
        return Executors.newFixedThreadPool(detection.effectivePermits() + 1, new NamedThreads("detect"));
    }
}

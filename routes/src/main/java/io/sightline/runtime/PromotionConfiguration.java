package io.sightline.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minio.MinioClient;
import io.sightline.artifact.ArtifactCache;
import io.sightline.artifact.ArtifactStore;
import io.sightline.camel.BeginPromotion;
import io.sightline.camel.ConcludePromotion;
import io.sightline.camel.DueModels;
import io.sightline.camel.EndPromotion;
import io.sightline.camel.LeadPromotion;
import io.sightline.camel.RepeatModels;
import io.sightline.camel.TryVersion;
import io.sightline.camel.WatchModels;
import io.sightline.evaluation.GoldenGate;
import io.sightline.failure.FailureClassifier;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.inference.InferenceEngine;
import io.sightline.lifecycle.AnnounceModel;
import io.sightline.lifecycle.AnnouncementRecords;
import io.sightline.lifecycle.FetchVersion;
import io.sightline.lifecycle.FollowerReports;
import io.sightline.lifecycle.GoldenPlaces;
import io.sightline.lifecycle.GoldenSets;
import io.sightline.lifecycle.JudgeVersion;
import io.sightline.lifecycle.Lease;
import io.sightline.lifecycle.LookAtModel;
import io.sightline.lifecycle.ModelArtifacts;
import io.sightline.lifecycle.ModelCommands;
import io.sightline.lifecycle.ModelEvents;
import io.sightline.lifecycle.ModelStates;
import io.sightline.lifecycle.ModelTopic;
import io.sightline.lifecycle.PinWishes;
import io.sightline.lifecycle.PollNotes;
import io.sightline.lifecycle.Polls;
import io.sightline.lifecycle.PrepareVersion;
import io.sightline.lifecycle.Promoter;
import io.sightline.lifecycle.RepeatAnnouncements;
import io.sightline.lifecycle.Roster;
import io.sightline.lifecycle.Term;
import io.sightline.lifecycle.Transactions;
import io.sightline.lifecycle.VerifyVersion;
import io.sightline.lifecycle.VersionGate;
import io.sightline.lifecycle.VersionTags;
import io.sightline.lifecycle.WatchSwaps;
import io.sightline.lifecycle.WriteBack;
import io.sightline.registry.WireFormat;
import io.sightline.runtime.SightlineProperties.Topics;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of promotion name, and what all of it stands on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PROMOTE)
class PromotionConfiguration {
    private final DataSource database;
    private final FailureClassifier classifier;
    private final MeterRegistry meters;
    private final StorageProperties storage;
    private final PromotionProperties promotion;

    PromotionConfiguration(
            DataSource pool,
            Gates gates,
            FailureClassifier classifier,
            MeterRegistry meters,
            StorageProperties storage,
            PromotionProperties promotion) {
        this.database = new GatedDatabase(pool, gates);
        this.classifier = classifier;
        this.meters = meters;
        this.storage = storage;
        this.promotion = promotion;
    }

    @Bean
    Lease promoterLease() {
        return new Lease(database, "promoter", ProcessName.unique(), promotion.lease());
    }

    @Bean
    Transactions promotionTransactions(Lease promoterLease) {
        return new Transactions(database, promoterLease);
    }

    @Bean
    PollNotes pollNotes() {
        return new PollNotes(meters);
    }

    @Bean
    ModelEvents modelEvents(Transactions transactions) {
        return new ModelEvents(transactions, meters);
    }

    @Bean
    ModelArtifacts modelArtifacts() {
        return new ModelArtifacts(database);
    }

    @Bean
    ModelCommands modelCommands(Transactions transactions) {
        return new ModelCommands(database, transactions);
    }

    @Bean
    AnnouncementRecords announcementRecords(WireFormat format, Topics topics) {
        return new AnnouncementRecords(format, topics.models());
    }

    @Bean
    ModelStates modelStates(Transactions transactions, ModelEvents events, AnnouncementRecords records) {
        return new ModelStates(database, transactions, events, records);
    }

    @Bean
    Polls polls() {
        return new Polls(promotion.period());
    }

    @Bean
    Promoter promoter(
            Lease promoterLease,
            Roster roster,
            Polls polls,
            PinWishes wishes,
            ModelEvents events,
            PollNotes notes,
            BeanFactory beans) {
        return new Promoter(
                promoterLease,
                roster,
                polls,
                wishes,
                events,
                notes,
                classifier,
                promotion.period(),
                promotion.lease(),
                beans.getBean("promotionThreads", Executor.class));
    }

    @Bean
    GoldenGate goldenGate() {
        return new GoldenGate(promotion.mapMargin(), promotion.latencyFactor());
    }

    @Bean
    GoldenSets goldenSets(MinioClient client, GoldenGate gate, ArtifactProperties properties, RuntimeVersion version) {
        var mostBytes = properties.cacheLimit().toBytes();
        return new GoldenSets(new GoldenPlaces(client, classifier), gate, mostBytes, version.text());
    }

    @Bean
    LeadPromotion leadPromotion(Promoter promoter) {
        return new LeadPromotion(promoter);
    }

    @Bean
    DueModels dueModels(Promoter promoter) {
        return new DueModels(promoter);
    }

    @Bean
    BeginPromotion lookAtModel(
            Lease promoterLease,
            Roster roster,
            ModelStates states,
            PinWishes wishes,
            ModelEvents events,
            GoldenSets sets,
            PollNotes notes) {
        return new BeginPromotion(new LookAtModel(promoterLease, roster, states, wishes, events, sets, notes));
    }

    @Bean
    TryVersion fetchVersion(
            ArtifactProperties properties, ModelEvents events, Lease promoterLease, CamelContext camel) {
        var workspace = properties.cache().resolve("promotion");
        return new TryVersion(new FetchVersion(workspace, events, goesOn(promoterLease, camel)));
    }

    @Bean
    TryVersion verifyVersion(ModelEvents events) {
        return new TryVersion(new VerifyVersion(events));
    }

    @Bean
    TryVersion prepareVersion(InferenceEngine engine, ModelEvents events) {
        return new TryVersion(new PrepareVersion(engine, events));
    }

    @Bean
    TryVersion judgeVersion(
            InferenceEngine engine,
            GoldenSets sets,
            GoldenGate gate,
            ModelArtifacts artifacts,
            ArtifactCache cache,
            Lease promoterLease,
            ModelEvents events,
            CamelContext camel) {
        VersionGate.Files files = artifact -> {
            var cached = cache.use(artifact, () -> true);
            return new VersionGate.Held(cached.folder(), cached::close);
        };
        var judge = new VersionGate(engine, sets, gate, artifacts, files, goesOn(promoterLease, camel));
        return new TryVersion(new JudgeVersion(judge, artifacts, events));
    }

    /** A process that ends leaves what takes minutes to its successor. */
    private static Predicate<Term> goesOn(Lease lease, CamelContext camel) {
        return term -> lease.isIn(term) && !camel.isStopping();
    }

    @Bean
    ConcludePromotion announceModel(ArtifactStore store, ModelStates states, ModelArtifacts artifacts) {
        return new ConcludePromotion(new AnnounceModel(store::put, storage.bucket(), states, artifacts, meters));
    }

    @Bean
    ConcludePromotion writeBackTags(MlflowProperties mlflow, PollNotes notes, Lease promoterLease) {
        return new ConcludePromotion(new WriteBack(new VersionTags(mlflow.environment()), notes, promoterLease::isIn));
    }

    @Bean
    EndPromotion endPromotion(Promoter promoter) {
        return new EndPromotion(promoter);
    }

    @Bean
    WatchModels watchModels(Lease promoterLease, ModelStates states, ModelArtifacts artifacts, PollNotes notes) {
        return new WatchModels(new WatchSwaps(
                promoterLease,
                states,
                artifacts,
                new FollowerReports(database),
                promotion.watch(),
                notes,
                classifier,
                storage.bucket()));
    }

    @Bean
    RepeatModels repeatAnnouncements(
            Lease promoterLease,
            Transactions transactions,
            ModelStates states,
            AnnouncementRecords records,
            ModelTopic topic,
            PollNotes notes) {
        return new RepeatModels(
                new RepeatAnnouncements(promoterLease, transactions, states, records, topic, notes, classifier));
    }

    // No more than there are models: each is looked at by itself, and one whose source hangs keeps no other waiting.
    // Not for autowiring: the only Executor that others may find is the one of the HTTP server.
    @Bean(autowireCandidate = false, destroyMethod = "shutdownNow")
    ExecutorService promotionThreads() {
        return Executors.newCachedThreadPool(new NamedThreads("promotion"));
    }

    @Bean
    MeterBinder promotionMetrics(Lease promoterLease) {
        return registry -> Gauge.builder(
                        "sightline.promotion.leader",
                        promoterLease,
                        lease -> lease.term().isPresent() ? 1 : 0)
                .register(registry);
    }
}

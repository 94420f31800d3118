package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minio.MinioClient;
import io.sightline.artifact.Artifact;
import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.delivery.TestDatabase;
import io.sightline.evaluation.GoldenGate;
import io.sightline.failure.FailureClassifier;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelFolder;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.InMemoryRegistry;
import io.sightline.registry.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A promoter of the model {@code tiny}, on a real database, with a real engine and folders for what it reads and
 * stores.
 */
final class PromoterBench implements AutoCloseable {
    static final String TOPIC = "models";
    static final String BUCKET = "bucket";
    static final Duration LEASE = Duration.ofSeconds(30);

    /** Golden sets are in folders here. */
    private static final MinioClient NO_STORE =
            MinioClient.builder().endpoint("http://localhost:1").build();

    final TestDatabase database;
    final Path folder;
    final ModelFolder model;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** All promoters on a database know one registry. */
    final WireFormat format;

    final InferenceEngine engine;
    final Lease lease;
    final Transactions transactions;
    final ModelStates states;
    final ModelArtifacts artifacts;
    final Polls polls = new Polls(Duration.ofSeconds(10));
    final Roster roster;
    final PinWishes wishes;
    final Promoter promoter;
    final CommandDesk desk;
    final WatchSwaps watch;
    final LookAtModel look;
    final List<PromotionStep> steps;

    PromoterBench(TestDatabase database, Path folder, String owner) {
        this(database, folder, owner, source(folder), Optional.empty());
    }

    PromoterBench(TestDatabase database, Path folder, String owner, ModelSource source, Optional<Discovery> discovery) {
        this(database, folder, owner, source, discovery, Optional.empty(), new WireFormat(new InMemoryRegistry()));
    }

    PromoterBench(TestDatabase database, Path folder, String owner, String golden) {
        this(
                database,
                folder,
                owner,
                source(folder),
                Optional.empty(),
                Optional.of(golden),
                new WireFormat(new InMemoryRegistry()));
    }

    private PromoterBench(
            TestDatabase database,
            Path folder,
            String owner,
            ModelSource source,
            Optional<Discovery> discovery,
            Optional<String> golden,
            WireFormat format) {
        this.database = database;
        this.format = format;
        this.folder = folder;
        this.model = new ModelFolder(folder.resolve("tiny"));
        this.engine =
                new InferenceEngine("tiny", EngineSettings.standard().with(1, Duration.ofSeconds(10)), done -> {});
        var data = database.dataSource();
        lease = new Lease(data, "promoter", owner, LEASE);
        transactions = new Transactions(data, lease);
        var notes = new PollNotes(meters);
        var events = new ModelEvents(transactions, meters);
        states = new ModelStates(data, transactions, events, new AnnouncementRecords(format, TOPIC));
        artifacts = new ModelArtifacts(data);
        var commands = new ModelCommands(data, transactions);
        var managed = new ManagedModel(new ModelSettings("tiny", 0.1, false, golden), source);
        roster = new Roster(Map.of("tiny", managed), discovery, states, BUCKET, notes);
        var classifier = new FailureClassifier();
        wishes = new PinWishes(commands, artifacts);
        promoter = new Promoter(
                lease, roster, polls, wishes, events, notes, classifier, Duration.ofSeconds(10), LEASE, Runnable::run);
        desk = new CommandDesk(lease, roster, commands, states, artifacts, polls, notes, classifier, BUCKET);
        watch = new WatchSwaps(
                lease,
                states,
                artifacts,
                new FollowerReports(data),
                new SwapWatch(Duration.ofMinutes(10), 10, 0.1, 2),
                notes,
                classifier,
                BUCKET);
        var gate = new GoldenGate(0.02, 1000);
        var sets = new GoldenSets(new GoldenPlaces(NO_STORE, classifier), gate, 1_000_000, "release");
        look = new LookAtModel(lease, roster, states, wishes, events, sets, notes);
        steps = List.of(
                new FetchVersion(folder.resolve("work-" + owner), events, lease::isIn),
                new VerifyVersion(events),
                new PrepareVersion(engine, events),
                new JudgeVersion(gate(sets, gate), artifacts, events),
                new AnnounceModel(this::store, BUCKET, states, artifacts, meters),
                new WriteBack(new VersionTags("test"), notes, lease::isIn));
    }

    /** Another process that may lead. */
    PromoterBench another(String owner) {
        return new PromoterBench(database, folder, owner, source(folder), Optional.empty(), Optional.empty(), format);
    }

    /** What was stored is where it is read from, too. */
    private Gate gate(GoldenSets sets, GoldenGate gate) {
        return new VersionGate(
                engine,
                sets,
                gate,
                artifacts,
                artifact -> new VersionGate.Held(stored(artifact), () -> {}),
                lease::isIn);
    }

    static DirectorySource source(Path folder) {
        return new DirectorySource(new ModelFolder(folder.resolve("tiny")).directory(), 1_000_000);
    }

    /** The story of one model, as the route tells it. */
    StoredModel promote() throws SQLException {
        try (var promotion = begin(steps.size())) {
            return promotion.outcome();
        }
    }

    /** The same up to a step; 0 is the look alone. */
    Promotion begin(int count) throws SQLException {
        var promotion = look.look("tiny");
        try {
            goOn(promotion, 0, count);
            return promotion;
        } catch (SQLException | RuntimeException e) {
            promotion.close();
            throw e;
        }
    }

    void goOn(Promotion promotion, int from, int to) throws SQLException {
        for (var step : steps.subList(from, to)) {
            if (promotion.isTried() || step instanceof AnnounceModel || step instanceof WriteBack) {
                step.apply(promotion);
            }
        }
    }

    PromoterBench leading() throws SQLException {
        assertThat(lease.renew()).isPresent();
        return this;
    }

    /** Lets another process take over, as when this one was gone for too long. */
    void expireLease() {
        database.change("update lease set expires_at = clock_timestamp() - interval '1 second'");
    }

    /** Where the files of a version were stored. */
    Path stored(Artifact artifact) {
        return folder.resolve("store").resolve(artifact.sha256().hex());
    }

    private void store(Artifact artifact, Path from) {
        try {
            for (var file : artifact.files()) {
                var target = stored(artifact).resolve(file.path());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target)) {
                    Files.copy(from.resolve(file.path()), target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records that wait for the topic, the oldest first; they do so no more. */
    List<OutboxRecord> sent() throws SQLException {
        var sent = new ArrayList<OutboxRecord>();
        new Outbox(database.dataSource()).relay(TOPIC, 1000, sent::addAll);
        return sent;
    }

    /** The same as states; those that retire a model are left out. */
    List<ModelState> announced() throws SQLException {
        return sent().stream()
                .filter(record -> record.value() != null)
                .map(record -> format.read(record.value(), ModelState.class))
                .toList();
    }

    /** The trail: version and step, with the reason where there is one. */
    String trail() {
        return database.text("select concat_ws(' ', version, step, reason) from model_event order by id");
    }

    void command(String command) {
        database.change("insert into model_command (id, name, command, requested_by) values"
                + " (gen_random_uuid(), 'tiny', '" + command + "', 'alice')");
    }

    void command(String command, String version) {
        database.change("insert into model_command (id, name, command, version, requested_by) values"
                + " (gen_random_uuid(), 'tiny', '" + command + "', '" + version + "', 'alice')");
    }

    /** How the commands ended, the oldest first. */
    String commands() {
        return database.text(
                "select concat_ws(': ', command, state, message) from model_command order by requested_at, id");
    }

    void carryOut() {
        desk.waiting().forEach(desk::carryOut);
    }

    @Override
    public void close() {
        engine.close();
    }
}

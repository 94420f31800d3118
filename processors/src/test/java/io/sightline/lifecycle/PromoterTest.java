package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the leader does by the clock, and which models it looks after. */
@ExtendWith(PostgresServer.class)
class PromoterTest {
    private final PaperDiscovery discovery = new PaperDiscovery();
    private PromoterBench bench;

    /** A registry whose answers are written down. */
    private static final class PaperDiscovery implements Discovery {
        private final Map<String, ManagedModel> found = new HashMap<>();
        private CountDownLatch answers = new CountDownLatch(0);
        private boolean away;
        private boolean denying;

        @Override
        public Map<String, ManagedModel> found() {
            requireThere();
            return Map.copyOf(found);
        }

        @Override
        public Standing standing(String name) {
            if (denying) {
                throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "a login page", null, Dependency.S3);
            }
            return found.containsKey(name) ? Standing.WANTED : Standing.NOT_MARKED;
        }

        private void requireThere() {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (away) {
                throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "MLflow is away");
            }
        }
    }

    @BeforeEach
    void use(TestDatabase database, @TempDir Path folder) {
        bench = new PromoterBench(database, folder, "first", PromoterBench.source(folder), Optional.of(discovery));
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void onlyTheLeaderLooksAtModels() throws SQLException {
        assertThat(bench.promoter.due()).isEmpty();

        bench.promoter.lead();

        assertThat(bench.promoter.due()).containsExactly("tiny");
        assertThat(bench.promoter.due()).as("it is under way").isEmpty();
        bench.expireLease();
        try (var other = bench.another("second")) {
            other.promoter.lead();
            assertThat(other.promoter.due()).containsExactly("tiny");
        }
    }

    @Test
    void theLeaseIsRenewedInTimeAndNotAtEachTick() throws SQLException {
        var nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
        var promoter = promoter(Runnable::run, nanoTime::get);
        promoter.lead();
        var end = bench.database.text("select expires_at from lease");

        nanoTime.addAndGet(PromoterBench.LEASE.toNanos() / 3 - 1);
        promoter.lead();
        assertThat(bench.database.text("select expires_at from lease")).isEqualTo(end);
        nanoTime.addAndGet(1);
        promoter.lead();

        assertThat(bench.database.text("select expires_at from lease")).isGreaterThan(end);
    }

    @Test
    @Timeout(60)
    void aRegistryThatHangsKeepsNoModelOfAFolderWaiting() throws Exception {
        var threads = Executors.newSingleThreadExecutor();
        try {
            var promoter = promoter(threads, System::nanoTime);
            discovery.found.put("other", managed("other"));
            discovery.answers = new CountDownLatch(1);
            promoter.lead();

            assertThat(promoter.due()).containsExactly("tiny");

            promoter.end("tiny", Optional.empty(), Optional.empty());
            bench.polls.wake("tiny");
            assertThat(promoter.due()).containsExactly("tiny");
            // And what it says counts when it answers
            discovery.answers.countDown();
            await().until(() -> promoter.due().contains("other"));
        } finally {
            discovery.answers.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void aNewTermLooksAtAllModelsAtOnce() throws SQLException {
        bench.promoter.lead();
        bench.promoter.due();
        bench.promoter.end("tiny", Optional.empty(), Optional.empty());
        assertThat(bench.promoter.due()).isEmpty();
        // When another one has led in between
        bench.expireLease();
        try (var other = bench.another("second")) {
            assertThat(other.lease.renew()).isPresent();
            assertThat(bench.lease.renew()).isEmpty();
            assertThat(bench.promoter.due()).isEmpty();
            other.lease.close();
        }
        bench.promoter.lead();
        // Then
        assertThat(bench.promoter.due()).containsExactly("tiny");
    }

    @Test
    void aLookThatFailsIsCountedAndComesAgain() {
        bench.promoter.lead();
        bench.promoter.due();

        bench.promoter.end("tiny", Optional.empty(), Optional.of(new SQLException("gone", "08006")));

        assertThat(bench.meters
                        .counter("sightline.promotion.looks", "model", "tiny", "outcome", "dependency_unavailable")
                        .count())
                .isOne();
        bench.polls.wake("tiny");
        assertThat(bench.promoter.due()).containsExactly("tiny");
    }

    @Test
    void aPromotionWhoseFilesAreGoneEndsAllTheSame() throws Exception {
        bench.promoter.lead();
        bench.promoter.due();
        var promotion = bench.begin(2);
        Folders.remove(promotion.folder());

        bench.promoter.end("tiny", Optional.of(promotion), Optional.empty());

        bench.polls.wake("tiny");
        assertThat(bench.promoter.due()).containsExactly("tiny");
    }

    @Test
    void modelsThatAreDiscoveredAreLookedAfterAndConfiguredOnesStay() throws SQLException {
        discovery.found.put("other", managed("other"));
        discovery.found.put("tiny", managed("another tiny"));
        bench.leading();

        bench.roster.refresh(bench.lease.term().orElseThrow());

        assertThat(bench.roster.names()).containsExactlyInAnyOrder("tiny", "other");
        assertThat(bench.roster.model("tiny").orElseThrow().settings().name()).isEqualTo("tiny");
    }

    @Test
    void aModelThatIsSurelyNotWantedAnyMoreIsRetired() throws SQLException {
        servesUnderTheNameOf("gone");

        bench.roster.refresh(bench.lease.term().orElseThrow());

        var last = bench.sent().get(1);
        assertThat(last.key()).isEqualTo("gone".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(last.value()).isNull();
        assertThat(bench.trail()).endsWith("1 retired");
        var stored = bench.states.of("gone");
        assertThat(stored.announced()).isEmpty();
        assertThat(stored.sequence()).isEqualTo(2);
        // Once
        bench.roster.refresh(bench.lease.term().orElseThrow());
        assertThat(bench.sent()).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayOrAnswersNonsenseRetiresNothing() throws SQLException {
        servesUnderTheNameOf("kept");
        bench.sent();
        discovery.found.put("kept", managed("kept"));
        bench.roster.refresh(bench.lease.term().orElseThrow());
        discovery.found.clear();

        discovery.away = true;
        bench.roster.refresh(bench.lease.term().orElseThrow());
        assertThat(bench.roster.names()).contains("kept");
        discovery.away = false;
        discovery.denying = true;
        bench.roster.refresh(bench.lease.term().orElseThrow());

        assertThat(bench.sent()).isEmpty();
        assertThat(bench.states.of("kept").announced()).isPresent();
        // And when it says so for sure
        discovery.denying = false;
        bench.roster.refresh(bench.lease.term().orElseThrow());
        assertThat(bench.states.of("kept").announced()).isEmpty();
    }

    @Test
    void aModelThatWasRetiredComesBack() throws SQLException {
        bench.leading().promote();
        var term = bench.lease.term().orElseThrow();
        var stored = bench.states.of("tiny");
        bench.states.commit(
                term, stored, new Decisions(PromoterBench.BUCKET, bench.states.now()).retire(stored, "gone"));

        bench.promote();

        var back = bench.states.of("tiny");
        assertThat(back.announced()).isPresent();
        assertThat(back.sequence()).isEqualTo(3);
        assertThat(bench.trail())
                .endsWith("1 retired,1 discovered,1 downloaded,1 verified,1 loaded,1 warmed,1 gated,1 serving");
    }

    /** As if that had been configured once: what is written down is that of the model that is. */
    private void servesUnderTheNameOf(String name) throws SQLException {
        bench.leading().promote();
        bench.database.change("update model_state set name = '" + name
                + "', announced = jsonb_set(announced, '{name}', '\"" + name + "\"')");
        bench.database.change("update model_event set name = '" + name + "'");
    }

    private Promoter promoter(Executor threads, LongSupplier nanoTime) {
        return new Promoter(
                bench.lease,
                bench.roster,
                bench.polls,
                bench.wishes,
                new ModelEvents(bench.transactions, bench.meters),
                new PollNotes(bench.meters),
                new FailureClassifier(),
                Duration.ofSeconds(10),
                PromoterBench.LEASE,
                threads,
                nanoTime);
    }

    private static ManagedModel managed(String name) {
        return new ManagedModel(
                new ModelSettings(name, 0.1, false, Optional.empty()), PromoterBench.source(Path.of("nowhere")));
    }
}

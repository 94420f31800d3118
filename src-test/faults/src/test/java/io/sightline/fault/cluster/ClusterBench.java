package io.sightline.fault.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.fault.Load;
import io.sightline.fault.Sender;
import io.sightline.fault.ledger.AuditedPlace;
import io.sightline.fault.ledger.Comparison;
import io.sightline.fault.ledger.Kind;
import io.sightline.fault.ledger.SentLedger;
import io.sightline.fault.ledger.SentRecord;
import io.sightline.fault.ledger.Verdict;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The engines outside of the cluster, the release in it, and the account of all that was sent to both. */
final class ClusterBench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final int FRAMES_A_SECOND = 10;
    private static final Path FOLDER = Path.of("target", "cluster").toAbsolutePath();

    private final Engines engines;
    private final Release release;
    private final Map<String, String> settings;
    private final JdbcTemplate database;
    private final SentLedger ledger = new SentLedger(FOLDER.resolve("sent.tsv"));
    private final Account account = new Account(FOLDER.resolve("account.tsv"));
    private final Sender sender;
    private String token = "";
    private long tokenSince;
    private int phase;

    ClusterBench(DevStack stack, String namespace) throws IOException {
        this.engines = new Engines(stack);
        this.settings = stack.settings();
        this.database = new JdbcTemplate(new DriverManagerDataSource(
                engines.setting("spring.datasource.url"),
                engines.setting("spring.datasource.username"),
                engines.setting("spring.datasource.password")));
        this.sender = new Sender(settings, ledger);
        this.release = new Release(namespace, List.of(Path.of("src/test/resources/cluster/values.yaml"), values()));
        Files.deleteIfExists(account.file());
    }

    Release release() {
        return release;
    }

    Account account() {
        return account;
    }

    /** What depends on this run: the image, and on which ports the engines listen. */
    private Path values() throws IOException {
        var image = System.getProperty("cluster.image", "");
        int tag = image.lastIndexOf(':');
        Files.createDirectories(FOLDER);
        return Files.writeString(FOLDER.resolve("values.yaml"), """
                image: {repository: "%s", tag: "%s"}
                networkPolicy:
                  ports: {kafka: [%d], registry: [%d], s3: [%d], postgresql: [%d], keycloak: [%d], mlflow: [%d]}
                """.formatted(
                        image.substring(0, tag),
                        image.substring(tag + 1),
                        engines.port("kafka"),
                        engines.port("registry"),
                        engines.port("s3"),
                        engines.port("postgresql"),
                        engines.port("keycloak"),
                        engines.port("mlflow")));
    }

    /**
     * Makes a namespace in which each engine has the name that values-dev.yaml gives it, and a model that is to serve.
     */
    void prepare() throws Exception {
        release.prepare();
        for (var engine : Engines.NAMES) {
            release.name(engine, System.getProperty(ClusterStack.ADDRESS), engines.port(engine));
        }
        engines.serve(SmallDetector.in(FOLDER.resolve("small")).resolve("1"));
    }

    /** As a client in the cluster gets it: a token says by which name Keycloak was asked. */
    synchronized String token() {
        if (token.isEmpty() || System.nanoTime() - tokenSince > TOKEN_LIFE.toNanos()) {
            var answer = Shell.run(List.of(
                    "curl",
                    "-sS",
                    "--fail",
                    "-H",
                    "Host: keycloak:8080",
                    "-d",
                    "grant_type=client_credentials&client_id=" + RestLoad.CLIENT + "&client_secret=dev-only",
                    engines.setting("sightline.keycloak.server-url") + "/realms/" + DevStack.REALM
                            + "/protocol/openid-connect/token"));
            try {
                token = new JsonMapper().readTree(answer).path("access_token").asText();
            } catch (IOException e) {
                throw new IllegalStateException("no token in " + answer, e);
            }
            tokenSince = System.nanoTime();
        }
        return token;
    }

    /** Something that is done to the release. */
    interface Harm {
        void happen() throws Exception;
    }

    /**
     * Does harm under a load of REST and Kafka; then nothing may have failed, be lost or doubled, and the audit is
     * clean.
     */
    RestLoad underLoad(String fault, Harm harm) throws Exception {
        long begin = System.nanoTime();
        int before = ledger.size();
        var rest = new RestLoad(release.service("sightline-api"), this::token, "phase-" + phase++, sender, ledger);
        try (rest;
                var load = new Load(sender, FRAMES_A_SECOND, this::underWay, 20 * FRAMES_A_SECOND)) {
            harm.happen();
        }
        sender.flush();
        int kafka = ledger.size() - before - rest.sent() + rest.failed().size();
        var verdict = settle();
        account.add(fault, rest, kafka, verdict, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        assertThat(kafka).as("records that Kafka took meanwhile").isPositive();
        assertThat(rest.failed()).as(fault).isEmpty();
        assertThat(verdict.findings()).as(fault).isEmpty();
        return rest;
    }

    /** Sends nothing any more until all has its fate. */
    private Verdict settle() {
        try (var comparison = new Comparison(settings, ledger.written())) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(comparison.unsettled())
                            .as("frames without a fate, of " + ledger.size())
                            .isZero());
            // What is stored is known to the audit a moment later.
            var audited = new AuditedPlace(settings);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(audited.findings()).isEmpty());
            return comparison.verdict();
        }
    }

    /** A frame that somebody else has sent counts among those that must have their rows. */
    void adopt(UUID frame) {
        var sha256 = database.queryForObject(
                "select encode(image_sha256, 'hex') from frame where frame_id = ?", String.class, frame);
        ledger.add(new SentRecord(Kind.GOOD, Optional.empty(), Optional.of(frame), Objects.requireNonNull(sha256)));
    }

    int inferences() {
        return Objects.requireNonNull(database.queryForObject("select count(*) from inference", Integer.class));
    }

    /** Until rows have not become more for a while: what was under way is stored. */
    void awaitQuiet(Duration quiet) {
        var last = new AtomicInteger(-1);
        await().atMost(PATIENCE).pollInterval(quiet).until(() -> {
            int now = inferences();
            return last.getAndSet(now) == now;
        });
    }

    private int underWay() {
        return ledger.size() - inferences();
    }

    @Override
    public void close() {
        release.close();
        sender.close();
        ledger.close();
    }
}

package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minio.PutObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.lifecycle.Announcer;
import io.sightline.model.SmallDetector;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import io.sightline.store.StoreAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What alerts are for happens to a running process, and a real Prometheus that watches it finds their expressions true,
 * which were not before. How long they must be true is not waited for: {@code helm/tests/rules} judge that.
 */
@Tag("slow")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MODEL = "spots";
    private static final byte[] NO_PICTURE = "no picture".getBytes(StandardCharsets.UTF_8);
    /** After those that leave the pipeline as it was. */
    private static final int LATE = Order.DEFAULT + 1;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final DevStack stack;
    private final Path folder;
    private final Map<String, String> direct;
    private final Database database;
    private final TopicWriter topics;
    private final FaultProxy store;
    private final FaultProxy rows;
    private final RuntimeProcess runtime;
    private final WatchedAlerts alerts;
    private int pictures;

    AlertsIT(DevStack stack, @TempDir Path folder) throws IOException {
        this.stack = stack;
        this.folder = folder;
        var settings = stack.isolate("alerts-true");
        direct = Map.copyOf(settings);
        database = new Database(direct);
        topics = opened(new TopicWriter(direct));
        store = opened(FaultProxy.before(settings, "camel.component.minio.endpoint"));
        rows = opened(FaultProxy.before(settings, "spring.datasource.url"));
        certify(Duration.ofDays(365));
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.putAll(Map.of(
                "sightline.models." + MODEL + ".path",
                SmallDetector.in(folder.resolve(MODEL)).toString(),
                "sightline.detection.model",
                MODEL,
                "spring.datasource.hikari.connection-timeout",
                "1000"));
        runtime = opened(RuntimeProcess.start(
                "alerts-true",
                settings,
                "--sightline.stages=ingest,detect,sink,promote,api,pipes",
                "--sightline.routes.directory=" + Files.createDirectory(folder.resolve("routes")),
                "--sightline.upkeep.delay=1s",
                "--sightline.audit.counters-period=1s",
                "--sightline.audit.period=1s",
                "--sightline.partitions.period=1s",
                "--sightline.promotion.period=300ms",
                "--sightline.outbox.period=500ms",
                "--camel.component.kafka.max-block-ms=3000",
                "--camel.component.kafka.request-timeout-ms=3000",
                "--camel.component.kafka.delivery-timeout-ms=5000",
                "--spring.ssl.bundle.pem.watched.keystore.certificate=" + folder.resolve("watched.crt"),
                "--spring.ssl.bundle.pem.watched.keystore.private-key=" + folder.resolve("watched.key"),
                "--spring.ssl.bundle.pem.watched.reload-on-update=true",
                "--spring.ssl.bundle.watch.file.quiet-period=500ms"));
        runtime.awaitReady();
        alerts = new WatchedAlerts(
                opened(PrometheusServer.start(folder, runtime.managementPort(), WatchedAlerts.LABELS)));
    }

    @AfterAll
    void end() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void aRecordThatIsNoPictureIsADeadLetter() {
        alerts.awaitTrue("SightlineDeadLetters", () -> send(NO_PICTURE));
    }

    @Test
    void aFrameThatIsDeletedPastSightlineIsAnAuditGap() {
        send(picture());
        await().atMost(PATIENCE).until(() -> database.count("inference") > 0);

        alerts.awaitTrue(
                "SightlineAuditGap",
                () -> database.change("delete from frame where frame_id = (select frame_id from inference limit 1)"));
    }

    @Test
    void whatSomethingElseWritesLiesInADefaultPartition() {
        alerts.awaitTrue("SightlineDefaultPartition", () -> database.change("""
                        insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id,
                          class_id, label, score, x, y, w, h)
                        values ('2020-01-15Z', gen_random_uuid(), 1, 'SHADOW', 0, 'camera-1', 0, 'spot', 0.5, 0, 0, 1, 1)"""));
    }

    @Test
    void aFileThatIsNoRouteIsWrong() throws Exception {
        var file = folder.resolve("routes").resolve("wrong.camel.yaml");

        alerts.awaitTrue(
                "SightlineRoutesWrong", () -> Files.writeString(file, "- route: {id: wrong, from: nowhere}\n"));

        Files.delete(file);
    }

    @Test
    void aVersionThatIsNoModelIsRejected() {
        var next = folder.resolve("next");

        alerts.awaitTrue("SightlinePromotionRejected", () -> {
            Files.createDirectory(next);
            Files.copy(folder.resolve(MODEL).resolve("1/detector.yaml"), next.resolve("detector.yaml"));
            Files.writeString(next.resolve("model.onnx"), "no model");
            Files.move(next, folder.resolve(MODEL).resolve("2"));
        });
    }

    @Test
    void anAnnouncedModelThatDoesNotLoadIsBehind() throws Exception {
        var broken = Files.createDirectory(folder.resolve("broken"));
        Files.write(broken.resolve("model.onnx"), new byte[] {8, 8, 1, 2, 3});
        try (var announcer = new Announcer(direct)) {
            alerts.awaitTrue("SightlineModelBehind", () -> announcer.serve("broken", "1", broken));

            announcer.retire("broken");
        }
    }

    @Test
    void anObjectWithOtherBytesIsACorruptClaim() {
        send(picture());
        var frame = await().atMost(PATIENCE)
                .until(
                        () -> database.rows("select frame_id, object_key from frame join image on sha256 = image_sha256"
                                + " order by received_at desc limit 1"),
                        found -> !found.isEmpty())
                .get(0);

        alerts.awaitTrue("SightlineClaimsCorrupt", () -> {
            overwrite(String.valueOf(frame.get("object_key")));
            assertThat(get("/v1/frames/" + frame.get("frame_id") + "/image")).isEqualTo(500);
        });
    }

    @Test
    void aStoreThatIsAwayClosesItsGate() {
        alerts.awaitTrue("SightlineGateClosed", () -> {
            store.begin(new Fault.Refuse());
            send(picture());
        });

        store.heal();
        alerts.awaitFalse("SightlineGateClosed");
    }

    @Test
    void upkeepFailsWithoutADatabase() {
        alerts.awaitTrue("SightlineUpkeepFailed", () -> rows.begin(new Fault.Refuse()));

        rows.heal();
        alerts.awaitFalse("SightlineGateClosed");
    }

    @Test
    void aCertificateOfADayExpiresSoon() {
        alerts.awaitTrue("SightlineCertificateExpiry", () -> certify(Duration.ofDays(1)));
    }

    @Test
    @Order(LATE)
    void aDeadLetterWithoutATopicWaitsAndOneThatIsMadeAnewIsNotReadOn() throws Exception {
        var topic = String.valueOf(direct.get("sightline.topics.dead-letters"));
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.valueOf(direct.get("camel.component.kafka.brokers"))))) {
            alerts.awaitTrue("SightlineOutboxWaiting", () -> {
                admin.deleteTopics(List.of(topic)).all().get();
                send(NO_PICTURE);
            });
            alerts.awaitTrue(
                    "SightlinePartitionStopped",
                    () -> admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1)))
                            .all()
                            .get());
        }
    }

    @Test
    @Order(LATE + 1)
    void aProcessThatHasEndedNeitherPromotesNorCounts() {
        alerts.awaitFalse("SightlineNoPromoter");

        alerts.awaitTrue("SightlineNoAudit", runtime::kill);

        alerts.awaitTrue("SightlineNoPromoter");
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private byte[] picture() {
        return NumberedPicture.jpeg(++pictures);
    }

    private void send(byte[] bytes) {
        topics.frame("camera-1", bytes);
        topics.flush();
    }

    private void certify(Duration validity) throws IOException {
        var held = new HeldCertificate.Builder()
                .duration(validity.toSeconds(), TimeUnit.SECONDS)
                .build();
        Files.writeString(folder.resolve("watched.key"), held.privateKeyPkcs8Pem());
        Files.writeString(folder.resolve("watched.crt"), held.certificatePem());
    }

    private void overwrite(String key) throws Exception {
        var address = StoreAddress.of(direct);
        address.client()
                .putObject(PutObjectArgs.builder().bucket(address.bucket()).object(key).stream(
                                new ByteArrayInputStream(NO_PICTURE), NO_PICTURE.length, -1)
                        .build());
    }

    private int get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(runtime.api().resolve(path))
                .header("Authorization", "Bearer " + stack.token("sightline-viewer"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}

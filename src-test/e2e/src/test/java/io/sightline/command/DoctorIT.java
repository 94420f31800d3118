package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.ListObjectsArgs;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.model.v1.ModelState;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import io.sightline.registry.ContractSchema;
import io.sightline.store.StoreAddress;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code java -jar sightline.jar doctor}, and real servers that are as they should be or not. */
@Tag("slow")
@ExtendWith(TestStack.class)
class DoctorIT {
    /** Of 28 years, after which the days of the week are the same again. */
    private static final int CYCLE = 28;

    private final Map<String, String> settings;
    private final JdbcTemplate database;

    DoctorIT(DevStack stack) {
        this.settings = stack.isolate("doctor-" + UUID.randomUUID().toString().substring(0, 8));
        this.database = new JdbcTemplate(new DriverManagerDataSource(
                setting("spring.datasource.url"),
                setting("spring.datasource.username"),
                setting("spring.datasource.password")));
    }

    @Test
    void findsNoFailureWhereAllIsWellAndChangesNothing() throws Exception {
        // Given
        migrate();
        store("a picture");
        // When
        var doctor = Doctor.ask(settings);
        // Then
        assertThat(doctor.status()).as(doctor.output()).isZero();
        assertThat(doctor.findings().values())
                .extracting(finding -> finding.path("outcome").asText())
                .contains("ok")
                .doesNotContain("fail");
        assertThat(doctor.found("s3.if-none-match")).isEqualTo("ok: honoured: what is there is not replaced");
        assertThat(doctor.found("kafka.topic.claims")).startsWith("warn: ").contains("with one replica a broker");
        assertThat(doctor.found("registry.schema.ModelState")).endsWith("rule FULL_TRANSITIVE");
        assertThat(doctor.found("postgresql.migrations")).startsWith("ok: applied ");
        assertThat(doctor.found("keycloak.client")).isEqualTo("ok: client sightline");
        assertThat(doctor.found("model.text-detector")).startsWith("ok: version 1 in ");
        assertThat(doctor.found("tls.s3")).startsWith("skipped: ");
        assertThat(objects()).isEqualTo(1);
        assertThat(database.queryForObject("select count(*) from source", Long.class))
                .isZero();
    }

    @Test
    void asksForWhatTheStagesNeedAlone() {
        var doctor =
                Doctor.ask(settings, "--sightline.stages=ingest", "--sightline.keycloak.server-url=http://localhost:1");

        assertThat(doctor.status()).as(doctor.output()).isZero();
        assertThat(doctor.found("settings")).isEqualTo("ok: stages ingest");
        assertThat(doctor.found("keycloak")).isEqualTo("skipped: stages ingest do without");
        assertThat(doctor.found("kafka.topic.models")).startsWith("skipped: ");
        assertThat(doctor.found("model.default")).startsWith("skipped: ");
        assertThat(doctor.found("postgresql.migrations"))
                .startsWith("warn: applied 0 of ")
                .endsWith("which the runtime makes when it starts");
    }

    @Test
    void findsADatabaseThatIsNotWhatTheJarExpects() {
        // Given
        assertThat(Doctor.ask(settings, "--sightline.stages=sink", "--spring.flyway.enabled=false")
                        .found("postgresql.migrations"))
                .startsWith("fail: applied 0 of ");
        migrate();
        database.update("update flyway_schema_history set success = false where version = '12'");
        database.update("update flyway_schema_history set checksum = 1 where version = '3'");
        database.update("insert into flyway_schema_history select 99, '99', 'later', 'SQL', 'V99__later.sql', 7,"
                + " installed_by, now(), 1, true from flyway_schema_history where version = '1'");
        database.execute("revoke update on frame from current_user");
        // When
        var doctor = Doctor.ask(settings, "--sightline.stages=sink");
        // Then
        assertThat(doctor.found("postgresql.migrations"))
                .startsWith("fail: ")
                .contains("half a migration: [12]", "[3] were applied with another text", "[99] are newer");
        assertThat(doctor.found("postgresql.role")).startsWith("fail: ").contains("may not read and write [frame]");
        var standby = setting("spring.datasource.url")
                .replace("options=", "options=-c%20default_transaction_read_only=on%20");
        assertThat(Doctor.ask(settings, "--sightline.stages=sink", "--spring.datasource.url=" + standby)
                        .found("postgresql"))
                .startsWith("fail: ")
                .endsWith("nothing can be written");
    }

    @Test
    void findsAStoreThatIsNotWhatIsNeeded() throws Exception {
        store("a picture");
        try (var proxy = FaultProxy.before(settings, "camel.component.minio.endpoint")) {
            // A header that nobody knows is as good as one that is ignored.
            proxy.begin(new Fault.Replace(Direction.REQUEST, "If-None-Match", "Of-None-Match"));
            assertThat(Doctor.ask(settings, "--sightline.stages=ingest").found("s3.if-none-match"))
                    .startsWith("fail: ignored by the store");
            assertThat(objects()).isEqualTo(1);
        }
    }

    @Test
    void saysWhyTheStoreRefusesAndHidesTheKey() {
        var absent = Doctor.ask(settings, "--sightline.stages=ingest", "--sightline.s3.bucket=no-such-bucket");
        assertThat(absent.found("s3")).startsWith("fail: ").contains("has no bucket no-such-bucket");
        assertThat(absent.found("s3.if-none-match")).isEqualTo("skipped: s3 comes first");

        var refused =
                Doctor.ask(settings, "--sightline.stages=ingest", "--camel.component.minio.secret-key=not-shown-9");
        assertThat(refused.found("s3")).startsWith("fail: ");
        assertThat(refused.output()).doesNotContain("not-shown-9");
    }

    @Test
    void findsClocksThatAreOff() throws Exception {
        migrate();
        var year = Year.now(ZoneOffset.UTC).getValue();
        try (var store = FaultProxy.before(settings, "camel.component.minio.endpoint");
                var rows = FaultProxy.before(settings, "spring.datasource.url")) {
            store.begin(new Fault.Replace(Direction.ANSWER, " " + year + " ", " " + (year - CYCLE) + " "));
            rows.begin(new Fault.Replace(Direction.ANSWER, year + "-", (year - CYCLE) + "-"));

            var doctor = Doctor.ask(settings, "--sightline.stages=ingest");

            assertThat(doctor.found("clock.s3")).startsWith("fail: ").endsWith("the store refuses signatures");
            assertThat(doctor.found("clock.postgresql")).startsWith("fail: differs by ");
        }
    }

    @Test
    void findsARealmThatIsNotWhatTheApiNeeds() {
        var absent = Doctor.ask(settings, "--sightline.stages=api", "--sightline.keycloak.realm=nowhere");
        assertThat(absent.found("keycloak")).startsWith("fail: ").endsWith("answers 404: there is no such realm");
        assertThat(absent.found("keycloak.scopes")).isEqualTo("skipped: keycloak comes first");

        var other = Doctor.ask(
                settings,
                "--sightline.stages=api",
                "--sightline.keycloak.realm=master",
                "--sightline.keycloak.client-id=nobody");
        assertThat(other.found("keycloak.scopes")).startsWith("warn: ").contains("does not name [detections:read,");
        assertThat(other.found("keycloak.client")).startsWith("fail: client nobody: the realm has no such client");
    }

    @Test
    void findsARegistryThatLetsAnythingIn() throws Exception {
        var schemas = Map.of(
                "registry.schema.FrameReceived", FrameReceived.getClassSchema(),
                "registry.schema.InferenceCompleted", InferenceCompleted.getClassSchema(),
                "registry.schema.ModelState", ModelState.getClassSchema(),
                "registry.schema.DeadLetter", DeadLetter.getClassSchema());
        for (var schema : schemas.values()) {
            setRule(schema, "NONE");
        }
        try {
            var doctor = Doctor.ask(settings, "--sightline.stages=ingest,detect,sink,promote");

            schemas.forEach((check, schema) -> assertThat(doctor.found(check))
                    .startsWith("warn: ")
                    .contains("rule NONE: " + ContractSchema.rule(schema) + " keeps a change out"));
        } finally {
            for (var schema : schemas.values()) {
                setRule(schema, ContractSchema.rule(schema));
            }
        }
    }

    @Test
    void findsAMachineThatIsTooSmallAndSettingsThatMakeNoSense(@TempDir Path folder) throws Exception {
        var file = Files.createFile(folder.resolve("a-file"));
        var doctor = Doctor.ask(
                settings,
                "--sightline.stages=detect,promote",
                "--sightline.detection.permits=1000",
                "--sightline.detection.model=typo",
                "--sightline.artifacts.cache=" + file.resolve("cache"),
                "--sightline.artifacts.cache-limit=9000TB",
                "--sightline.models.gone.path=" + folder.resolve("gone"),
                "--sightline.models.lost.from=directory",
                "--sightline.models.far.from=mlflow");

        assertThat(doctor.found("host.cores")).startsWith("warn: permits 1000");
        assertThat(doctor.found("host.cache")).startsWith("fail: ").contains("cannot be written", "the disk ends");
        assertThat(doctor.found("model.default")).startsWith("fail: ").contains("model typo is not configured");
        assertThat(doctor.found("model.gone")).startsWith("fail: ").contains("does not exist");
        assertThat(doctor.found("model.lost")).isEqualTo("fail: sightline.models.lost.path is missing");
        assertThat(doctor.found("mlflow")).startsWith("fail: models [far] come from MLflow");
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(Doctor.ask(settings, "--sightline.artifacts.cache-limit=1MB").found("host.memory"))
                .startsWith("warn: ")
                .endsWith("two versions of each model do not fit into the cache");

        var senseless = Doctor.ask(settings, "--sightline.stagez=sink");
        assertThat(senseless.findings()).hasSize(1);
        assertThat(senseless.found("settings")).startsWith("fail: unknown property 'sightline.stagez'");
        assertThat(Doctor.ask(settings, "--sightline.stages=sing").found("settings"))
                .startsWith("fail: ")
                .contains("is no list of ingest, detect, sink");
        var repeated = Doctor.ask(
                settings, "--sightline.claims.grace=not-shown-8", "--camel.component.minio.secret-key=not-shown-8");
        assertThat(repeated.found("settings")).startsWith("fail: sightline.claims.grace=*** is no duration");
        assertThat(repeated.output()).doesNotContain("not-shown-8");
    }

    private String setting(String name) {
        return String.valueOf(settings.get(name));
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(
                        setting("spring.datasource.url"),
                        setting("spring.datasource.username"),
                        setting("spring.datasource.password"))
                .locations("classpath:sql")
                .load()
                .migrate();
    }

    private void store(String content) throws Exception {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var address = StoreAddress.of(settings);
        address.client()
                .putObject(PutObjectArgs.builder()
                        .bucket(address.bucket())
                        .object(ClaimKey.of(Sha256.of(bytes)))
                        .contentType("image/jpeg")
                        .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                        .build());
    }

    private int objects() {
        var address = StoreAddress.of(settings);
        var listing = ListObjectsArgs.builder().bucket(address.bucket()).recursive(true);
        int count = 0;
        for (var object : address.client().listObjects(listing.build())) {
            count += object == null ? 0 : 1;
        }
        return count;
    }

    private void setRule(Schema schema, String rule) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(setting("sightline.registry.url") + "/config/" + schema.getFullName()))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(BodyPublishers.ofString("{\"compatibility\": \"" + rule + "\"}"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}

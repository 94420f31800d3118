package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.messages.AndOperator;
import io.minio.messages.Expiration;
import io.minio.messages.LifecycleRule;
import io.minio.messages.ResponseDate;
import io.minio.messages.RuleFilter;
import io.minio.messages.Status;
import io.minio.messages.Tag;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.ProcessMemory;
import io.sightline.model.v1.ModelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okhttp3.tls.HeldCertificate;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the answers of servers. */
class ServerRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"27, OK, 4.1", "21, OK, 3.9", "20, WARN, 3.8", "0, WARN, before 3.3", "29, OK, 4.2"})
    void brokersTellTheirVersion(int level, Outcome outcome, String version) {
        var finding = ClusterRules.judge("a", 3, OptionalInt.of(level));

        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.found()).startsWith("cluster a, brokers 3, version " + version);
    }

    @Test
    void brokersThatTellNoVersionAreOld() {
        assertThat(ClusterRules.judge("a", 1, OptionalInt.empty()).outcome()).isEqualTo(Outcome.WARN);
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "1, OK", "-1, OK", "4, WARN", "-5, WARN", "90, FAIL", "-90, FAIL"})
    void clocksAgreeOrNot(int seconds, Outcome outcome) {
        var finding = ClockRules.judge(
                "clock.s3", NOW.plusSeconds(seconds), NOW, NOW.plusMillis(200), Duration.ofMinutes(1), "refused");

        assertThat(finding.outcome()).as(finding.found()).isEqualTo(outcome);
    }

    @Test
    void aSlowAnswerIsNoWrongClock() {
        assertThat(ClockRules.skew(NOW.plusSeconds(3), NOW, NOW.plusSeconds(5))).isZero();
        assertThat(ClockRules.skew(NOW.plusSeconds(8), NOW, NOW.plusSeconds(5))).hasSeconds(3);
    }

    @Test
    void aRecordOfTheFutureTellsOfAWrongClock() {
        assertThat(ClockRules.ofNewestRecord("claims", NOW.minusSeconds(9), NOW).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(ClockRules.ofNewestRecord("claims", NOW.plusSeconds(9), NOW).outcome())
                .isEqualTo(Outcome.WARN);
    }

    @ParameterizedTest
    @CsvSource({"-20, -1, FAIL, expired", "-1, 12, WARN, expires in", "-1, 40, OK, until", "2, 60, FAIL, not good yet"})
    void certificatesExpire(int from, int until, Outcome outcome, String what) {
        var certificate = new HeldCertificate.Builder()
                .validityInterval(
                        NOW.plus(Duration.ofDays(from)).toEpochMilli(),
                        NOW.plus(Duration.ofDays(until)).toEpochMilli())
                .build()
                .certificate();

        var finding = CertificateRules.judge("tls.s3", "a:443", List.of(certificate), NOW);

        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.found()).startsWith("a:443, ").contains(what);
    }

    @ParameterizedTest
    @CsvSource({"412, OK", "409, OK", "200, FAIL", "501, WARN", "403, FAIL", "503, SKIPPED"})
    void aConditionalPutTellsWhetherTheConditionCounts(int status, Outcome outcome) {
        assertThat(BucketRules.ofConditionalPut(status, false).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"412, OK", "200, SKIPPED", "201, SKIPPED", "403, FAIL"})
    void aConditionalPutOfWhatASweepTookTellsNothing(int status, Outcome outcome) {
        assertThat(BucketRules.ofConditionalPut(status, true).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"'', FAIL", "sha256/, FAIL", "sha, FAIL", "models/a, FAIL", "reclaimed/, OK", "logs/, OK"})
    void rulesThatRemovePicturesAreFound(String prefix, Outcome outcome) {
        var finding = BucketRules.ofLifecycle(List.of(expiring(Status.ENABLED, new RuleFilter(prefix))));
        assertThat(finding.check()).isEqualTo("s3.lifecycle");
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(BucketRules.ofLifecycle(List.of(expiring(Status.DISABLED, new RuleFilter(prefix))))
                        .outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void rulesThatRemoveTaggedPicturesAreFoundAndMayRemoveNone() {
        var tagged = expiring(Status.ENABLED, new RuleFilter(new Tag("class", "old")));
        var both = expiring(Status.ENABLED, new RuleFilter(new AndOperator("sha256/", Map.of("class", "old"))));
        var elsewhere = expiring(Status.ENABLED, new RuleFilter(new AndOperator("logs/", Map.of("class", "old"))));
        var sized = expiring(Status.ENABLED, new RuleFilter(new AndOperator("sha256/", null, 9L, null)));

        assertThat(BucketRules.ofLifecycle(List.of(tagged)).outcome()).isEqualTo(Outcome.WARN);
        assertThat(BucketRules.ofLifecycle(List.of(both)).outcome()).isEqualTo(Outcome.WARN);
        assertThat(BucketRules.ofLifecycle(List.of(elsewhere)).outcome()).isEqualTo(Outcome.OK);
        assertThat(BucketRules.ofLifecycle(List.of(sized)).outcome()).isEqualTo(Outcome.FAIL);
    }

    private static LifecycleRule expiring(Status status, RuleFilter filter) {
        var expiration = new Expiration((ResponseDate) null, 30, null);
        return new LifecycleRule(status, null, expiration, filter, "old", null, null, null);
    }

    @Test
    void schemasAreGuardedByRules() {
        assertThat(outcome(FrameReceived.getClassSchema(), "BACKWARD_TRANSITIVE"))
                .isEqualTo(Outcome.OK);
        assertThat(outcome(FrameReceived.getClassSchema(), "FULL_TRANSITIVE")).isEqualTo(Outcome.OK);
        assertThat(outcome(FrameReceived.getClassSchema(), "BACKWARD")).isEqualTo(Outcome.WARN);
        assertThat(outcome(ModelState.getClassSchema(), "BACKWARD_TRANSITIVE")).isEqualTo(Outcome.WARN);
        assertThat(RegistryQuestions.judge(ModelState.getClassSchema(), 7, Optional.empty())
                        .found())
                .contains("schema 7, rule NONE");
    }

    private static Outcome outcome(Schema schema, String rule) {
        return RegistryQuestions.judge(schema, 7, Optional.of(rule)).outcome();
    }

    @Test
    void aRealmHasIssuerKeysScopesAndClient() {
        var issuer = "https://a/realms/b";
        assertThat(RealmRules.issuer(issuer, issuer).outcome()).isEqualTo(Outcome.OK);
        assertThat(RealmRules.issuer(issuer, "http://a/realms/b").found())
                .contains("http://a/realms/b, and are refused");
        assertThat(RealmRules.keys(List.of("RS256")).outcome()).isEqualTo(Outcome.OK);
        var keyless = RealmRules.keys(List.of());
        assertThat(keyless.check()).isEqualTo("keycloak.keys");
        assertThat(keyless.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(RealmRules.scopes(Set.of("a"), Set.of("a", "b")).outcome()).isEqualTo(Outcome.OK);
        var hidden = RealmRules.scopes(Set.of("a", "c"), Set.of("a", "b"));
        assertThat(hidden.outcome()).isEqualTo(Outcome.WARN);
        assertThat(hidden.found()).contains("does not name [c]");
    }

    @ParameterizedTest
    @CsvSource({
        "400, Invalid parameter: redirect_uri, OK",
        "403, Bearer-only applications are not allowed to initiate browser login, OK",
        "200, <form>, OK",
        "302, '', OK",
        "303, '', OK",
        "400, <p>Client not found.</p>, FAIL",
        "400, <p>Client disabled.</p>, FAIL",
        "400, HTTPS required, SKIPPED",
        "403, Forbidden, SKIPPED",
        "404, '', SKIPPED",
        "502, '', SKIPPED"
    })
    void aClientIsThereWhereKeycloakAnswersAsForOne(int status, String page, Outcome outcome) {
        var finding = RealmRules.client("a", status, page);

        assertThat(finding.outcome()).as(finding.found()).isEqualTo(outcome);
    }

    @Test
    void aModelHasAVersionToServe() {
        assertThat(MlflowQuestions.judge("a", "b", "champion", Optional.of("7"), true)
                        .found())
                .isEqualTo("registered model b, champion is version 7");
        assertThat(MlflowQuestions.judge("a", "b", "champion", Optional.of("7"), false)
                        .outcome())
                .isEqualTo(Outcome.WARN);
        assertThat(MlflowQuestions.judge("a", "b", "champion", Optional.empty(), false)
                        .outcome())
                .isEqualTo(Outcome.WARN);
    }

    @ParameterizedTest
    @CsvSource({"170008, false, OK", "140000, false, OK", "130021, false, FAIL", "170008, true, FAIL"})
    void aDatabaseIsNewEnoughAndTakesWrites(int version, boolean readOnly, Outcome outcome) {
        assertThat(DatabaseRules.server(version, "x", readOnly).outcome()).isEqualTo(outcome);
    }

    @Test
    void aRoleMayDoWhatTheRuntimeDoes() {
        assertThat(DatabaseRules.role("a", "s", 9, List.of(), List.of(), true, true)
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(DatabaseRules.role("a", "s", 9, List.of("frame"), List.of(), true, true)
                        .wayOut())
                .isEqualTo("grant select, insert, update, delete on all tables in schema \"s\" to \"a\"");
        assertThat(DatabaseRules.role("a", "s", 9, List.of(), List.of("frame"), true, true)
                        .found())
                .contains("does not own [frame]");
        assertThat(DatabaseRules.role("a", "s", 9, List.of(), List.of(), false, true)
                        .found())
                .contains("may make no tables");
        assertThat(DatabaseRules.role("a", "s", 9, List.of(), List.of("frame"), false, false)
                        .outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void migrationsAreAllMadeOrNot() {
        List<String> none = List.of();
        assertThat(new MigrationState(List.of("1", "2"), none, none, none, none, true).judge())
                .isEqualTo(Finding.ok("postgresql.migrations", "applied 2 of 2"));
        var half = new MigrationState(List.of("1"), List.of("2"), none, none, none, false).judge();
        assertThat(half.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(half.found()).isEqualTo("applied 1 of 2: it lacks [2]");
        assertThat(new MigrationState(List.of("1"), List.of("2"), none, none, none, true)
                        .judge()
                        .outcome())
                .isEqualTo(Outcome.WARN);
        assertThat(new MigrationState(none, none, List.of("2"), none, none, true)
                        .judge()
                        .found())
                .contains("half a migration: [2]");
        assertThat(new MigrationState(none, none, none, List.of("3"), none, true)
                        .judge()
                        .outcome())
                .isEqualTo(Outcome.WARN);
        assertThat(new MigrationState(none, none, none, none, List.of("1"), true)
                        .judge()
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aMachineHasCoresMemoryAndDisk() {
        var folder = Path.of("cache");
        assertThat(HostQuestions.cores(2, 0, 2).outcome()).isEqualTo(Outcome.OK);
        assertThat(HostQuestions.cores(2, 2, 2).outcome()).isEqualTo(Outcome.WARN);
        Optional<String> none = Optional.empty();
        assertThat(HostQuestions.cache(folder, 100, 60, 40, none).outcome()).isEqualTo(Outcome.OK);
        assertThat(HostQuestions.cache(folder, 100, 50, 40, none).outcome()).isEqualTo(Outcome.WARN);
        var full = HostQuestions.cache(folder, 100, 60, 40, Optional.of("No space left on device"));
        assertThat(full.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(full.found()).endsWith("no model can be fetched: No space left on device");
    }

    @Test
    void aCacheIsTriedAndNotMade(@TempDir Path folder) throws IOException {
        assertThat(HostQuestions.cache(folder.resolve("a/b"), 0).outcome()).isEqualTo(Outcome.OK);
        assertThat(folder).isEmptyDirectory();

        var file = Files.createFile(folder.resolve("file"));
        assertThat(HostQuestions.cache(file.resolve("a"), 0).found()).endsWith("Not a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "25, 1, 1000, OK",
        "26, 1, 1000, WARN",
        "50, 1, 1000, WARN",
        "51, 1, 1000, FAIL",
        "12, 2, 1000, OK",
        "25, 2, 1000, WARN",
        "26, 2, 1000, FAIL",
        "10, 2, 20, OK",
        "10, 2, 19, WARN"
    })
    void modelsFitIntoMemoryWithAllTheirSessionsAndIntoTheCacheOnce(
            long bytes, int sessions, long cache, Outcome outcome) {
        var memory = new ProcessMemory(100, 50);

        var finding = HostQuestions.memory(Map.of("a", bytes - 1, "b", 1L), sessions, memory, cache);

        assertThat(finding.outcome()).as(finding.found()).isEqualTo(outcome);
        assertThat(finding.found()).startsWith("models [a, b] ");
    }

    @Test
    void modelsThatNobodyKnowsAreNotMeasured() {
        assertThat(HostQuestions.memory(Map.of(), 1, new ProcessMemory(100, 50), 1)
                        .outcome())
                .isEqualTo(Outcome.SKIPPED);
    }
}

package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPropertiesTest {
    private final KnownProperties known = KnownProperties.onClassPath(getClass().getClassLoader());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sightline.stages",
                "sightline.stages[0]",
                "sightline.topics.dead-letters",
                "sightline.topics.deadLetters",
                // As SIGHTLINE_TOPICS_DEADLETTERS and SIGHTLINE_DETECTION_SOURCELIFETIME are read
                "sightline.topics.deadletters",
                "sightline.detection.sourcelifetime",
                "sightline.startup.timeout",
                "sightline.keycloak.server-url",
                "sightline.registry.url",
                "sightline.s3.bucket",
                "sightline.ingest.max-pixels",
                "sightline.models.parcels.path",
                "sightline.models.text-detector.from",
                "sightline.models[a.b].path"
            })
    void knowsWhatTheRecordsDeclare(String name) {
        assertThat(known.contains(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sightline.stage",
                "sightline.topics",
                "sightline.topics.frame",
                "sightline.models.parcels.paht",
                "sightline.models.parcels.subpath",
                "sightline.modelsparcels.x.path",
                "sightline.models.path",
                "sightline.models.parcels",
                "sightline.s3.bucket.name",
                "sightline.x"
            })
    void knowsNothingElse(String name) {
        assertThat(known.contains(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sightline.stage,                    sightline.stages",
        "sightline.topics.frame,             sightline.topics.frames",
        "sightline.topics.deadletter,        sightline.topics.dead-letters",
        "sightline.keycloak.serverUrl,       sightline.keycloak.server-url",
        "sightline.keycloak.url,             sightline.keycloak.realm",
        "sightline.detecton.model,           sightline.detection.model",
        "sightline.ingest.max-byte,          sightline.ingest.max-bytes"
    })
    void findsTheNearest(String name, String nearest) {
        assertThat(known.nearest(name)).contains(nearest);
    }

    @Test
    void findsNothingNearWhatIsLikeNothing() {
        assertThat(known.nearest("sightline.a-name-that-has-nothing-in-common-with-any-other"))
                .isEmpty();
        assertThat(new KnownProperties(Set.of()).nearest("sightline.stages")).isEmpty();
    }
}

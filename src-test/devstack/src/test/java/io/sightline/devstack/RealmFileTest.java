package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RealmFileTest {
    /** Keycloak takes the last of two members of one name, and what the first one held is missing without a word. */
    @Test
    void namesEveryMemberOnce() throws IOException {
        var json = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        try (var file = getClass().getResourceAsStream("sightline-realm.json")) {
            assertThat(json.readTree(file).path("realm").asText()).isEqualTo("sightline");
        }
    }
}

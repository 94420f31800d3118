package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void namesEverythingAfterTheTest() {
        // When
        var settings = Place.named("sink-twice").settings(Ports.choose(false, line -> {}), DevStackOptions.forTests());
        // Then
        assertThat(settings)
                .containsEntry("sightline.topics.dead-letters", "sink-twice.dead-letters")
                .containsEntry("sightline.s3.bucket", "sink-twice");
        assertThat(settings.get("spring.datasource.url")).contains("/sink_twice?");
    }

    @Test
    void refusesNamesThatABucketCannotHave() {
        assertThatThrownBy(() -> Place.named("Sink_Twice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Sink_Twice");
    }
}

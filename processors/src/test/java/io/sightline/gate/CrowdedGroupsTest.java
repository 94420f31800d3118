package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.gate.CrowdedGroups.Reading;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdedGroupsTest {
    @Test
    void takesTheTopicsOfAnEndpointOneByOne() {
        assertThat(Reading.of("mine", "first,second,first", 2))
                .isEqualTo(new Reading("mine", Set.of("first", "second"), 2));
    }

    @Test
    void addsUpWhatRoutesOfOneGroupRead() {
        var one = Reading.of("mine", "first,second", 1);
        var other = Reading.of("mine", "second,third", 2);

        assertThat(one.and(other)).isEqualTo(new Reading("mine", Set.of("first", "second", "third"), 3));
    }
}

package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With an id a Kamelet is one route, and so is given the same for each exchange. */
class KameletRuleTest {
    @ParameterizedTest
    @CsvSource({
        "a-sink/b?x=${header.l},true",
        "a-sink/b?x=$simple{header.l},true",
        "a-sink?routeId=b&x=$simple{body},true",
        "/a-sink/b?x=${body},true",
        "a-sink/b?x=${env:HOME}-${body},true",
        "a-sink/b?x=${properties:${header.l}},true",
        "a-sink/b?x=${environment},true",
        "a-sink/b?x=${env:HOME},false",
        "a-sink/b?x=${sysenv.HOME},false",
        "a-sink/b?x=$simple{properties:x:y},false",
        "a-sink/b?x=y,false",
        "a-sink?x=${body},false",
        "/a-sink?x=${body},false",
        "///a-sink?x=$simple{body},false"
    })
    void refusesWhatChangesWhereThereIsAnId(String kamelet, boolean isRefused) {
        assertThat(KameletRule.refusal("kamelet:" + kamelet).isPresent()).isEqualTo(isRefused);
    }
}

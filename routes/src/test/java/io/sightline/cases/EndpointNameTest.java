package io.sightline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointNameTest {
    @ParameterizedTest
    @CsvSource({
        "kafka:orders, kafka:orders",
        "kafka://orders?groupId=a, kafka:orders",
        "platform-http:/orders/{id}, platform-http:orders/{id}",
        "sql://select%201%20from%20%C3%A4, sql:select 1 from ä",
        "sql:select 100% , sql:select 100%",
        "file:data/out?fileName=x, file:data/out",
        "file://data/out, file:data/out",
        "file:/data/out, file:/data/out",
        "file:///data/out, file:/data/out",
        "reply, reply"
    })
    void leavesOutWhatDiffersWithinCamel(String uri, String name) {
        assertThat(EndpointName.of(uri)).isEqualTo(name);
    }

    @Test
    void meansAllThatBeginAlikeWithAStar() {
        assertThat(EndpointName.isMeant("sql:*", "sql:select 1")).isTrue();
        assertThat(EndpointName.isMeant("sql:select", "sql:select 1")).isFalse();
    }
}

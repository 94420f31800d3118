package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Objects that operators make engines of. */
class OperatorsTest {
    private static final String PIPES = "pipes: {kubernetes: true, checkDefinitions: false}";
    private static final String USER = "strimzi: {topics: true, user: true, cluster: events";

    @Test
    void theUserMayReadInTheGroupsOfStagesAndPipesAndWhatIsAddedToThem() {
        assertThat(rights("{" + PIPES + ", operators: {" + USER
                        + ", acls: [{resource: {type: topic, name: alarms, patternType:"
                        + " literal}, operations: [Read]}]}}}"))
                .contains("group sightline- Read", "group pipe- Read", "topic alarms Read");
        assertThat(rights("operators: {" + USER + "}}"))
                .contains("group sightline- Read")
                .noneMatch(right -> right.startsWith("group pipe-"));
    }

    @Test
    void topicsHaveTheirNameAndTheirObjectsOneThatKubernetesTakes() {
        var topics = Chart.render("{operators: {" + USER + "}}, topics: {frames: {name: My_Frames}}}")
                .kind("KafkaTopic");
        assertThat(topics)
                .hasSize(5)
                .allSatisfy(topic ->
                        assertThat(topic.at("/metadata/name").asText()).matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?"));
        assertThat(topics)
                .extracting(topic -> topic.at("/spec/topicName").asText())
                .contains("My_Frames", "sightline.claims");
    }

    private static List<String> rights(String values) {
        var acls = Chart.render(values).kind("KafkaUser").get(0).at("/spec/authorization/acls");
        return StreamSupport.stream(acls.spliterator(), false)
                .map(OperatorsTest::right)
                .toList();
    }

    private static String right(JsonNode acl) {
        return acl.at("/resource/type").asText() + " "
                + acl.at("/resource/name").asText() + " "
                + acl.at("/operations/0").asText();
    }
}

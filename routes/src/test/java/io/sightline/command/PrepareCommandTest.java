package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.doctor.Finding;
import io.sightline.doctor.TopicShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrepareCommandTest {
    @Test
    void takesTheNumbersOfTopicsAndThePropertiesOfTheRuntime() {
        var shapes = new ArrayList<TopicShape>();
        var given = new ArrayList<String>();
        Preparations preparations = (shape, properties) -> {
            shapes.add(shape);
            given.addAll(List.of(properties));
            return List.of();
        };

        CommandRun.preparing(preparations, "prepare");
        CommandRun.preparing(
                preparations, "prepare", "--partitions", "2", "--replication=3", "--sightline.topics.frames=mine");

        assertThat(shapes)
                .containsExactly(new TopicShape(6, Optional.empty()), new TopicShape(2, Optional.of((short) 3)));
        assertThat(given).containsExactly("--sightline.topics.frames=mine");
    }

    @Test
    void saysALineForEachThingAndEndsWithOneWhenSomethingFailed() {
        var run = CommandRun.preparing(
                (shape, properties) -> List.of(
                        Finding.ok("kafka.topic.frames", "made frames"), Finding.fail("registry", "away", "Start it.")),
                "prepare");

        assertThat(run.out())
                .isEqualToNormalizingNewlines("OK       kafka.topic.frames  made frames\n"
                        + "FAIL     registry            away -> Start it.\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void endsWithZeroWhenItOnlyWarns() {
        var run = CommandRun.preparing(
                (shape, properties) -> List.of(Finding.warn("kafka.topic.frames", "one replica", "Make it three.")),
                "prepare");

        assertThat(run.status()).isZero();
    }

    /** A number that was mistyped would otherwise be a topic with another number of partitions, for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare --partitions 0",
                "prepare --partitions many",
                "prepare --partitons=2",
                "prepare --partition 2",
                "prepare --replication -1",
                "prepare --replication 40000",
                "prepare frames"
            })
    void makesNothingWhenItIsCalledWrongly(String line) {
        var runs = new ArrayList<TopicShape>();

        var run = CommandRun.preparing(
                (shape, properties) -> {
                    runs.add(shape);
                    return List.of();
                },
                line.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
        assertThat(runs).isEmpty();
    }
}

package io.sightline.runtime;

import io.sightline.doctor.Check;
import io.sightline.doctor.Finding;
import io.sightline.doctor.KafkaQuestions;
import io.sightline.doctor.MissingSchemas;
import io.sightline.doctor.MissingTopics;
import io.sightline.doctor.PreparationWaysOut;
import io.sightline.doctor.RegistryQuestions;
import io.sightline.doctor.Subject;
import io.sightline.doctor.TopicShape;
import io.sightline.runtime.SightlineProperties.Topics;
import java.time.Duration;
import java.util.List;

/** Makes the topics and schemas that a runtime with these settings needs, with the clients that it would have. */
final class RuntimePreparation {
    /** Longest that all of it may take. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private RuntimePreparation() {}

    /** What was made and what was there, in the order in which it is to be read, without secrets. */
    static List<Finding> run(TopicShape shape, String... properties) throws InterruptedException {
        return RuntimeExamination.run(
                LIMIT,
                runtime -> List.of(
                        ExaminedChecks.guarded("kafka", () -> topics(runtime, shape)),
                        ExaminedChecks.guarded("registry", () -> schemas(runtime))),
                properties);
    }

    private static Subject topics(ExaminedRuntime runtime, TopicShape shape) {
        var admin = ExaminedKafka.admin(runtime);
        var questions = new KafkaQuestions(admin, runtime.clock());
        var topics = new MissingTopics(admin, questions, shape);
        var picture = runtime.settings(IngestProperties.class).maxBytes().toBytes();
        var checks = new TopicNeeds(runtime)
                .of(runtime.settings(Topics.class)).stream()
                        .map(need -> ExaminedChecks.check(
                                need.check(), PreparationWaysOut::ofTopic, () -> topics.make(need.ofNobody(), picture)))
                        .toList();
        return new Subject(ExaminedChecks.check("kafka", ExaminedKafka.wayOut(runtime), questions::cluster), checks);
    }

    private static Subject schemas(ExaminedRuntime runtime) {
        var registry = ExaminedRegistry.registry(runtime);
        var schemas = new MissingSchemas(registry, ExaminedRegistry.waysOut(runtime));
        var late = "See whether the registry is slow, and run prepare again: it registers nothing twice.";
        return new Subject(
                ExaminedRegistry.answers(runtime, new RegistryQuestions(registry)),
                // In one go: each refers to those before it.
                List.of(new Check("registry.schema", late, schemas::register)));
    }
}

package io.sightline.runtime;

import io.sightline.doctor.Check;
import io.sightline.doctor.KafkaQuestions;
import io.sightline.doctor.Subject;
import io.sightline.failure.Dependency;
import io.sightline.runtime.SightlineProperties.Topics;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;

/** What is looked at of Kafka. */
final class ExaminedKafka {
    private final ExaminedRuntime runtime;
    private final KafkaQuestions questions;

    ExaminedKafka(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.questions = new KafkaQuestions(admin(runtime), runtime.clock());
    }

    /** The client that this runtime would have. */
    static Supplier<Admin> admin(ExaminedRuntime runtime) {
        var camel = runtime.context().getBean(CamelContext.class);
        return new Once<>(() -> new ClientConfiguration().kafkaAdmin(camel, runtime.environment()));
    }

    /** What to do when Kafka does not answer. */
    static String wayOut(ExaminedRuntime runtime) {
        return "See whether " + Servers.describe(runtime.environment(), Dependency.KAFKA)
                + " is up and lets this login in. " + BrokerCheck.WAY_OUT;
    }

    Subject subject() {
        var wayOut = wayOut(runtime);
        var topics = runtime.settings(Topics.class);
        var others = new ArrayList<Check>();
        for (var need : new TopicNeeds(runtime).of(topics)) {
            others.add(
                    need.operations().isEmpty()
                            ? ExaminedChecks.skipped(need.check(), runtime.unneeded())
                            : ExaminedChecks.check(need.check(), wayOut, () -> questions.topic(need)));
        }
        others.add(
                runtime.runs(Stage.INGEST, Stage.DETECT, Stage.SINK, Stage.API)
                        ? ExaminedChecks.check("clock.kafka", wayOut, () -> questions.clock(topics.claims()))
                        : ExaminedChecks.skipped("clock.kafka", runtime.unneeded()));
        return new Subject(ExaminedChecks.check("kafka", wayOut, questions::cluster), others);
    }
}

package io.sightline.command;

import io.sightline.doctor.Outcome;
import io.sightline.doctor.TopicShape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code prepare}: makes the topics and registers the schemas that the runtime needs, and ends. */
@Command(
        name = PrepareCommand.NAME,
        description =
                "Makes the topics and registers the schemas that the runtime needs and that are missing, and ends.",
        footer = {
            "",
            "It reads camel.component.kafka.*, sightline.topics.*, sightline.ingest.max-bytes and sightline.registry.* as",
            "the runtime does, from the environment too, and asks for no other server. Topics and schemas that are there",
            "are never altered: they are named, and where the runtime needs something else it says so, with the way out",
            "behind an arrow. A schema that no rule guards, because it has none of its own or NONE, gets one. How long",
            "records are kept is as the brokers have it, and is judged of new topics too. Several may run at once.",
            "A line each: OK, WARN, SKIPPED or FAIL, what it is about, and what was made or is there. Exit status: 0 all",
            "is there, 1 something failed, or is there or was made and breaks a promise, 2 called wrongly. Rights, groups",
            "and all other servers are what doctor looks at."
        })
final class PrepareCommand implements Callable<Integer> {
    static final String NAME = "prepare";
    private static final int FAILED = 1;
    private static final int WRONGLY_CALLED = 2;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Preparations preparations;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of the topics of frames, claims and inferences that are made; the others have one."
                            + " Default: " + TopicShape.USUAL_PARTITIONS + ".")
    private int partitions = TopicShape.USUAL_PARTITIONS;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Copies of each partition that is made. Default: as many as the brokers have as theirs.")
    private @Nullable Short replication;

    @Unmatched
    private List<String> properties = new ArrayList<>();

    PrepareCommand(PrintWriter out, PrintWriter err, Preparations preparations) {
        this.out = out;
        this.err = err;
        this.preparations = preparations;
    }

    @Override
    public Integer call() throws InterruptedException {
        var wrong = PropertyArguments.firstWrong(properties).or(this::firstWithoutADot);
        if (wrong.isPresent()) {
            return wrong(wrong.get());
        }
        TopicShape shape;
        try {
            shape = new TopicShape(partitions, Optional.ofNullable(replication));
        } catch (IllegalArgumentException e) {
            return wrong(String.valueOf(e.getMessage()));
        }
        var findings = preparations.run(shape, properties.toArray(String[]::new));
        new FindingLines(findings).write(out);
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAIL) ? FAILED : 0;
    }

    /** Topics that were made with other numbers than were meant cannot be made anew without losing records. */
    private Optional<String> firstWithoutADot() {
        return properties.stream()
                .map(property -> property.substring(0, property.indexOf('=')))
                .filter(name -> !name.contains("."))
                .findFirst()
                .map(name -> "'" + name
                        + "' is neither an option nor a property; options are --partitions and --replication");
    }

    private int wrong(String message) {
        err.println(message);
        return WRONGLY_CALLED;
    }
}
